"""What every template knows of the portal."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pages.models import PortalSettings
from pages.navigation import Wayfinder


def portal(request: HttpRequest) -> dict[str, Any]:
    """Provide the portal's name and the ways around; nothing is read until it is used."""
    wayfinder = Wayfinder.of(request)
    return {
        "portal": SimpleLazyObject(lambda: _portal(request)),
        "navigation": SimpleLazyObject(wayfinder.navigation),
        "gathering": SimpleLazyObject(wayfinder.gathering_link),
        "ancestors": SimpleLazyObject(wayfinder.ancestors),
        "footer_groups": SimpleLazyObject(wayfinder.footer_groups),
        "languages": SimpleLazyObject(wayfinder.languages),
    }


def _portal(request: HttpRequest) -> dict[str, Any]:
    """Return the portal's name and settings in the active language. Makes one query."""
    settings = PortalSettings.read_for(request)
    return {
        "name": settings.display_site_name,
        "short_name": settings.display_short_name or settings.display_site_name,
        "is_demo": settings.is_demo,
        "contact_email": settings.contact_email,
        "journey_planner_url": settings.journey_planner_url,
        "footer_text": settings.display_footer_text,
    }
