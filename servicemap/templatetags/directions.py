"""Links to route planners, in templates."""

from django import template

from servicemap.directions import OPENSTREETMAP, directions_url
from servicemap.models import Location

register = template.Library()


@register.simple_tag
def openstreetmap_directions(location: Location) -> str:
    """Return the address of the way there on OpenStreetMap; empty without a point."""
    return directions_url(OPENSTREETMAP, location, "")


@register.simple_tag
def planner_directions(location: Location, name: str, planner_url: str | None) -> str:
    """Return the address of the way there by public transport; empty if there is no planner."""
    return directions_url(planner_url or "", location, name)
