"""An association evening as a calendar file."""

from collections.abc import Iterator

from django.utils import timezone

from pages.models import EveningPage
from servicemap.calendar_file.content_lines import clock_value, text_value, utc_value
from servicemap.calendar_file.file import Event, calendar_text
from servicemap.models import Evening
from servicemap.public_address import public_address


def evening_event(page: EveningPage, evening: Evening, *, link: str = "") -> Event:
    """Return the evening as an event in the page's language.

    ``link`` is the address of the meeting online, where the reader may have it. The event is the
    same one in every language, and a newer one takes the place of the one before (SEQUENCE).
    """
    return Event(tuple(_lines(page, evening, link)), timezone.localdate(evening.starts_at))


def evening_file(page: EveningPage, evening: Evening, *, link: str = "") -> str:
    """Return a calendar file of one evening."""
    return calendar_text(page.title, [evening_event(page, evening, link=link)])


def page_address(page: EveningPage) -> str:
    """Return the whole address of a page, where there is no request to ask."""
    return public_address(page.url or "")


def _lines(page: EveningPage, evening: Evening, link: str) -> Iterator[str]:
    url = page_address(page)
    zone = timezone.get_default_timezone()
    changed = utc_value(page.last_published_at or timezone.now())
    place, location = page.place_text, page.location
    yield "BEGIN:VEVENT"
    # The key is like no other in the world: the portal may move.
    yield f"UID:evening-{evening.key}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{evening.sequence}"
    for name, moment in (("DTSTART", evening.starts_at), ("DTEND", evening.ends_at)):
        local = moment.astimezone(zone)
        zone_name = timezone.get_default_timezone_name()
        yield f"{name};TZID={zone_name}:{clock_value(local.date(), local.time())}"
    yield f"STATUS:{'CANCELLED' if evening.is_cancelled else 'CONFIRMED'}"
    yield f"SUMMARY:{text_value(page.title)}"
    parts = (page.lead, link, url)
    yield f"DESCRIPTION:{text_value(chr(10).join(part for part in parts if part))}"
    if place or link:
        yield f"LOCATION:{text_value(place or link)}"
    if location.is_on_map:
        yield f"GEO:{location.latitude:.6f};{location.longitude:.6f}"
    yield f"URL:{url}"
    yield "END:VEVENT"
