"""What the map of a search needs to know before it asks for the results."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.asking import Asked
from search.engines.base import SearchResponse
from search.facets import FacetGroup
from search.page import addresses
from servicemap.places import region_bounds

MOST_NAMED = 3
"""Municipalities that are named where results are."""


def region_map(
    parameters: QueryDict,
    asked: Asked,
    response: SearchResponse,
    facets: Iterable[FacetGroup],
    language: str,
) -> dict[str, Any]:
    """Return where the map's results come from and lie, and the region's edges in degrees."""
    west, south, east, north = region_bounds()
    return {
        "url": addresses.map_address(parameters, language),
        "located": response.total - response.unlocated,
        "is_found": bool(response.total),
        "where": whereabouts(asked, facets),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
    }


def whereabouts(asked: Asked, facets: Iterable[FacetGroup]) -> str:
    """Name the municipalities with the most results: “Lahti, Heinola, Hollola and elsewhere”."""
    said = [
        set(meaning.values)
        for meaning in asked.reading.meanings
        if meaning.type == "municipality" and not meaning.denied
    ]
    chosen = asked.request.selected.get("municipality")
    allowed = [*said, *([set(chosen)] if chosen else [])]
    options = [
        option
        for group in facets
        if group.name == "municipality"
        for option in group.options
        # Counts of a facet ignore its own choice.
        if option.count and all(option.value in values for values in allowed)
    ]
    options.sort(key=lambda option: -option.count)
    names = ", ".join(option.label for option in options[:MOST_NAMED])
    return _("%(places)s and elsewhere") % {"places": names} if options[MOST_NAMED:] else names
