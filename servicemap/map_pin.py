"""A point picked from a map: the panel with the map, and what the map asks of the site."""

from typing import Any

from django import forms
from django.conf import settings
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import MultiFieldPanel

from .models import Listing, Municipality
from .place_thumbnail import is_inside
from .places import municipality_at

ADDRESSES = "admin_find_place"
"""Who answers searches by address is of an app above: known by the name of its address."""

CHECK = "servicemap_municipality_at"


class MapPinPanel(MultiFieldPanel):
    """The coordinates as numbers, and a map to pick them from."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The fields with the map below them."""

        template_name = "servicemap/admin/map_pin_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the raster tiles, if the site has any, and whom the map asks."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {
                **context,
                "tiles_url": settings.MAP_TILES_URL,
                "tiles_attribution": settings.MAP_TILES_ATTRIBUTION,
                "find_url": reverse(ADDRESSES),
                "check_url": reverse(CHECK),
            }

        @cached_property
        def media(self) -> forms.Media:
            """Leaflet and the map's own script."""
            return super().media + forms.Media(
                css={"all": ["leaflet/leaflet.css", "servicemap/admin/map-pin.css"]},
                js=[
                    "leaflet/leaflet.js",
                    Script("servicemap/admin/map-pin.js", type="module"),  # type: ignore[list-item]
                ],
            )


class PointForm(forms.Form):
    """A point in degrees WGS84."""

    latitude = forms.FloatField(min_value=-90, max_value=90)
    longitude = forms.FloatField(min_value=-180, max_value=180)


def municipality_of_point(request: HttpRequest) -> HttpResponse:
    """Answer in which municipality a point is: its key and name, or null. Makes a query."""
    form = PointForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    code = municipality_at(form.cleaned_data["latitude"], form.cleaned_data["longitude"])
    town = Municipality.objects.defer("outline").filter(code=code).first() if code else None
    if town is None:
        return JsonResponse({"key": None, "name": None})
    return JsonResponse({"key": town.pk, "name": str(town)})


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Behind the admin's sign-in like all of its addresses."""
    return [path("map/municipality/", municipality_of_point, name=CHECK)]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_of_point_elsewhere(request: HttpRequest, listing: Any) -> None:
    """Warn after saving when the point is outside the municipality: without script, too."""
    # Drafts saved in the background show no messages: they would pile up.
    if not isinstance(listing, Listing) or not request.accepts("text/html"):
        return
    town = listing.municipality
    if town is None or listing.latitude is None or listing.longitude is None:
        return
    if not is_inside(town.code, listing.latitude, listing.longitude):
        code = municipality_at(listing.latitude, listing.longitude)
        other = Municipality.objects.filter(code=code).first() if code else None
        place = str(other) if other else _("outside the region")
        text = _(
            "The point is in another place (%(place)s) than the chosen municipality (%(chosen)s). "
            "Check which of them is right."
        )
        messages.warning(request, text % {"place": place, "chosen": town})
