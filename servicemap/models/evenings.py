"""Association evenings as those who come to them know them: when, where, for how many.

The page of an evening is the CMS's. What is promised to people hangs on this row, which the
pages of the evening in all languages share, and which is locked while somebody gets a place.
"""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from .evening_registrations import EveningRegistration


class EveningState(models.TextChoices):
    """Where an evening stands, as its page says it."""

    CANCELLED = "cancelled", pgettext_lazy("evening", "Cancelled")
    PAST = "past", _("Held")
    FREE_ENTRY = "free", _("No registration needed")
    UPCOMING = "upcoming", _("Registration has not opened yet")
    OPEN = "open", _("Registration is open")
    FULL = "full", _("Full – you can join the waiting list")
    CLOSED = "closed", _("Registration has closed")


class RegistrationClosedError(Exception):
    """Nobody can register for the evening now."""


COMING, WAITING = Q(state="coming"), Q(state="waiting")


@dataclass(frozen=True)
class Headcount:
    """How many persons come, wait, eat and have come, and how many registrations that is."""

    coming: int = 0
    waiting: int = 0
    eating: int = 0
    arrived: int = 0
    coming_registrations: int = 0
    waiting_registrations: int = 0

    @staticmethod
    def sums() -> dict[str, Any]:
        """Return what to count of registrations."""
        persons = F("persons")
        return {
            "coming": Sum(persons, filter=COMING, default=0),
            "waiting": Sum(persons, filter=WAITING, default=0),
            "eating": Sum(persons, filter=COMING & Q(wants_catering=True), default=0),
            "arrived": Sum(persons, filter=COMING & Q(has_arrived=True), default=0),
            "coming_registrations": Count("pk", filter=COMING),
            "waiting_registrations": Count("pk", filter=WAITING),
        }


@dataclass(frozen=True)
class EveningStatus:
    """An evening at a moment: its state, and how many places are left (None: no limit)."""

    state: EveningState
    left: int | None
    waiting: int

    @property
    def takes_registrations(self) -> bool:
        """Whether one can register, be it for the waiting list only."""
        return self.state in {EveningState.OPEN, EveningState.FULL}


class EveningQuerySet(models.QuerySet["Evening"]):
    """Evenings."""

    def locked(self, pk: int) -> "Evening":
        """Return the evening; until the transaction is over nobody else changes who comes.

        Only within a transaction. PostgreSQL locks the row, SQLite has locked all by beginning.
        """
        return self.select_for_update().get(pk=pk)

    def over_since(self, moment: datetime.datetime) -> Self:
        """Only those that had ended by a moment."""
        return self.filter(ends_at__lt=moment)


