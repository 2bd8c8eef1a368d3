"""The annual cycle as a calendar file."""

import datetime
from collections.abc import Iterable

from pages.annual_cycle.items import CycleItem, Time
from servicemap.calendar_file.content_lines import date_value, text_value, utc_value
from servicemap.calendar_file.file import Event
from servicemap.calendar_file.publisher import Publisher

BACK = datetime.timedelta(days=60)
AHEAD = datetime.timedelta(days=425)
"""How far a calendar reaches; it moves on with each time that it is fetched."""


def events(items: Iterable[CycleItem], publisher: Publisher) -> list[Event]:
    """Return an event for each time."""
    return [_event(item, time, publisher) for item in items for time in item.times]


def _event(item: CycleItem, time: Time, publisher: Publisher) -> Event:
    url = publisher.address(item.url) if item.url else ""
    facts = (item.kind.label, item.description, item.responsible, url)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{publisher.uid(f'{item.key}-{date_value(time.starts)}')}",
        f"DTSTAMP:{utc_value(item.updated)}",
        f"LAST-MODIFIED:{utc_value(item.updated)}",
        *_time_lines(time),
        f"SUMMARY:{text_value(item.title)}",
        f"DESCRIPTION:{text_value(chr(10).join(str(fact) for fact in facts if fact))}",
        f"CATEGORIES:{text_value(str(item.kind.label))}",
    ]
    if item.is_cancelled:
        lines.append("STATUS:CANCELLED")
    if url:
        lines.append(f"URL:{url}")
    # A period to apply in keeps nobody from doing other things.
    is_busy = time.begins_at is not None and not item.is_cancelled
    lines += [f"TRANSP:{'OPAQUE' if is_busy else 'TRANSPARENT'}", "END:VEVENT"]
    return Event(tuple(lines), time.starts)


def _time_lines(time: Time) -> list[str]:
    if time.begins_at is not None:
        ends_at = time.ends_at or time.begins_at
        return [f"DTSTART:{utc_value(time.begins_at)}", f"DTEND:{utc_value(ends_at)}"]
    # The end of a whole day is the day after.
    after = time.ends + datetime.timedelta(days=1)
    return [
        f"DTSTART;VALUE=DATE:{date_value(time.starts)}",
        f"DTEND;VALUE=DATE:{date_value(after)}",
    ]
