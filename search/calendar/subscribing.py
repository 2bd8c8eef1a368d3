"""Where calendars subscribe to a search, and when it is worth saying so."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from search.asked import Asked
from search.engines.base import SearchResponse
from search.page import addresses
from search.page.near import in_calendar
from servicemap.models import ListingKind

ACTIVITY = str(ListingKind.ACTIVITY)


@dataclass(frozen=True)
class Subscription:
    """The addresses of a search as a calendar: to subscribe to, to copy or save, and to look at."""

    webcal_url: str
    url: str
    calendar_url: str


def subscription(request: HttpRequest, parameters: QueryDict) -> Subscription:
    """Return the addresses of a search with these parameters."""
    kept = addresses.without(parameters, "sort", *addresses.NOT_FOR_FEED)
    place = f"{request.get_host()}{addresses.address(kept, 'search_feed')}"
    shown = in_calendar(addresses.without(parameters, "kind", "page", "size", "lang"))
    return Subscription(
        f"webcal://{place}",
        f"{request.scheme}://{place}",
        addresses.address(shown, "calendar"),
    )


def holds_activities(asked: Asked, response: SearchResponse) -> bool:
    """Whether there are activities among all results: counts of a facet ignore its own choice."""
    chosen = asked.request.selected.get("kind", ())
    said = [limit.values for limit in asked.query.limits if limit.facet == "kind"]
    allowed = [*([chosen] if chosen else []), *said]
    return bool(response.facets["kind"].get(ACTIVITY)) and all(
        ACTIVITY in values for values in allowed
    )