class Evening(models.Model):
    """An evening of the associations. Its times are aware moments, its key that of its pages."""

    key = models.UUIDField(unique=True, editable=False)
    title = models.CharField(_("title"), max_length=255)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    where = models.CharField(_("place"), max_length=500, blank=True)
    online_url = models.URLField(_("address of the meeting online"), max_length=500, blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    takes_registrations = models.BooleanField(_("one has to register"), default=True)
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    asks_catering = models.BooleanField(_("there is something to eat"), default=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    withdrawn_count = models.PositiveIntegerField(default=0, editable=False)
    purged_at = models.DateTimeField(null=True, editable=False)
    kept_counts = models.JSONField(default=dict, editable=False)

    objects = EveningQuerySet.as_manager()

    class Meta:
        verbose_name = _("association evening")
        verbose_name_plural = _("association evenings")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def promises(self) -> dict[str, Any]:
        """What those who come have to know when it changes; ``told`` of a registration."""
        return {
            "starts_at": self.starts_at.astimezone(datetime.UTC).isoformat(),
            "ends_at": self.ends_at.astimezone(datetime.UTC).isoformat(),
            "where": self.where,
            "online_url": self.online_url,
            "is_cancelled": self.is_cancelled,
        }

    def headcount(self) -> Headcount:
        """Count who comes. Makes a query, unless the registrations have been deleted already."""
        if self.purged_at is not None:
            return Headcount(**self.kept_counts)
        return Headcount(**self.registrations.aggregate(**Headcount.sums()))

    def left(self, count: Headcount) -> int | None:
        """Return how many places are free; None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - count.coming)

    def status(
        self, now: datetime.datetime | None = None, count: Headcount | None = None
    ) -> EveningStatus:
        """Return where the evening stands. Makes a query unless the count is given."""
        now = now or timezone.now()
        state = self._state_by_time(now)
        if state is not None and not self.takes_registrations:
            return EveningStatus(state, None, 0)
        count = count or (self.headcount() if self.pk else Headcount())
        left = self.left(count)
        if state is None:
            # Whoever waits goes first: a single place that is too few for them is not free.
            is_full = left == 0 or count.waiting > 0
            state = EveningState.FULL if is_full else EveningState.OPEN
        return EveningStatus(state, left, count.waiting)

    def _state_by_time(self, now: datetime.datetime) -> EveningState | None:
        """Return the state, unless it depends on how many come."""
        if self.is_cancelled:
            return EveningState.CANCELLED
        if now >= self.ends_at:
            return EveningState.PAST
        if not self.takes_registrations:
            return EveningState.FREE_ENTRY
        if now >= min(self.starts_at, self.closes_at or self.starts_at):
            return EveningState.CLOSED
        if self.opens_at is not None and now < self.opens_at:
            return EveningState.UPCOMING
        return None

    @transaction.atomic
    def enrol(
        self, registration: "EveningRegistration", *, by_organiser: bool = False
    ) -> "EveningRegistration":
        """Save a registration with a place or, if there is none, at the end of the line.

        The organiser may do so outside the time of registration, but finds no more places either.
        Raises RegistrationClosedError. Makes three queries.
        """
        evening = Evening.objects.locked(self.pk)
        now = timezone.now()
        state = evening._state_by_time(now)
        is_refused = state == EveningState.CANCELLED if by_organiser else state is not None
        if is_refused or evening.purged_at is not None:
            raise RegistrationClosedError
        count = evening.headcount()
        left = evening.left(count)
        fits = left is None or registration.persons <= left
        # Nobody overtakes those who wait.
        has_place = fits and not count.waiting
        registration.evening = evening
        registration.state = "coming" if has_place else "waiting"
        registration.told = evening.promises
        registration.save()
        return registration

    @transaction.atomic
    def withdraw(self, key: Any) -> "tuple[EveningRegistration | None, list[EveningRegistration]]":
        """Delete a registration and give its place to those who wait.

        Returns what was deleted, None if it was gone already, and who has a place now.
        """
        evening = Evening.objects.locked(self.pk)
        registration = evening.registrations.filter(key=key).first()
        if registration is None:
            return None, []
        registration.delete()
        Evening.objects.filter(pk=evening.pk).update(withdrawn_count=F("withdrawn_count") + 1)
        return registration, evening.fill()

    @transaction.atomic
    def give_place(self, key: Any) -> "EveningRegistration | None":
        """Give a place to one who waits, out of the line, if there is room for them.

        For the organiser, who knows why. Returns None where nobody waits by this key or there is
        no room.
        """
        evening = Evening.objects.locked(self.pk)
        registration = evening.registrations.waiting().filter(key=key).first()
        left = evening.left(evening.headcount())
        if registration is None or (left is not None and registration.persons > left):
            return None
        registration.promote(evening, timezone.now())
        return registration

    @transaction.atomic
    def fill(self) -> "list[EveningRegistration]":
        """Give free places to those who wait, the first in line first; return who got one.

        Who needs more places than are free keeps them from the next: a line is a line.
        """
        evening = Evening.objects.locked(self.pk)
        now = timezone.now()
        if evening.is_cancelled or now >= evening.starts_at:
            return []
        left = evening.left(evening.headcount())
        promoted = []
        for registration in evening.registrations.waiting():
            if left is not None:
                if registration.persons > left:
                    break
                left -= registration.persons
            registration.promote(evening, now)
            promoted.append(registration)
        return promoted

    @transaction.atomic
    def purge(self) -> int:
        """Delete who came and keep how many; return how many registrations are gone."""
        evening = Evening.objects.locked(self.pk)
        if evening.purged_at is not None:
            return 0
        evening.kept_counts = vars(evening.headcount())
        evening.purged_at = timezone.now()
        evening.save(update_fields=["kept_counts", "purged_at"])
        return int(evening.registrations.all().delete()[0])
