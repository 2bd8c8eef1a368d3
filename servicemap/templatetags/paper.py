"""What only a printed page shows, in templates."""

from typing import Any

from django import template
from django.utils.encoding import uri_to_iri
from django.utils.safestring import SafeString

from servicemap.models import Location
from servicemap.models.translation import active_language
from servicemap.place_map import place_map

register = template.Library()


@register.simple_tag(takes_context=True)
def page_address(context: dict[str, Any]) -> str:
    """Return where the page is, as it is read rather than as it is sent."""
    request = context.get("request")
    if request is None:
        return ""
    return uri_to_iri(request.build_absolute_uri()).partition("://")[2]


@register.simple_tag
def map_picture(location: Location) -> SafeString | str:
    """Draw the surroundings of a point; nothing without one."""
    if location.latitude is None or location.longitude is None:
        return ""
    # Five decimals are a metre.
    latitude, longitude = round(location.latitude, 5), round(location.longitude, 5)
    return place_map(latitude, longitude, active_language())
