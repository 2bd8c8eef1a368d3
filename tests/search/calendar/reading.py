"""Calendar files read back: by the library that everybody reads them with, and by dates."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar, Component

HELSINKI = ZoneInfo("Europe/Helsinki")


def read(text: str | bytes) -> Component:
    """Return the one calendar of a file."""
    return Calendar.from_ical(text)


def events(text: str | bytes) -> list[Component]:
    """Return the events of a file."""
    return list(read(text).walk("VEVENT"))


def event_of(lines: list[str]) -> Component:
    """Return the event that these lines of times make."""
    body = ["BEGIN:VEVENT", "UID:x", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    return events("\r\n".join([*head, *body, "END:VCALENDAR", ""]))[0]


def starts(event: Component, first: datetime.date, last: datetime.date) -> list[Any]:
    """Return when an event starts between two days, as a calendar works it out."""
    start = event["DTSTART"].dt
    found = rruleset()
    # Days have no time zone, times have theirs.
    moment = start if isinstance(start, datetime.datetime) else _midnight(start)
    if rule := event.get("RRULE"):
        found.rrule(rrulestr(rule.to_ical().decode(), dtstart=moment))
    else:
        found.rdate(moment)
    left_out = event.get("EXDATE", [])
    for dates in left_out if isinstance(left_out, list) else [left_out]:
        for each in dates.dts:
            date = each.dt
            found.exdate(date if isinstance(date, datetime.datetime) else _midnight(date))
    if isinstance(start, datetime.datetime):
        zone = start.tzinfo
        return found.between(
            _midnight(first).replace(tzinfo=zone),
            datetime.datetime.combine(last, datetime.time.max, zone),
            inc=True,
        )
    return [each.date() for each in found.between(_midnight(first), _midnight(last), inc=True)]


def _midnight(date: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(date, datetime.time.min)
