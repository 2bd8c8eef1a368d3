"""Reminding subscribers that a grant opens or closes: once each, whatever happens on the way.

What is due is worked out from the days, so that a day on which nothing ran is made good the next.
That somebody was reminded is written in one transaction with the message in the mail queue.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.grants.links import stop_url
from pages.grants.subscribing import portal_name
from servicemap import mail
from servicemap.models import (
    Grant,
    GrantPeriod,
    GrantReminder,
    GrantSubscriber,
    GrantSubscription,
    site_today,
)
from servicemap.public_address import public_address

Occasion = GrantReminder.Occasion


@dataclass(frozen=True)
class Due:
    """A period that is about to open or close."""

    period: GrantPeriod
    occasion: str

    @property
    def key(self) -> tuple[int, str]:
        """What a reminder is known by beside its subscriber."""
        return (self.period.pk, self.occasion)


def due_on(today: datetime.date) -> list[Due]:
    """Return what there is to remind of. Makes three queries."""
    soon = today + datetime.timedelta(days=settings.GRANT_REMINDER_DAYS)
    near = GrantPeriod.objects.published().between(today, soon).order_by("closes_on", "pk")
    found = []
    for period in near.select_related("grant").prefetch_related("grant__municipalities"):
        if period.opens_on >= today:
            found.append(Due(period, Occasion.OPENING))
        if period.opens_on <= today and period.closes_on <= soon:
            found.append(Due(period, Occasion.CLOSING))
    return found


def send_reminders(today: datetime.date | None = None) -> int:
    """Queue a message to each subscriber with something due; return how many."""
    wanted: dict[int, list[Due]] = {}
    for due in due_on(today or site_today()):
        subscriptions = GrantSubscription.objects.confirmed().to(due.period.grant)
        for pk in set(subscriptions.values_list("subscriber", flat=True)):
            wanted.setdefault(pk, []).append(due)
    return sum(_remind(pk, dues) for pk, dues in wanted.items())


@transaction.atomic
def _remind(subscriber_pk: int, dues: Sequence[Due]) -> bool:
    """Send one message about all that is new to a subscriber, and keep in mind what it was."""
    # Of two runs at once the second waits here, and then finds that all is done.
    found = GrantSubscriber.objects.select_for_update().filter(pk=subscriber_pk).first()
    if found is None:
        return False
    known = set(found.reminders.values_list("period", "occasion"))
    new = [due for due in dues if due.key not in known]
    if not new:
        return False
    GrantReminder.objects.bulk_create(
        GrantReminder(subscriber=found, period=due.period, occasion=due.occasion) for due in new
    )
    with translation.override(found.language):
        mail.send([_message(found, _worth_saying(new))])
    return True


def _worth_saying(dues: Sequence[Due]) -> list[Due]:
    """Leave out that something opens where it closes soon as well."""
    closing = {due.period.pk for due in dues if due.occasion == Occasion.CLOSING}
    return [due for due in dues if due.occasion == Occasion.CLOSING or due.period.pk not in closing]


def _message(subscriber: GrantSubscriber, dues: Sequence[Due]) -> mail.Message:
    name = portal_name()
    url = stop_url(subscriber)
    body = render_to_string(
        "pages/grants/reminder_mail.txt",
        {"portal_name": name, "rows": [_row(due) for due in dues], "stop_url": url},
    )
    return mail.Message(
        to=subscriber.email,
        subject=f"{_subject(dues)} – {name}",
        body=body,
        headers={
            "List-Unsubscribe": f"<{url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _row(due: Due) -> dict[str, Any]:
    grant: Grant = due.period.grant
    return {
        "text": _line(due),
        "summary": grant.display_summary,
        "url": public_address(grant.get_absolute_url()),
        "application_url": grant.application_url,
    }


def _line(due: Due) -> str:
    grant, period = due.period.grant, due.period
    if due.occasion == Occasion.OPENING:
        said, day = _("%(name)s opens on %(day)s"), period.opens_on
    else:
        said, day = _("%(name)s: the last day to apply is %(day)s"), period.closes_on
    return said % {"name": grant.display_name, "day": date_format(day, "DATE_FORMAT")}


def _subject(dues: Sequence[Due]) -> str:
    if len(dues) == 1:
        return _line(dues[0])
    return ngettext("Reminder of %(count)d grant", "Reminder of %(count)d grants", len(dues)) % {
        "count": len(dues)
    }


def forget(today: datetime.date | None = None) -> int:
    """Delete what is no longer needed; return how many subscriptions nobody confirmed."""
    GrantReminder.objects.purge(today or site_today())
    return GrantSubscription.objects.purge()
