"""How to get somewhere: addresses of route planners elsewhere, followed only when chosen."""

import re
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Location

OPENSTREETMAP = "https://www.openstreetmap.org/directions?to={lat}%2C{lon}#map=15/{lat}/{lon}"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_KNOWN = {"lat", "lon", "name"}


def validate_planner_url(template: str) -> None:
    """Refuse what is no address of a journey planner with a place for the destination."""
    names = set(_PLACEHOLDER.findall(template))
    if not template.startswith("https://") or not {"lat", "lon"} <= names <= _KNOWN:
        raise ValidationError(
            _("Give an address that begins with https:// and holds {lat} and {lon}.")
        )


def directions_url(template: str, location: Location, name: str) -> str:
    """Fill a template with degrees WGS84 and the name; empty without a template or a point."""
    if not template or not location.is_on_map:
        return ""
    values = {
        "lat": f"{location.latitude:.6f}",
        "lon": f"{location.longitude:.6f}",
        "name": quote(name, safe=""),
    }
    return _PLACEHOLDER.sub(lambda match: values.get(match.group(1), ""), template)
