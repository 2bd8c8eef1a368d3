"""A schedule as the times of one event: its first day, its rule and the days left out."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from servicemap.calendar_file.content_lines import clock_value, date_value, utc_value
from servicemap.models import Schedule
from servicemap.recurrence import Recurrence, dates, format_rrule

HORIZONS = (62, 366 * 8)
"""Days in which a first occurrence is looked for; rules of several years are rare."""

MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Timing:
    """When an event takes place: on ``first`` and, with a ``freq``, by the rule after it.

    ``left_out`` are days of the rule on which it does not.
    """

    first: datetime.date
    rule: Recurrence
    left_out: tuple[datetime.date, ...]
    opens_at: datetime.time | None
    closes_at: datetime.time | None

    @property
    def last(self) -> datetime.date | None:
        """The last day, if there is one."""
        return self.rule.until if self.rule.freq else self.first

    def lines(self) -> list[str]:
        """Return the event's DTSTART, DTEND, RRULE and EXDATE."""
        lines = [f"DTSTART{self._at(self.first, self.opens_at)}"]
        if self.opens_at and self.closes_at:
            lines.append(f"DTEND{self._at(self.first, self.closes_at)}")
        if self.rule.freq:
            rule = format_rrule(replace(self.rule, until=None))
            lines.append(f"RRULE:{rule}{self._until()}")
        lines += [f"EXDATE{self._at(date, self.opens_at)}" for date in self.left_out]
        return lines

    def _at(self, date: datetime.date, time: datetime.time | None) -> str:
        if time is None:
            return f";VALUE=DATE:{date_value(date)}"
        return f";TZID={timezone.get_default_timezone_name()}:{clock_value(date, time)}"

    def _until(self) -> str:
        if self.rule.until is None:
            return ""
        if self.opens_at is None:
            return f";UNTIL={date_value(self.rule.until)}"
        # With a time zone the end of a rule is a moment.
        zone = timezone.get_default_timezone()
        last = datetime.datetime.combine(self.rule.until, self.opens_at, zone)
        return f";UNTIL={utc_value(last)}"


def whole(schedule: Schedule) -> Timing | None:
    """Return all times of a schedule, or None where it has none.

    In a calendar file the first day must be one of the rule, as that of a schedule need not be.
    """
    excluded = _excluded(schedule)
    first = _first(schedule, excluded)
    if first is None:
        return None
    last = schedule.until or datetime.date.max
    left_out = tuple(date for date in sorted(excluded) if first < date <= last)
    return _timing(schedule, first, schedule.until, left_out)


def within(schedule: Schedule, starts: Sequence[datetime.datetime]) -> Timing | None:
    """Return the times of a schedule that are among these starts, or None where none is."""
    days = days_among(schedule, starts)
    if not days:
        return None
    first, last = days[0], days[-1]
    left_out = set(dates(schedule.recurrence, schedule.dtstart, first, last)) - set(days)
    return _timing(schedule, first, last, tuple(sorted(left_out)))


def days_among(schedule: Schedule, starts: Sequence[datetime.datetime]) -> list[datetime.date]:
    """Return the days of a schedule's occurrences that start at one of these moments, in order."""
    if not starts:
        return []
    moments = set(starts)
    return [
        occurrence.starts.date()
        for occurrence in schedule.occurrences(starts[0], starts[-1] + MINUTE)
        if occurrence.starts.replace(second=0, microsecond=0) in moments
    ]


def _timing(
    schedule: Schedule,
    first: datetime.date,
    last: datetime.date | None,
    left_out: tuple[datetime.date, ...],
) -> Timing:
    rule = Recurrence() if first == last else replace(schedule.recurrence, until=last)
    if not rule.freq:
        left_out = ()
    return Timing(first, rule, left_out, schedule.opens_at, schedule.closes_at)


def _excluded(schedule: Schedule) -> set[datetime.date]:
    return {datetime.date.fromisoformat(item) for item in schedule.exdates}


def _first(schedule: Schedule, excluded: Collection[datetime.date]) -> datetime.date | None:
    start = schedule.dtstart
    for days in HORIZONS:
        last = min(start.toordinal() + days, datetime.date.max.toordinal())
        found = dates(
            schedule.recurrence, start, start, datetime.date.fromordinal(last), tuple(excluded)
        )
        if first := next(found, None):
            return first
    return None
