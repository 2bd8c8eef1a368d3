"""Reminding those who come the day before: once each, whatever happens on the way.

What is due is worked out from the days. That somebody was reminded is written in one transaction
with the message, so that a run that dies can be run again.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from pages.evenings import mails
from pages.evenings.querysets import midnight
from servicemap import mail
from servicemap.models import Evening, EveningRegistration

DAY = datetime.timedelta(days=1)


def due(now: datetime.datetime) -> list[Evening]:
    """Return the evenings that begin today, later on, or tomorrow. Makes a query."""
    day_after = midnight(timezone.localdate(now) + 2 * DAY)
    coming = Evening.objects.filter(starts_at__gt=now, starts_at__lt=day_after)
    return list(coming.filter(is_cancelled=False))


def send_reminders(now: datetime.datetime | None = None) -> int:
    """Queue a message to each who comes and has not been reminded; return how many."""
    now = now or timezone.now()
    sent = 0
    for evening in due(now):
        before = midnight(timezone.localdate(evening.starts_at) - DAY)
        found = EveningRegistration.objects.to_remind(evening, before)
        sent += sum(_remind(pk, evening, before, now) for pk in found.values_list("pk", flat=True))
    return sent


@transaction.atomic
def _remind(pk: int, evening: Evening, before: datetime.datetime, now: datetime.datetime) -> bool:
    # Of two runs at once the second waits here, and then finds that it is done.
    due_ones = EveningRegistration.objects.to_remind(evening, before)
    registration = due_ones.select_for_update().filter(pk=pk).first()
    if registration is None:
        return False
    registration.evening = evening
    message = mails.reminder(registration)
    if message is None:
        return False
    registration.reminded_at, registration.told = now, evening.promises
    registration.save(update_fields=["reminded_at", "told"])
    mail.send([message])
    return True
