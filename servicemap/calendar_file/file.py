"""Events as a calendar file, after RFC 5545."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from .content_lines import text_value, written
from .time_zone import time_zone_lines


@dataclass(frozen=True)
class Event:
    """An event: the lines of its VEVENT, and the first day on which it takes place."""

    lines: tuple[str, ...]
    first: datetime.date


def calendar_text(title: str, events: Sequence[Event], properties: Iterable[str] = ()) -> str:
    """Return a calendar file of the events; ``properties`` are more lines of the calendar."""
    # A calendar file without any component would be none.
    year = min((event.first.year for event in events), default=timezone.localdate().year)
    return written(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Seutukartta//Seutukartta//FI",
            "CALSCALE:GREGORIAN",
            f"NAME:{text_value(title)}",
            f"X-WR-CALNAME:{text_value(title)}",
            f"X-WR-TIMEZONE:{timezone.get_default_timezone_name()}",
            *properties,
            *time_zone_lines(timezone.get_default_timezone(), year),
            *(line for event in events for line in event.lines),
            "END:VCALENDAR",
        ]
    )
