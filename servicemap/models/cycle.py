"""What recurs in the cooperation of a region: entries of the annual cycle."""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from servicemap.recurrence import Recurrence, dates, format_rrule, parse_rrule

from .fields import WEEKDAY_CODES, DateListField
from .grants import site_today
from .places import Municipality
from .translation import Translated

EVERY_MONTH_HAS = 28
"""The last day of a month that no month lacks."""

HORIZON = datetime.timedelta(days=5 * 366)
"""How far a next time is looked for."""

A_YEAR = datetime.timedelta(days=364)
"""From its first day to its last, more or less: how far months that are left out are looked for."""

NEXT_SHOWN = 3

LAST_BEFORE_FIRST = _("The last day is before the first one.")

RULE_UNUSED = _("Choose “By a rule of its own” under “Repeats”, or empty this.")

UNTIL_UNUSED = _("Choose under “Repeats” how it repeats, or empty this.")


class CycleKind(models.TextChoices):
    """What a thing in the cycle is about: the rings of the wheel, the outermost first."""

    GRANTS = "grants", pgettext_lazy("annual cycle", "Grants")
    FACILITIES = "facilities", pgettext_lazy("annual cycle", "Booking of facilities")
    EVENTS = "events", pgettext_lazy("annual cycle", "Shared events")
    EVENINGS = "evenings", pgettext_lazy("annual cycle", "Association evenings")
    NETWORKS = "networks", pgettext_lazy("annual cycle", "Networks")
    STRATEGY = "strategy", pgettext_lazy("annual cycle", "Strategy and plans")


class Repeats(models.TextChoices):
    """How often a thing recurs, in the words in which an editor thinks of it."""

    ONCE = "once", _("Does not repeat")
    YEARLY = "yearly", _("Every year, on the same days")
    QUARTERLY = "quarterly", _("Every third month, on the same day of the month")
    QUARTERLY_WEEKDAY = (
        "quarterly-weekday",
        _("Every third month, on the same weekday: the first Tuesday, for example"),
    )
    MONTHLY = "monthly", _("Every month, on the same day of the month")
    MONTHLY_WEEKDAY = (
        "monthly-weekday",
        _("Every month, on the same weekday: the first Tuesday, for example"),
    )
    MONTHLY_LAST = (
        "monthly-last",
        _("Every month, on the last such weekday: the last Friday, for example"),
    )
    FORTNIGHTLY = "fortnightly", _("Every second week, on the same weekday")
    WEEKLY = "weekly", _("Every week, on the same weekday")
    RULE = "rule", _("By a rule of its own")


SHORTEST_GAP = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
"""Days from one time to the next, at least, by frequency."""


class CycleEntryQuerySet(models.QuerySet["CycleEntry"]):
    """Entries of the annual cycle."""

    def published(self) -> Self:
        """Only what everyone may see."""
        return self.filter(live=True)

    def between(self, first: datetime.date, last: datetime.date) -> Self:
        """Only what may have a day from ``first`` to ``last``, both included.

        What recurs is worked out by ``CycleEntry.occurrences``: here it only has begun, and has
        not ended for good by its field ``until``.
        """
        once = Q(repeats=Repeats.ONCE)
        lasts = Q(ends_on__gte=first) | Q(ends_on__isnull=True, starts_on__gte=first)
        # Its last time may begin on the day ``until`` and go on for a year.
        goes_on = Q(until__isnull=True) | Q(until__gte=first - datetime.timedelta(days=366))
        return self.filter(once & lasts | ~once & goes_on, starts_on__lte=last)

    def with_municipality(self) -> Self:
        """With the municipality that each concerns. Makes no query more."""
        return self.select_related("municipality").defer("municipality__outline")


