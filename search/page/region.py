"""What the map of a search needs to know before it asks for the results."""

from typing import Any

from django.http import QueryDict

from search.page import addresses
from servicemap.places import region_bounds


def region_map(parameters: QueryDict, language: str) -> dict[str, Any]:
    """Return where the map's results come from, and the region's edges in degrees."""
    west, south, east, north = region_bounds()
    return {
        "url": addresses.map_address(parameters, language),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
    }
