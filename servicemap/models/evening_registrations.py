"""Who comes to an association evening, who waits for a place, and who has been told what."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .associations import Association
from .evenings import Evening, Headcount

MAX_PERSONS = 10
"""So many can come with one registration."""


class EveningRegistrationQuerySet(models.QuerySet["EveningRegistration"]):
    """Registrations."""

    def coming(self) -> Self:
        """Only those with a place."""
        return self.filter(state=EveningRegistration.State.COMING)

    def waiting(self) -> Self:
        """Only those without a place, the first in line first."""
        return self.filter(state=EveningRegistration.State.WAITING).order_by("pk")

    def headcounts(self) -> dict[int, Headcount]:
        """Count who comes by the key of the evening. Makes a query."""
        rows = self.order_by().values("evening").annotate(**Headcount.sums())
        return {row.pop("evening"): Headcount(**row) for row in rows}

    def reachable(self) -> Self:
        """Only those with an e-mail address: the organiser may add others by hand."""
        return self.exclude(email="")

    def untold(self, evening: Evening) -> Self:
        """Only those of an evening who have not been told what holds now."""
        return self.filter(evening=evening).reachable().exclude(told=evening.promises)

    def to_remind(self, evening: Evening, before: datetime.datetime) -> Self:
        """Only those who come, have not been reminded and have had a place since ``before``.

        Who registered the day before has the confirmation on top of the mailbox.
        """
        coming = self.filter(evening=evening, reminded_at=None).coming().reachable()
        return coming.filter(has_place_since__lt=before)


class EveningRegistration(models.Model):
    """One registration, of one person or several of the same association."""

    class State(models.TextChoices):
        COMING = "coming", pgettext_lazy("registration", "Coming")
        WAITING = "waiting", _("On the waiting list")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evening = models.ForeignKey(Evening, on_delete=models.CASCADE, related_name="registrations")
    name = models.CharField(_("name"), max_length=120)
    association = models.CharField(_("association"), max_length=200, blank=True)
    listing = models.ForeignKey(
        Association,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("association on the map"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    persons = models.PositiveSmallIntegerField(
        _("how many come"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PERSONS)],
    )
    wants_catering = models.BooleanField(_("eats"), default=False)
    diet = models.CharField(_("special diet"), max_length=200, blank=True)
    note = models.CharField(_("note to the organiser"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, editable=False)
    has_arrived = models.BooleanField(_("has arrived"), default=False, editable=False)
    registered_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)
    has_place_since = models.DateTimeField(default=timezone.now, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    told = models.JSONField(default=dict, editable=False)

    objects = EveningRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration for an evening")
        verbose_name_plural = _("registrations for evenings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evening", "email"],
                condition=~Q(email=""),
                name="evening_registered_once_by_address",
                violation_error_message=_("This address is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(persons__gte=1, persons__lte=MAX_PERSONS),
                name="evening_registration_of_some_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.association}" if self.association else self.name

    @property
    def has_place(self) -> bool:
        """Whether there is a place, not only a wait for one."""
        return self.state == self.State.COMING

    def place_in_line(self) -> int:
        """Return 1 for the first who waits. Makes a query."""
        ahead = EveningRegistration.objects.filter(evening_id=self.evening_id, pk__lt=self.pk)
        return ahead.waiting().count() + 1

    def promote(self, evening: Evening, now: datetime.datetime) -> None:
        """Give a place to one who waits; the message about it says what holds now."""
        self.state = self.State.COMING
        self.has_place_since = now
        self.told = evening.promises
        self.save(update_fields=["state", "has_place_since", "told"])