class CycleEntry(models.Model):
    """A thing in the annual cycle that editors add; it may recur."""

    title = models.CharField(
        _("title"),
        max_length=120,
        help_text=_("Short and without the year: it is written on the wheel."),
    )
    title_sv = models.CharField(_("title in Swedish"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=CycleKind,
        help_text=_(
            "The ring of the wheel. Application periods of grants in the register of grants, and "
            "association evenings that have a page, come to the wheel by themselves."
        ),
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
        help_text=_("Leave empty for the whole region."),
    )
    starts_on = models.DateField(
        _("first day"), help_text=_("If it repeats: of the first time. The others follow from it.")
    )
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Leave empty if it takes one day.")
    )
    repeats = models.CharField(_("repeats"), max_length=18, choices=Repeats, default=Repeats.YEARLY)
    rule = models.CharField(
        _("own rule"),
        max_length=120,
        blank=True,
        help_text=_(
            "Only if nothing above fits: an RRULE after RFC 5545, for example "
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU for the second Tuesday of every second month."
        ),
    )
    until = models.DateField(
        _("repeats until"),
        null=True,
        blank=True,
        help_text=_("Leave empty if it goes on for the time being."),
    )
    exdates = DateListField(
        _("not on these days"),
        help_text=_("Times that are cancelled, by their first day: 7.7.2027, 4.8.2027."),
    )
    description = models.TextField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What happens, and what an association can do: one or two sentences."),
    )
    description_sv = models.TextField(_("description in Swedish"), max_length=300, blank=True)
    description_en = models.TextField(_("description in English"), max_length=300, blank=True)
    responsible = models.CharField(
        _("responsible"),
        max_length=120,
        blank=True,
        help_text=_("A role or an organisation rather than a name: people change."),
    )
    responsible_sv = models.CharField(_("responsible in Swedish"), max_length=120, blank=True)
    responsible_en = models.CharField(_("responsible in English"), max_length=120, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page of this site"),
        help_text=_("Where one reads more. Readers get it in their language if it is translated."),
    )
    url = models.URLField(
        _("address elsewhere"), blank=True, help_text=_("Used if no page of this site is chosen.")
    )
    live = models.BooleanField(
        _("published"), default=True, help_text=_("Only those that are published are shown.")
    )
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    display_title = Translated("title")
    display_description = Translated("description")
    display_responsible = Translated("responsible")

    objects = CycleEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the annual cycle")
        verbose_name_plural = _("entries of the annual cycle")
        ordering = ["starts_on", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="cycle_entry_in_order",
                violation_error_message=LAST_BEFORE_FIRST,
            ),
        ]

    def __str__(self) -> str:
        return str(self.display_title)

    def clean(self) -> None:
        """Refuse times that would not mean what an editor expects; mark the field."""
        super().clean()
        if self.starts_on is None:
            return
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": LAST_BEFORE_FIRST})
        self._refuse_what_is_not_used()
        if self.repeats == Repeats.ONCE:
            return
        rule = self._clean_rule()
        if rule.until and rule.until < self.starts_on:
            raise ValidationError({"until": _("It cannot stop repeating before its first day.")})
        self._clean_day(rule)
        # Several weekdays may follow each other at once.
        gap = 1 if "," in rule.byday else SHORTEST_GAP[rule.freq] * rule.interval
        if self.length.days >= gap:
            raise ValidationError(
                {"ends_on": _("It would still be going on when it begins again.")}
            )

    def _refuse_what_is_not_used(self) -> None:
        """Refuse a rule and an end that how it repeats leaves no room for: both fields at once."""
        refused: dict[str, Any] = {}
        if self.rule and self.repeats != Repeats.RULE:
            refused["rule"] = RULE_UNUSED
        if self.until and self.repeats == Repeats.ONCE:
            refused["until"] = UNTIL_UNUSED
        if refused:
            raise ValidationError(refused)

    def _clean_rule(self) -> Recurrence:
        """Return the rule; an own one must be one, and hold the first day."""
        if self.repeats == Repeats.RULE:
            try:
                parse_rrule(self.rule)
            except ValueError as error:
                raise ValidationError({"rule": str(error)}) from error
        return self.recurrence

    def _clean_day(self, rule: Recurrence) -> None:
        """Refuse a day that not every month or year has: it would be left out in silence."""
        day = self.starts_on.day
        by_number = rule.freq == "MONTHLY" and not rule.byday
        if by_number and day > EVERY_MONTH_HAS:
            raise ValidationError(
                {"starts_on": _("Not every month has this day. Choose the 28th at the latest.")}
            )
        if rule.freq == "YEARLY" and (self.starts_on.month, day) == (2, 29):
            raise ValidationError({"starts_on": _("Not every year has this day.")})
        if rule.freq == "MONTHLY" and rule.byday.startswith("5"):
            raise ValidationError(
                {"starts_on": _("Not every month has a fifth such day. Choose the last one.")}
            )
        if self.starts_on not in dates(rule, self.starts_on, self.starts_on, self.starts_on):
            raise ValidationError(
                {"starts_on": _("By how it repeats, this is not one of its days.")}
            )

    @property
    def length(self) -> datetime.timedelta:
        """From the first day to the last: no days for something that takes one day."""
        return (self.ends_on or self.starts_on) - self.starts_on

    @property
    def recurrence(self) -> Recurrence:
        """The rule; that of what does not repeat is empty."""
        weekday = WEEKDAY_CODES[self.starts_on.weekday()]
        number = (self.starts_on.day - 1) // 7 + 1
        match self.repeats:
            case Repeats.YEARLY:
                return Recurrence("YEARLY", until=self.until)
            case Repeats.QUARTERLY:
                return Recurrence("MONTHLY", 3, until=self.until)
            case Repeats.QUARTERLY_WEEKDAY:
                return Recurrence("MONTHLY", 3, f"{number}{weekday}", self.until)
            case Repeats.MONTHLY:
                return Recurrence("MONTHLY", until=self.until)
            case Repeats.MONTHLY_WEEKDAY:
                return Recurrence("MONTHLY", 1, f"{number}{weekday}", self.until)
            case Repeats.MONTHLY_LAST:
                return Recurrence("MONTHLY", 1, f"-1{weekday}", self.until)
            case Repeats.FORTNIGHTLY:
                return Recurrence("WEEKLY", 2, until=self.until)
            case Repeats.WEEKLY:
                return Recurrence("WEEKLY", until=self.until)
            case Repeats.RULE:
                rule = parse_rrule(self.rule)
                ends = [day for day in (rule.until, self.until) if day]
                return replace(rule, until=min(ends, default=None))
        return Recurrence()

    @property
    def rrule(self) -> str:
        """The rule as RFC 5545 writes it; empty for what does not repeat."""
        return format_rrule(self.recurrence)

    @property
    def rhythm(self) -> str:
        """When it takes place, in words, in the year to come. Empty until there is a day."""
        if not self.starts_on:
            return ""
        begin = max(site_today(), self.starts_on)
        return self.rhythm_from(begin)

    def rhythm_from(self, first: datetime.date) -> str:
        """When it takes place in the year from a day on, in words: “joka vuosi 1.–31.3.”."""
        from servicemap.cycle_text import recurrence_text

        return recurrence_text(self, first, first + A_YEAR)

    @property
    def next_days(self) -> str:
        """The next times, in words; empty where there is none any more."""
        from servicemap.cycle_text import days_text

        if not self.starts_on:
            return ""
        today = site_today()
        horizon = max(today, self.starts_on) + HORIZON
        coming = itertools.islice(self.occurrences(today, horizon), NEXT_SHOWN)
        return ", ".join(days_text(*days) for days in coming)

    def occurrences(
        self, first: datetime.date, last: datetime.date
    ) -> Iterator[tuple[datetime.date, datetime.date]]:
        """Yield the first and the last day of each time that touches ``first`` to ``last``."""
        excluded = [datetime.date.fromisoformat(item) for item in self.exdates]
        # A leap day may make a yearly time one day longer than the first one was.
        begin = max(self.starts_on, first - self.length - datetime.timedelta(days=1))
        for starts in dates(self.recurrence, self.starts_on, begin, last, excluded):
            ends = self._end_of(starts)
            if ends >= first:
                yield starts, ends

    def months_skipped(self, first: datetime.date, last: datetime.date) -> set[int]:
        """Return the months in which it would begin, but in which each such day is left out.

        None where that are all of them. Something yearly has no rhythm of months.
        """
        if not self.exdates or self.recurrence.freq in {"", "YEARLY"}:
            return set()
        cancelled = set(self.exdates)
        kept: set[int] = set()
        left_out: set[int] = set()
        for day in dates(self.recurrence, self.starts_on, max(self.starts_on, first), last):
            (left_out if day.isoformat() in cancelled else kept).add(day.month)
        return left_out - kept if kept else set()

    def _end_of(self, starts: datetime.date) -> datetime.date:
        """Return the last day of a time: each year the same, else as many days later."""
        ends = self.ends_on or self.starts_on
        if self.recurrence.freq != "YEARLY":
            return starts + self.length
        year = starts.year + ends.year - self.starts_on.year
        try:
            return ends.replace(year=year)
        except ValueError:
            return datetime.date(year, 2, 28)
