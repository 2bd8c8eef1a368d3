"""What only a printed page shows, in templates."""

from django import template
from django.utils.safestring import SafeString

from servicemap.models import Location
from servicemap.models.translation import active_language
from servicemap.place_map import place_map

register = template.Library()


@register.simple_tag
def map_picture(location: Location) -> SafeString | str:
    """Draw the surroundings of a point; nothing without one."""
    if location.latitude is None or location.longitude is None:
        return ""
    # Five decimals are a metre.
    latitude, longitude = round(location.latitude, 5), round(location.longitude, 5)
    return place_map(latitude, longitude, active_language())
