"""What residents say is wrong with a listing."""

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .activities import Activity
from .associations import Association
from .facilities import Facility
from .listings import Listing

ADDRESS_KEPT_FOR = datetime.timedelta(days=30)
"""How long an e-mail address is kept once the report is handled."""


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Reports of residents."""

    def about(self, listing: Listing) -> Self:
        """Only what concerns the listing."""
        return self.filter(**{str(listing.kind): listing})

    def in_charge_of(self, municipalities: Iterable[int]) -> Self:
        """Only what concerns listings that the editors of the municipalities look after."""
        own = list(municipalities)
        return self.filter(
            Q(association__in=Association.objects.in_charge_of(own).values("pk"))
            | Q(facility__in=Facility.objects.in_charge_of(own).values("pk"))
            | Q(activity__in=Activity.objects.in_charge_of(own).values("pk"))
        )

    def purge(self, keep_for: datetime.timedelta, now: datetime.datetime | None = None) -> int:
        """Delete what came longer ago than ``keep_for``; return how many.

        Of what has been handled the sender's address goes already after ``ADDRESS_KEPT_FOR``.
        """
        now = now or timezone.now()
        count, _by_model = self.filter(created_at__lt=now - keep_for).delete()
        self.filter(handled_at__lt=now - ADDRESS_KEPT_FOR).exclude(email="").update(email="")
        return count


class Feedback(models.Model):
    """A resident's report that something in a listing is wrong."""

    class Topic(models.TextChoices):
        TIMES = "times", _("The times are wrong")
        PLACE = "place", _("The address or the point on the map is wrong")
        CONTACT = "contact", _("The contact details do not work")
        ENDED = "ended", _("This is no longer there")
        ACCESS = "access", _("What is said of accessibility does not hold")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        NEW = "new", _("New")
        HANDLED = "handled", _("Handled")

    association = models.ForeignKey(
        "Association", on_delete=models.CASCADE, null=True, editable=False, related_name="feedback"
    )
    facility = models.ForeignKey(
        "Facility", on_delete=models.CASCADE, null=True, editable=False, related_name="feedback"
    )
    activity = models.ForeignKey(
        "Activity", on_delete=models.CASCADE, null=True, editable=False, related_name="feedback"
    )
    topic = models.CharField(_("what is wrong"), max_length=10, choices=Topic.choices)
    text = models.TextField(_("in your own words"), max_length=2_000, blank=True)
    email = models.EmailField(_("your e-mail address"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    handled_at = models.DateTimeField(_("handled on"), null=True, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports from residents")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(association__isnull=False, facility__isnull=True, activity__isnull=True)
                | Q(association__isnull=True, facility__isnull=False, activity__isnull=True)
                | Q(association__isnull=True, facility__isnull=True, activity__isnull=False),
                name="feedback_about_one_listing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing}: {self.get_topic_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep in mind since when it has been handled."""
        if self.state == self.State.NEW:
            self.handled_at = None
        elif self.handled_at is None:
            self.handled_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def listing(self) -> Listing:
        """What the report is about."""
        listing = self.association or self.facility or self.activity
        if listing is None:
            raise ValueError("A report is about a listing.")
        return listing
