"""How listings are listed and edited in the Wagtail admin."""

from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column, DateColumn, LiveStatusTagColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSetGroup

from .listing_filters import ActivityFilterSet, AssociationFilterSet, FacilityFilterSet
from .listing_guard import GuardedViewSet
from .models import Activity, Association, Facility, Listing
from .panels import ACTIVITY_FORM, ASSOCIATION_FORM, FACILITY_FORM
from .place_thumbnail import place_thumbnail
from .spreadsheets import SafeExport

EXPORT_BASE = ["pk", "name", "name_sv", "name_en", "slug", "live", "summary"]
EXPORT_PLACE = ["street_address", "postal_code", "municipality", "latitude", "longitude"]
EXPORT_CONTACT = ["website", "email", "phone"]
EXPORT_END = ["price", "price_info", "confirmed_on", "updated_at"]


def confirmed_text(listing: Listing) -> str | SafeString:
    """The day when the listing was last confirmed, and whether that is long ago."""
    day = "–"
    if listing.confirmed_on is not None:
        day = date_format(listing.confirmed_on, "SHORT_DATE_FORMAT")
    if not listing.is_stale():
        return day
    note = _("over a year ago") if listing.confirmed_on else _("never confirmed")
    return _with_warning(day, note)


def place_picture(listing: Listing) -> SafeString:
    """The municipality, and where in it the listing is or what is wrong with its point."""
    place = listing.location
    town = str(place.municipality or "–")
    if place.latitude is None or place.longitude is None:
        return _with_warning(town, _("Not on the map"))
    if place.municipality is None:
        return _with_warning(town, _("No municipality"))
    label = _("The point is at %(latitude).4f, %(longitude).4f") % {
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
    picture = place_thumbnail(place.municipality.code, place.latitude, place.longitude, label)
    if picture is None:
        return _with_warning(town, _("The point is elsewhere"))
    return format_html("{}{}", picture, town)


def _with_warning(text: str, warning: str) -> SafeString:
    return format_html('{} <span class="listing-cell__warning">{}</span>', text, warning)


def keepers_text(listing: Any) -> str:
    """Who keeps the listing up to date beside editors."""
    if not listing.keepers:
        return _("Editors only")
    return ngettext("%(count)d user", "%(count)d users", listing.keepers) % {
        "count": listing.keepers
    }


class PictureColumn(Column):
    """A column with a picture of the place."""

    class Media:
        css = {"all": ["servicemap/admin/listing-list.css"]}


class ListingIndexView(SafeExport, IndexView):
    """A list whose exports hold nothing that runs."""


class ListingViewSet(GuardedViewSet):
    """Lists, forms, history and moderation of one kind of listing."""

    index_view_class = ListingIndexView
    list_display = [
        "name",
        PictureColumn(
            "place",
            label=gettext_lazy("Municipality"),
            accessor=place_picture,
            sort_key="municipality__name",
        ),
        LiveStatusTagColumn(),
        Column(
            "confirmed_on",
            label=gettext_lazy("Confirmed"),
            accessor=confirmed_text,
            sort_key="confirmed_on",
        ),
        Column("keepers", label=gettext_lazy("Kept by"), accessor=keepers_text, sort_key="keepers"),
        DateColumn("updated_at", label=gettext_lazy("Updated"), sort_key="updated_at"),
    ]
    ordering = ["name"]
    list_per_page = 50
    inspect_view_enabled = True

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """The list's rows with their municipality, state and keepers, in one query."""
        listings = self.model._default_manager.defer("municipality__outline")
        rows: QuerySet[Any] = listings.select_related("municipality").with_state().with_keepers()
        return rows


class AssociationViewSet(ListingViewSet):
    """Associations."""

    model = Association
    filterset_class = AssociationFilterSet
    icon = "group"
    edit_handler = ASSOCIATION_FORM
    list_export = [
        *EXPORT_BASE,
        "registration_number",
        "founded_year",
        *EXPORT_PLACE,
        *EXPORT_CONTACT,
        *EXPORT_END,
    ]


class FacilityViewSet(ListingViewSet):
    """Facilities."""

    model = Facility
    filterset_class = FacilityFilterSet
    icon = "home"
    edit_handler = FACILITY_FORM
    list_export = [
        *EXPORT_BASE,
        "operator",
        "capacity",
        "area_m2",
        "for_associations",
        "booking_url",
        *EXPORT_PLACE,
        *EXPORT_CONTACT,
        *EXPORT_END,
    ]


class ActivityViewSet(ListingViewSet):
    """Activities."""

    model = Activity
    filterset_class = ActivityFilterSet
    icon = "calendar-alt"
    edit_handler = ACTIVITY_FORM
    list_display = [*ListingViewSet.list_display[:1], "organiser", *ListingViewSet.list_display[1:]]
    list_export = [
        *EXPORT_BASE,
        "organiser",
        "organiser_name",
        "facility",
        "registration_required",
        "registration_url",
        "age_min",
        "age_max",
        *EXPORT_PLACE,
        *EXPORT_CONTACT,
        *EXPORT_END,
    ]

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """With the organiser and the facility, too."""
        listings = super().get_queryset(request)
        return listings.select_related("organiser", "facility__municipality").defer(
            "facility__municipality__outline"
        )


class ListingsGroup(SnippetViewSetGroup):
    """The map's listings in the menu."""

    menu_label = gettext_lazy("Service map")
    menu_name = "servicemap"
    menu_icon = "site"
    menu_order = 150
    items = (AssociationViewSet, FacilityViewSet, ActivityViewSet)
