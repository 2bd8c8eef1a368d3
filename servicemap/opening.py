"""Whether a place is open now, until when, and when it opens next."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from servicemap.models import Schedule
from servicemap.schedule_text import weekday_short

from .models.fields import WEEKDAY_CODES

LOOK_AHEAD = datetime.timedelta(days=60)
"""How far an opening is looked for; what opens later is closed for the season."""

SOON = datetime.timedelta(days=7)
"""Within this a day is told by its weekday alone."""

A_MINUTE = datetime.timedelta(minutes=1)
"""What closes for no longer than this does not close."""

LAST_MINUTE = datetime.time(23, 59)
"""Hours that end in it end at midnight, which no hours of a day can name."""

OpenSpan = tuple[datetime.datetime, datetime.datetime]
"""When a place opens, and when it closes."""


@dataclass(frozen=True)
class Opening:
    """Whether a place is open, in the site's time zone.

    ``changes`` is when it closes, or opens; None where it does neither within a week or, closed,
    within ``LOOK_AHEAD``.
    """

    is_open: bool
    changes: datetime.datetime | None

    @property
    def text(self) -> str:
        """Say so in the reader's language: “Open now until 20.00”, “Opens tomorrow at 9.00”."""
        if self.is_open:
            return self._open_text()
        if self.changes is None:
            return _("Closed for now")
        days = (self.changes.date() - timezone.localdate()).days
        time = {"time": time_format(self.changes.time())}
        if days == 0:
            return _("Closed now, opens at %(time)s") % time
        if days == 1:
            return _("Closed now, opens tomorrow at %(time)s") % time
        return _("Closed now, opens %(day)s at %(time)s") % {
            **time,
            "day": _day_text(self.changes, days),
        }

    def _open_text(self) -> str:
        if self.changes is None:
            return _("Open now")
        # Midnight ends the day before it.
        last = (self.changes - A_MINUTE).date()
        time = {"time": time_format(self.changes.time())}
        days = (last - timezone.localdate()).days
        if days == 0:
            return _("Open now until %(time)s") % time
        return _("Open now until %(day)s at %(time)s") % {
            **time,
            "day": _day_text(self.changes, days),
        }


def _day_text(moment: datetime.datetime, days: int) -> str:
    """Name the day of a moment that is so many days ahead."""
    if days < SOON.days:
        return weekday_short(WEEKDAY_CODES[moment.weekday()])
    return date_format(moment, pgettext("date format without year", "D j M"))


def opening_of(
    schedules: Iterable[Schedule], now: datetime.datetime | None = None
) -> Opening | None:
    """Return whether one of the schedules says open; None where they do not tell hours.

    Hours without an end tell nothing of whether it is open, so nothing is said of any.
    """
    schedules = list(schedules)
    if not _tell_hours(schedules):
        return None
    zone = timezone.get_default_timezone()
    now = (now or timezone.now()).astimezone(zone)
    spans = hours_of(schedules, now, now + LOOK_AHEAD)
    if not spans:
        return Opening(is_open=False, changes=None)
    starts, ends = spans[0]
    if starts > now:
        return Opening(is_open=False, changes=starts)
    return Opening(is_open=True, changes=ends if ends - now < SOON else None)


def hours_of(
    schedules: Iterable[Schedule], first: datetime.datetime, last: datetime.datetime
) -> list[OpenSpan]:
    """Return the spans in which a place is open between two moments, in order.

    Spans that adjoin are one. None where the schedules do not tell hours. In the site's time zone.
    """
    schedules = list(schedules)
    if not _tell_hours(schedules):
        return []
    spans: list[OpenSpan] = []
    for occurrence in sorted(
        occurrence
        for schedule in schedules
        for occurrence in schedule.occurrences(first - A_MINUTE, last)
    ):
        starts, ends = occurrence.starts, _closing(occurrence.ends)
        if spans and starts <= spans[-1][1] + A_MINUTE:
            spans[-1] = spans[-1][0], max(spans[-1][1], ends)
        else:
            spans.append((starts, ends))
    return [span for span in spans if span[1] > first]


def _tell_hours(schedules: list[Schedule]) -> bool:
    return bool(schedules) and all(one.closes_at or not one.opens_at for one in schedules)


def _closing(ends: datetime.datetime) -> datetime.datetime:
    """Return midnight for hours that end in the last minute before it."""
    if ends.time() < LAST_MINUTE:
        return ends
    return datetime.datetime.combine(
        ends.date() + datetime.timedelta(days=1), datetime.time.min, ends.tzinfo
    )
