"""What an evening's page says to machines: schema.org, as JSON-LD."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from servicemap.json_ld import Node, as_json_ld
from servicemap.models import EveningStatus
from servicemap.models.translation import active_language
from servicemap.public_address import public_address
from servicemap.structured_data import place

if TYPE_CHECKING:
    from pages.models import EveningPage

SCHEMA = "https://schema.org/"


def structured_data(page: "EveningPage", status: EveningStatus, request: HttpRequest) -> SafeString:
    """Return the evening as JSON, safe inside a script element.

    An Event needs a place: while there is none, neither on site nor online, there is no Event.
    The organiser is named by role, and the address of the meeting only if the page shows it.
    """
    from pages.models import PortalSettings

    absolute = public_address
    url = absolute(page.get_url(request) or "")
    organiser = page.contact_name or str(PortalSettings.read_for(request).display_site_name)
    picture = page.share_picture
    locations = _locations(page, url)
    evening: Node = {
        "@type": "Event",
        "@id": f"{url}#evening",
        "url": url,
        "name": page.title,
        "description": page.meta_description,
        "inLanguage": active_language(),
        "startDate": timezone.localtime(page.start).isoformat(),
        "endDate": timezone.localtime(page.end).isoformat(),
        "eventStatus": SCHEMA + ("EventCancelled" if page.is_cancelled else "EventScheduled"),
        "eventAttendanceMode": SCHEMA + _attendance_mode(page),
        "location": locations,
        "image": [absolute(picture.url)] if picture else [],
        "organizer": {"@type": "Organization", "name": organiser},
        "audience": [{"@type": "Audience", "audienceType": page.invited}] if page.invited else [],
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": page.capacity,
        "remainingAttendeeCapacity": status.left if status.takes_registrations else None,
    }
    return as_json_ld([evening] if locations else [])


def _attendance_mode(page: "EveningPage") -> str:
    if page.online_url:
        return "MixedEventAttendanceMode" if page.has_place else "OnlineEventAttendanceMode"
    return "OfflineEventAttendanceMode"


def _locations(page: "EveningPage", url: str) -> list[Node]:
    found = []
    if page.has_place:
        found.append(place(page.location, page.location.place_name or page.place_text))
    if page.online_url:
        address = page.online_url if page.shows_online_url else url
        found.append({"@type": "VirtualLocation", "url": address})
    return found
