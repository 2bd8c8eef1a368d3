"""Spans of days by their names in the API: today, weekend, 2026-12-01..2026-12-31."""

import datetime

from django.utils import timezone

from search.engines.base import Period
from search.times_of_day import STARTS, TimeOfDay

DAY = datetime.timedelta(days=1)
SUNDAY = 6


def period_of(value: str) -> Period:
    """Return the span from its first midnight up to the one after its last day.

    Raises ValueError for anything but ``today``, ``tomorrow``, ``weekend`` (from Sunday evening on
    the next one), ``week`` (from today to Sunday) and ``YYYY-MM-DD..YYYY-MM-DD``.
    """
    first, last = _dates(value)
    zone = timezone.get_default_timezone()
    return Period(
        datetime.datetime.combine(first, datetime.time.min, zone),
        datetime.datetime.combine(last + DAY, datetime.time.min, zone),
    )


def _dates(value: str) -> tuple[datetime.date, datetime.date]:
    now = timezone.localtime()
    today = now.date()
    sunday = today + (SUNDAY - today.weekday()) * DAY
    # On Sunday evening nobody plans for the weekend that ends.
    is_ending = today == sunday and now.time() >= STARTS[TimeOfDay.EVENING]
    weekend_sunday = sunday + 7 * DAY if is_ending else sunday
    named = {
        "today": (today, today),
        "tomorrow": (today + DAY, today + DAY),
        "week": (today, sunday),
        "weekend": (max(today, weekend_sunday - DAY), weekend_sunday),
    }
    if value in named:
        return named[value]
    first, last = (datetime.date.fromisoformat(part) for part in value.split(".."))
    if first > last or last.year >= datetime.MAXYEAR:
        raise ValueError(f"{value} is not a span of days.")
    return first, last
