"""Who wants to be reminded of grants: an e-mail address and nothing else."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .grants import Grant, GrantPeriod
from .places import Municipality

UNCONFIRMED_KEPT_FOR = datetime.timedelta(days=7)
"""How long a subscription waits to be confirmed."""

REMINDED_KEPT_FOR = datetime.timedelta(days=90)
"""How long after a period it is kept in mind who was reminded of it."""


class GrantSubscriber(models.Model):
    """An address that gets reminders. It goes with its last subscription."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    created_at = models.DateTimeField(_("subscribed"), auto_now_add=True)

    class Meta:
        verbose_name = _("subscriber of reminders")
        verbose_name_plural = _("subscribers of reminders")
        ordering = ["email"]

    def __str__(self) -> str:
        return self.email


class GrantSubscriptionQuerySet(models.QuerySet["GrantSubscription"]):
    """Subscriptions."""

    def confirmed(self) -> Self:
        """Only what the owner of the address has said to want."""
        return self.filter(confirmed_at__isnull=False)

    def to(self, grant: Grant) -> Self:
        """Only those that concern a grant, by itself or by municipality. Makes a query."""
        towns = [town.pk for town in grant.municipalities.all()]
        everywhere = Q(municipality__isnull=False) if not towns else Q(municipality__in=towns)
        return self.filter(Q(grant=grant) | everywhere)

    def purge(self, now: datetime.datetime | None = None) -> int:
        """Delete what nobody confirmed in time, and addresses without any; return how many."""
        limit = (now or timezone.now()) - UNCONFIRMED_KEPT_FOR
        count, _by_model = self.filter(confirmed_at__isnull=True, asked_at__lt=limit).delete()
        own = GrantSubscription.objects.filter(subscriber=OuterRef("pk"))
        GrantSubscriber.objects.filter(~Exists(own), created_at__lt=limit).delete()
        return count


class GrantSubscription(models.Model):
    """What a subscriber wants to be reminded of: one grant, or all grants of a municipality."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.ForeignKey(
        GrantSubscriber, on_delete=models.CASCADE, related_name="subscriptions"
    )
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, null=True, related_name="+")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)

    objects = GrantSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription to reminders")
        verbose_name_plural = _("subscriptions to reminders")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grant__isnull=False, municipality__isnull=True)
                | Q(grant__isnull=True, municipality__isnull=False),
                name="grant_subscription_to_one_thing",
            ),
            models.UniqueConstraint(fields=["subscriber", "grant"], name="grant_subscribed_once"),
            models.UniqueConstraint(
                fields=["subscriber", "municipality"], name="grants_of_municipality_subscribed_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.grant or self.municipality)


class GrantReminderQuerySet(models.QuerySet["GrantReminder"]):
    """Reminders that were sent."""

    def purge(self, today: datetime.date) -> int:
        """Delete those of periods long over; return how many."""
        count, _by_model = self.filter(period__closes_on__lt=today - REMINDED_KEPT_FOR).delete()
        return count


class GrantReminder(models.Model):
    """That a subscriber has been reminded of a period: once before it opens, once before it closes.

    It is written together with the message, so that there is neither without the other.
    """

    class Occasion(models.TextChoices):
        OPENING = "opening"
        CLOSING = "closing"

    subscriber = models.ForeignKey(
        GrantSubscriber, on_delete=models.CASCADE, related_name="reminders"
    )
    period = models.ForeignKey(GrantPeriod, on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    queued_at = models.DateTimeField(auto_now_add=True)

    objects = GrantReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "period", "occasion"], name="grant_reminded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.get_occasion_display()}"
