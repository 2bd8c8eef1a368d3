"""Schedules in schema.org's words: opening hours of places and schedules of events."""

import datetime
from typing import Any

from django.utils import timezone

from .models import Schedule
from .models.fields import WEEKDAY_CODES
from .recurrence import dates

DAYS = dict(
    zip(
        WEEKDAY_CODES,
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        strict=True,
    )
)
PERIODS = {"DAILY": "P{}D", "WEEKLY": "P{}W", "MONTHLY": "P{}M", "YEARLY": "P{}Y"}
"""ISO 8601 durations by frequency."""

Node = dict[str, Any]


def day_url(code: str) -> str:
    """Return schema.org's name for an RFC 5545 weekday."""
    return f"https://schema.org/{DAYS[code]}"


def _weekdays(schedule: Schedule) -> list[str]:
    """The weekdays of a weekly schedule; without any the one it starts on."""
    codes = [code for code in schedule.byday.split(",") if code]
    return codes or [WEEKDAY_CODES[schedule.dtstart.weekday()]]


def _clock(time: datetime.time | None) -> str | None:
    return time.strftime("%H:%M") if time else None


def opening_hours(schedules: list[Schedule], today: datetime.date) -> tuple[list[Node], list[Node]]:
    """Return the regular opening hours and the days that differ from them.

    Only what recurs each day or week can be said this way; what is over is left out.
    """
    regular, special = [], []
    for schedule in schedules:
        last = schedule.until if schedule.freq else schedule.dtstart
        if last is not None and last < today:
            continue
        hours = _hours(schedule)
        if not schedule.freq:
            day = schedule.dtstart.isoformat()
            special.append(hours | {"validFrom": day, "validThrough": day})
        elif schedule.interval == 1 and schedule.freq in {"DAILY", "WEEKLY"}:
            codes = WEEKDAY_CODES if schedule.freq == "DAILY" else _weekdays(schedule)
            hours["dayOfWeek"] = [day_url(code) for code in codes]
            if schedule.dtstart > today:
                hours["validFrom"] = schedule.dtstart.isoformat()
            if schedule.until:
                hours["validThrough"] = schedule.until.isoformat()
            regular.append(hours)
    return regular, [*special, *_closed(schedules, today)]


def _hours(schedule: Schedule) -> Node:
    if schedule.opens_at is None:
        return {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "23:59"}
    return {
        "@type": "OpeningHoursSpecification",
        "opens": _clock(schedule.opens_at),
        "closes": _clock(schedule.closes_at),
    }


def _closed(schedules: list[Schedule], today: datetime.date) -> list[Node]:
    """The exceptions on which no other schedule opens: opened and closed at once means closed."""
    days_off = {
        date
        for schedule in schedules
        for date in map(datetime.date.fromisoformat, schedule.exdates)
        if date >= today
    }
    return [
        {
            "@type": "OpeningHoursSpecification",
            "opens": "00:00",
            "closes": "00:00",
            "validFrom": date.isoformat(),
            "validThrough": date.isoformat(),
        }
        for date in sorted(days_off)
        if not any(_is_on(schedule, date) for schedule in schedules)
    ]


def _is_on(schedule: Schedule, date: datetime.date) -> bool:
    excluded = [datetime.date.fromisoformat(item) for item in schedule.exdates]
    found = dates(schedule.recurrence, schedule.dtstart, date, date, excluded)
    return next(found, None) is not None


def event_schedules(schedules: list[Schedule]) -> list[Node]:
    """Return the times of an event; one that takes place once has none beside its date."""
    if len(schedules) == 1 and not schedules[0].freq:
        return []
    return [_event_schedule(schedule) for schedule in schedules]


def _event_schedule(schedule: Schedule) -> Node:
    node: Node = {
        "@type": "Schedule",
        "startDate": schedule.dtstart.isoformat(),
        "startTime": _clock(schedule.opens_at),
        "endTime": _clock(schedule.closes_at),
        "scheduleTimezone": timezone.get_default_timezone_name(),
        "exceptDate": list(schedule.exdates),
        "description": schedule.description,
    }
    if not schedule.freq:
        return node | {"endDate": schedule.dtstart.isoformat(), "repeatCount": 1}
    node["repeatFrequency"] = PERIODS[schedule.freq].format(schedule.interval)
    if schedule.until:
        node["endDate"] = schedule.until.isoformat()
    if schedule.freq == "WEEKLY":
        node["byDay"] = [day_url(code) for code in _weekdays(schedule)]
    elif schedule.freq == "MONTHLY" and schedule.byday:
        # “2TU”: the second Tuesday, which schema.org writes as iCalendar does.
        node["byDay"] = schedule.byday.split(",")
    elif schedule.freq == "MONTHLY":
        node["byMonthDay"] = schedule.dtstart.day
    return node
