"""Spans of days by their names in the API: today, weekend, 2026-12-01..2026-12-31."""

import datetime

from django.utils import timezone

from search.engines.base import Period

DAY = datetime.timedelta(days=1)


def period_of(value: str) -> Period:
    """Return the span from its first midnight up to the one after its last day.

    Raises ValueError for anything but ``today``, ``tomorrow``, ``weekend``, ``week`` (from today to
    Sunday) and ``YYYY-MM-DD..YYYY-MM-DD``.
    """
    first, last = _dates(value)
    zone = timezone.get_default_timezone()
    return Period(
        datetime.datetime.combine(first, datetime.time.min, zone),
        datetime.datetime.combine(last + DAY, datetime.time.min, zone),
    )


def _dates(value: str) -> tuple[datetime.date, datetime.date]:
    today = timezone.localdate()
    sunday = today + (6 - today.weekday()) * DAY
    named = {
        "today": (today, today),
        "tomorrow": (today + DAY, today + DAY),
        "week": (today, sunday),
        "weekend": (max(today, sunday - DAY), sunday),
    }
    if value in named:
        return named[value]
    first, last = (datetime.date.fromisoformat(part) for part in value.split(".."))
    if first > last or last.year >= datetime.MAXYEAR:
        raise ValueError(f"{value} is not a span of days.")
    return first, last
