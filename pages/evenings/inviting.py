"""Inviting associations to an evening: each once, none that does not want it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from pages.evenings.calendar import page_address
from pages.evenings.links import opt_out_url
from pages.evenings.mails import page_for
from pages.evenings.when import span_text
from pages.grants.subscribing import portal_name
from pages.models import EveningPage
from servicemap import mail
from servicemap.models import (
    Association,
    Evening,
    EveningInvitation,
    InvitationOptOut,
    Municipality,
    Theme,
    hash_of_address,
)

AT_ONCE = 100
"""Invitations that are queued in one transaction."""

LANGUAGES = ("fi", "sv")
"""In which invitations are written."""


@dataclass
class Recipients:
    """Whom to invite, and how many others there are and why."""

    associations: list[Association] = field(default_factory=list)
    already: int = 0
    opted_out: int = 0
    without_address: int = 0
    shared_address: int = 0

    @property
    def in_swedish(self) -> int:
        """How many are written to in Swedish, if there is a text in Swedish."""
        return sum(language_of(association) == "sv" for association in self.associations)


def language_of(association: Association) -> str:
    """Return the language to write to an association in: Swedish if it serves in no Finnish."""
    known = association.languages
    return "sv" if "sv" in known and settings.LANGUAGE_CODE not in known else settings.LANGUAGE_CODE


def written_in(language: str, texts: dict[str, str]) -> str:
    """Return the language in which to invite: the main one where there is no text in the other.

    The whole message is in it, lest a text stand in a frame of another language.
    """
    return language if texts.get(language) else settings.LANGUAGE_CODE


def recipients(
    evening: Evening, municipalities: Iterable[Municipality], themes: Iterable[Theme]
) -> Recipients:
    """Return whom an invitation would go to. Makes three queries.

    Published associations of any of the municipalities, or acting there, with any of the themes;
    where none is chosen, of all. An address that several share gets one message.
    """
    found = Association.objects.published().order_by("name", "pk")
    if towns := [town.pk for town in municipalities]:
        found = found.filter(Q(municipality__in=towns) | Q(service_area__in=towns))
    if topics := [theme.pk for theme in themes]:
        found = found.filter(themes__in=topics)
    invited = evening.invitations.select_related("association")
    known = {invitation.association_id for invitation in invited}
    told = {hash_of_address(invitation.association.email) for invitation in invited}
    opted_out = set(InvitationOptOut.objects.values_list("address_hash", flat=True))
    result, seen = Recipients(), set[int]()
    for association in found:
        if association.pk in seen:
            continue
        seen.add(association.pk)
        address = hash_of_address(association.email)
        if association.pk in known:
            result.already += 1
        elif not association.email:
            result.without_address += 1
        elif address in opted_out:
            result.opted_out += 1
        elif address in told:
            result.shared_address += 1
        else:
            told.add(address)
            result.associations.append(association)
    return result


def invite(
    evening: Evening,
    municipalities: Iterable[Municipality],
    themes: Iterable[Theme],
    texts: dict[str, str],
) -> int:
    """Queue an invitation to each recipient with the texts by language; return how many.

    Who would be written to in a language without a text is written to in the main one.

    After a crash the rest are invited by doing it again: that an association has been invited is
    written in one transaction with its message.
    """
    municipalities, themes = list(municipalities), list(themes)
    sent = 0
    while batch := _invite_some(evening, municipalities, themes, texts):
        sent += batch
    return sent


@transaction.atomic
def _invite_some(
    evening: Evening, municipalities: list[Municipality], themes: list[Theme], texts: dict[str, str]
) -> int:
    # Of two organisers at once the second waits here, and then finds who is left.
    locked = Evening.objects.locked(evening.pk)
    pages = {language: page_for(locked, language) for language in LANGUAGES}
    if None in pages.values():
        # Nothing is published that an invitation could lead to.
        return 0
    chosen = recipients(locked, municipalities, themes).associations[:AT_ONCE]
    EveningInvitation.objects.bulk_create(
        EveningInvitation(evening=locked, association=association) for association in chosen
    )
    return mail.send(
        message
        for association in chosen
        if (
            message := message_to(
                association.email,
                locked,
                written_in(language_of(association), texts),
                texts,
                pages,
            )
        )
    )


def message_to(
    address: str,
    evening: Evening,
    language: str,
    texts: dict[str, str],
    pages: dict[str, EveningPage | None],
) -> mail.Message | None:
    """Return the invitation in a language; None where the evening has no published page."""
    page = pages[language]
    if page is None:
        return None
    with translation.override(language):
        url, name = opt_out_url(address), portal_name()
        body = render_to_string(
            "pages/evenings/mail/invitation.txt",
            {
                "text": texts.get(language, ""),
                "page": page,
                "evening": evening,
                "when": span_text(evening.starts_at, evening.ends_at),
                "place": page.place_text,
                "is_online": bool(evening.online_url),
                "page_url": page_address(page),
                "stop_url": url,
                "portal_name": name,
            },
        )
        subject = _("Invitation: %(title)s") % {"title": page.title}
    return mail.Message(
        to=address,
        subject=f"{subject} – {name}",
        body=body,
        reply_to=page.contact_email,
        headers={
            "List-Unsubscribe": f"<{url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
