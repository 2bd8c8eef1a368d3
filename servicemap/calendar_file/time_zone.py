"""A time zone as a calendar file describes it, so that no program has to know it by name."""

import datetime
import functools
from zoneinfo import ZoneInfo

from servicemap.calendar_file.content_lines import clock_value
from servicemap.models.fields import WEEKDAY_CODES

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
LONG_AGO = "19700101T000000"
FIRST_YEAR = 1970


@functools.lru_cache(maxsize=32)
def time_zone_lines(zone: ZoneInfo, year: int) -> tuple[str, ...]:
    """Return the zone's VTIMEZONE from a year on.

    Its changes are written as the rule that those of this year follow, such as the last Sunday
    of March.
    """
    year = max(year, FIRST_YEAR)
    # Those of the year before hold at its beginning.
    changes = [line for change in _changes(zone, year - 1) for line in _change_lines(zone, change)]
    return (
        "BEGIN:VTIMEZONE",
        f"TZID:{zone.key}",
        *(changes or _steady_lines(zone, year)),
        "END:VTIMEZONE",
    )


def _changes(zone: ZoneInfo, year: int) -> list[datetime.datetime]:
    """Return the moments (UTC) of a year at which the clocks are changed."""
    found = []
    day = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
    while day.year == year:
        before, after = day, day + DAY
        if _offset(zone, before) != _offset(zone, after):
            while after - before > MINUTE:
                middle = before + (after - before) // 2
                same = _offset(zone, middle) == _offset(zone, before)
                before, after = (middle, after) if same else (before, middle)
            found.append(after.replace(second=0, microsecond=0))
        day += DAY
    return found


def _offset(zone: ZoneInfo, moment: datetime.datetime) -> datetime.timedelta:
    return moment.astimezone(zone).utcoffset() or datetime.timedelta()


def _change_lines(zone: ZoneInfo, change: datetime.datetime) -> list[str]:
    before = _offset(zone, change - MINUTE)
    after = change.astimezone(zone)
    # The clock still shows the old time when it is changed.
    clock = (change + before).replace(tzinfo=None)
    last_week = (clock + 7 * DAY).month != clock.month
    number = -1 if last_week else (clock.day - 1) // 7 + 1
    part = "DAYLIGHT" if after.dst() else "STANDARD"
    return [
        f"BEGIN:{part}",
        f"DTSTART:{clock_value(clock.date(), clock.time())}",
        f"RRULE:FREQ=YEARLY;BYMONTH={clock.month};BYDAY={number}{WEEKDAY_CODES[clock.weekday()]}",
        f"TZNAME:{after.tzname()}",
        f"TZOFFSETFROM:{_offset_value(before)}",
        f"TZOFFSETTO:{_offset_value(_offset(zone, change))}",
        f"END:{part}",
    ]


def _steady_lines(zone: ZoneInfo, year: int) -> list[str]:
    moment = datetime.datetime(year, 1, 1, tzinfo=zone)
    offset = _offset_value(moment.utcoffset() or datetime.timedelta())
    return [
        "BEGIN:STANDARD",
        f"DTSTART:{LONG_AGO}",
        f"TZNAME:{moment.tzname()}",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        "END:STANDARD",
    ]


def _offset_value(offset: datetime.timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
