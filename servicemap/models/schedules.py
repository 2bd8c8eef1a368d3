"""When things take place and places are open: schedules after RFC 5545 and HSDS."""

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from servicemap.recurrence import Occurrence, Recurrence, clean_byday, dates, occurrence_on

from .fields import ByDayField, DateListField

LOOK_AHEAD = datetime.timedelta(days=400)
"""How far a next occurrence is looked for: a yearly event included."""


class Schedule(models.Model):
    """The times of an activity, or the opening hours of a facility."""

    class Freq(models.TextChoices):
        DAILY = "DAILY", _("Daily")
        WEEKLY = "WEEKLY", _("Weekly")
        MONTHLY = "MONTHLY", _("Monthly")
        YEARLY = "YEARLY", _("Yearly")

    activity = ParentalKey(
        "Activity", on_delete=models.CASCADE, null=True, blank=True, related_name="schedules"
    )
    facility = ParentalKey(
        "Facility", on_delete=models.CASCADE, null=True, blank=True, related_name="schedules"
    )
    dtstart = models.DateField(_("first day"))
    until = models.DateField(_("last day"), null=True, blank=True)
    freq = models.CharField(
        _("repeats"),
        max_length=8,
        choices=Freq.choices,
        blank=True,
        help_text=_("Leave empty if it happens once."),
    )
    interval = models.PositiveSmallIntegerField(
        _("every"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
        help_text=_("1 is every time, 2 every second week or month."),
    )
    byday = ByDayField(_("weekdays"), max_length=60, blank=True)
    opens_at = models.TimeField(_("starts at"), null=True, blank=True)
    closes_at = models.TimeField(_("ends at"), null=True, blank=True)
    exdates = DateListField(
        _("not on these days"), help_text=_("Dates like 24.12.2026, separated by commas.")
    )
    description = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For example: beginners' group.")
    )

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["dtstart", "opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(activity__isnull=False, facility__isnull=True)
                | models.Q(activity__isnull=True, facility__isnull=False),
                name="schedule_of_one_listing",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("dtstart")),
                name="schedule_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True)
                | models.Q(opens_at__isnull=False, closes_at__gt=models.F("opens_at")),
                name="schedule_closes_after_opening",
                violation_error_message=_("The end time must be after the start time."),
            ),
            models.CheckConstraint(
                condition=models.Q(interval__gte=1), name="schedule_interval_positive"
            ),
        ]

    def __str__(self) -> str:
        from servicemap.schedule_text import describe

        return describe(self)

    def clean(self) -> None:
        """Refuse weekdays that do not fit the frequency."""
        super().clean()
        try:
            self.byday = clean_byday(self.byday, self.freq)
        except ValueError as error:
            raise ValidationError(
                {"byday": _("These weekdays do not fit how often it repeats.")}
            ) from error

    @property
    def recurrence(self) -> Recurrence:
        """The rule, without times."""
        return Recurrence(self.freq, self.interval, self.byday, self.until)

    def occurrences(self, start: datetime.datetime, end: datetime.datetime) -> Iterator[Occurrence]:
        """Yield the occurrences that end after ``start`` and start before ``end``, in order.

        Both are aware; occurrences are in the site's time zone.
        """
        zone = ZoneInfo(timezone.get_default_timezone_name())
        first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
        excluded = [datetime.date.fromisoformat(item) for item in self.exdates]
        for date in dates(self.recurrence, self.dtstart, first, last, excluded):
            occurrence = occurrence_on(date, self.opens_at, self.closes_at, zone)
            if occurrence.ends >= start and occurrence.starts < end:
                yield occurrence

    def next_occurrence(self, after: datetime.datetime | None = None) -> Occurrence | None:
        """Return the occurrence that is on now or comes next, if any within a year."""
        after = after or timezone.now()
        begin = max(
            after,
            datetime.datetime.combine(
                self.dtstart, datetime.time.min, timezone.get_default_timezone()
            ),
        )
        return next(self.occurrences(begin, begin + LOOK_AHEAD), None)


def next_of(
    schedules: "list[Schedule]", after: datetime.datetime | None = None
) -> Occurrence | None:
    """Return the earliest next occurrence of several schedules."""
    found = [occurrence for item in schedules if (occurrence := item.next_occurrence(after))]
    return min(found, default=None)
