"""What is written to those who register for an evening: each in their own language.

Whoever calls these has a transaction open: message and cause are kept together or not at all.
"""

import datetime
import re

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from pages.evenings.calendar import evening_file, page_address
from pages.evenings.links import registration_url
from pages.evenings.when import span_text
from pages.grants.subscribing import portal_name
from pages.models import EveningPage
from servicemap import mail
from servicemap.models import Evening, EveningRegistration

GAPS = re.compile(r"\n{3,}")
"""More empty lines than one, which parts of a template leave between them."""


def page_for(evening: Evening, language: str, *, or_hidden: bool = False) -> EveningPage | None:
    """Return the published page of an evening in a language, else the original's. One query.

    With ``or_hidden`` one that is not published will do, if there is no other.
    """
    pages = EveningPage.objects.of(evening).with_place()
    if not or_hidden:
        pages = pages.live()
    found = list(pages.order_by("-live", "pk"))
    same = (page for page in found if page.locale.language_code == language and page.live)
    return next(same, found[0] if found else None)


def confirmed(registration: EveningRegistration) -> mail.Message | None:
    """Say that the registration is there: with a place, or how long the line before it is."""
    return _message(registration, "registered")


def known_already(registration: EveningRegistration) -> mail.Message | None:
    """Say to whoever registers again that all is in order."""
    return _message(registration, "known")


def promoted(registration: EveningRegistration) -> mail.Message | None:
    """Say to one who waited that there is a place."""
    return _message(registration, "promoted")


def withdrawn(registration: EveningRegistration) -> mail.Message | None:
    """Say that the registration is cancelled, in case somebody else did it."""
    return _message(registration, "withdrawn", with_file=False)


def changed(registration: EveningRegistration, text: str = "") -> mail.Message | None:
    """Say what has changed since the last message, with the organiser's own words."""
    return _message(registration, "changed", text=text)


def reminder(registration: EveningRegistration) -> mail.Message | None:
    """Remind of an evening that is about to be."""
    return _message(registration, "reminder", with_file=False)


def send(message: mail.Message | None) -> int:
    """Queue a message, if there is one."""
    return mail.send([message]) if message else 0


def _subject(kind: str, registration: EveningRegistration, title: str) -> str:
    has_place, is_cancelled = registration.has_place, registration.evening.is_cancelled
    subjects = {
        "registered": _("You are coming: %(title)s")
        if has_place
        else _("You are on the waiting list: %(title)s"),
        "known": _("You have registered already: %(title)s"),
        "promoted": _("You have a place: %(title)s"),
        "withdrawn": _("Your registration is cancelled: %(title)s"),
        "changed": _("The evening is cancelled: %(title)s")
        if is_cancelled
        else _("The evening has changed: %(title)s"),
        "reminder": _("Reminder: %(title)s"),
    }
    return subjects[kind] % {"title": title}


def _message(
    registration: EveningRegistration, kind: str, *, with_file: bool = True, text: str = ""
) -> mail.Message | None:
    """Return the message; None to whoever has no address, or where the evening has no page.

    What concerns a promise is said even while the page is hidden; nobody is reminded of it then.
    """
    evening = registration.evening
    if not registration.email:
        return None
    page = page_for(evening, registration.language, or_hidden=kind != "reminder")
    if page is None:
        return None
    with translation.override(registration.language):
        # Only those who have a place may be let in.
        link = evening.online_url if registration.has_place else ""
        context = {
            "registration": registration,
            "evening": evening,
            "page": page,
            "when": span_text(evening.starts_at, evening.ends_at),
            "place": page.place_text,
            "link": link,
            "page_url": page_address(page),
            "registration_url": registration_url(registration),
            "changes": changes(registration),
            "text": text,
            "line": 0 if registration.has_place or not registration.pk else _line(registration),
            "portal_name": portal_name(),
        }
        written = render_to_string(f"pages/evenings/mail/{kind}.txt", context)
        body = GAPS.sub("\n\n", written).strip() + "\n"
        subject = f"{_subject(kind, registration, page.title)} – {context['portal_name']}"
        files = (_file(page, evening, link),) if with_file and registration.has_place else ()
    return mail.Message(
        to=registration.email,
        subject=subject,
        body=body,
        reply_to=page.contact_email,
        headers={"Auto-Submitted": "auto-generated"},
        attachments=files,
    )


def _line(registration: EveningRegistration) -> int:
    return registration.place_in_line()


def _file(page: EveningPage, evening: Evening, link: str) -> mail.Attachment:
    text = evening_file(page, evening, link=link)
    return mail.Attachment(f"{page.slug}.ics", text.encode(), "text/calendar")


def changes(registration: EveningRegistration) -> list[str]:
    """Return what is otherwise than the person was told, a line each, in the active language."""
    evening, told = registration.evening, registration.told
    now = evening.promises
    lines = []
    if any(told.get(name) != now[name] for name in ("starts_at", "ends_at")):
        before = ""
        if told.get("starts_at") and told.get("ends_at"):
            moments = [datetime.datetime.fromisoformat(told[n]) for n in ("starts_at", "ends_at")]
            before = span_text(*moments)
        after = span_text(evening.starts_at, evening.ends_at)
        lines.append(_("Time: %(after)s (was: %(before)s)") % {"after": after, "before": before})
    if told.get("where") != now["where"]:
        values = {"after": now["where"] or "–", "before": told.get("where") or "–"}
        lines.append(_("Place: %(after)s (was: %(before)s)") % values)
    if told.get("online_url") != now["online_url"] and registration.has_place:
        lines.append(_("Online: %(address)s") % {"address": now["online_url"] or "–"})
    return lines
