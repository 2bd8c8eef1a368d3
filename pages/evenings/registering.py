"""Coming to an evening, or not after all: each change in one transaction with its messages."""

import datetime
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from pages.evenings import mails
from servicemap.models import Evening, EveningRegistration
from servicemap.rate_limit import LimitReachedError, RateLimit

PER_RECIPIENT = RateLimit("evening-mail-to", times=15, span=datetime.timedelta(days=1))
"""So many messages a day may strangers have sent to one address."""


def register(evening: Evening, registration: EveningRegistration) -> None:
    """Give a place or the end of the line, and send the confirmation.

    Whoever is on the list already gets a message that says so: on the page nobody can tell.
    Raises RegistrationClosedError, and LimitReachedError if the address has had many messages,
    whether or not it is on the list.
    """
    if not PER_RECIPIENT.allow_name(registration.email):
        raise LimitReachedError
    with transaction.atomic():
        locked = Evening.objects.locked(evening.pk)
        known = locked.registrations.filter(email=registration.email).first()
        if known is not None:
            mails.send(mails.known_already(known))
            return
        mails.send(mails.confirmed(locked.enrol(registration)))


@transaction.atomic
def add_by_hand(evening: Evening, registration: EveningRegistration) -> bool:
    """Do the same for the organiser; return whether it went well.

    An address that came onto the list this very moment is not taken twice.
    """
    try:
        with transaction.atomic():
            evening.enrol(registration, by_organiser=True)
    except IntegrityError:
        return False
    mails.send(mails.confirmed(registration))
    return True


@transaction.atomic
def withdraw(evening: Evening, key: object) -> EveningRegistration | None:
    """Take somebody off the list, tell them, and tell those who get the place."""
    registration, promoted = evening.withdraw(key)
    if registration is not None:
        mails.send(mails.withdrawn(registration))
    _tell_promoted(promoted)
    return registration


@transaction.atomic
def give_place(evening: Evening, key: object) -> EveningRegistration | None:
    """Let somebody in out of the line, if there is room, and tell them."""
    registration = evening.give_place(key)
    if registration is not None:
        mails.send(mails.promoted(registration))
    return registration


@transaction.atomic
def fill(evening: Evening) -> int:
    """Let in those for whom there is room now, and tell them; return how many registrations."""
    promoted = evening.fill()
    _tell_promoted(promoted)
    return len(promoted)


def _tell_promoted(promoted: list[EveningRegistration]) -> None:
    for registration in promoted:
        mails.send(mails.promoted(registration))


def tell_changes(evening: Evening, text: str = "", texts: Mapping[str, str] | None = None) -> int:
    """Tell all that do not know it yet what holds now; return how many.

    With the organiser's own words: ``texts`` by language, else ``text``.
    Each in a transaction of its own: after a crash the rest are told by pressing again.
    """
    untold = EveningRegistration.objects.untold(evening).values_list("pk", flat=True)
    return sum(_tell_change(evening.pk, pk, text, texts or {}) for pk in list(untold))


@transaction.atomic
def _tell_change(evening_pk: int, pk: int, text: str, texts: Mapping[str, str]) -> bool:
    evening = Evening.objects.locked(evening_pk)
    registration = EveningRegistration.objects.untold(evening).filter(pk=pk).first()
    if registration is None:
        return False
    registration.evening = evening
    message = mails.changed(registration, texts.get(registration.language) or text)
    if message is None:
        return False
    mails.send(message)
    registration.told = evening.promises
    registration.save(update_fields=["told"])
    return True


def forget(keep_days: int, now: datetime.datetime | None = None) -> int:
    """Delete who came to evenings that ended so many days ago; return how many registrations."""
    limit = (now or timezone.now()) - datetime.timedelta(days=keep_days)
    over = Evening.objects.over_since(limit).filter(purged_at=None)
    return sum(evening.purge() for evening in over)
