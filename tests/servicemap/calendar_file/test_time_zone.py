"""The clocks of a time zone as calendar files describe them."""

import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from servicemap.calendar_file.content_lines import written
from servicemap.calendar_file.time_zone import time_zone_lines

HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    "name",
    ["Europe/Helsinki", "Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Sydney"],
)
def test_the_clocks_are_those_of_the_zone(name: str) -> None:
    zone = ZoneInfo(name)
    described = tzical(StringIO(written(time_zone_lines(zone, 2020)))).get()
    hour = datetime.datetime(2020, 1, 1)
    while hour.year < 2032:
        # Where clocks are put back an hour is there twice; which one is meant nobody can say.
        if zone.utcoffset(hour) == zone.utcoffset(hour.replace(fold=1)):
            assert described.utcoffset(hour) == zone.utcoffset(hour), hour
        hour += HOUR


def test_helsinki_is_named_as_everywhere() -> None:
    lines = time_zone_lines(ZoneInfo("Europe/Helsinki"), 2026)
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in lines
    assert "DTSTART:20250330T030000" in lines
    assert "DTSTART:20251026T040000" in lines
    assert {"TZID:Europe/Helsinki", "TZNAME:EET", "TZNAME:EEST"} <= set(lines)
