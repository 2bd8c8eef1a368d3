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
"""Hours that end at 23.59 go on at midnight."""


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
    if not schedules or any(one.opens_at and not one.closes_at for one in schedules):
        return None
    zone = timezone.get_default_timezone()
    now = (now or timezone.now()).astimezone(zone)
    current = _span(schedules, now)
    if current is None:
        return Opening(is_open=False, changes=None)
    starts, ends = current
    if starts > now:
        return Opening(is_open=False, changes=starts)
    return Opening(is_open=True, changes=ends if ends - now < SOON else None)


def _span(
    schedules: list[Schedule], now: datetime.datetime
) -> tuple[datetime.datetime, datetime.datetime] | None:
    """Return the span of hours that is on or comes first, what adjoins put together."""
    found = sorted(
        occurrence
        for schedule in schedules
        for occurrence in schedule.occurrences(now, now + LOOK_AHEAD)
        if occurrence.ends > now
    )
    if not found:
        return None
    starts, ends = found[0].starts, found[0].ends
    for occurrence in found[1:]:
        if occurrence.starts > ends + A_MINUTE:
            break
        ends = max(ends, occurrence.ends)
    return starts, ends
