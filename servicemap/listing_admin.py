"""How listings are listed and edited in the Wagtail admin."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column, DateColumn, LiveStatusTagColumn
from wagtail.snippets.views.snippets import EditView, IndexView, InspectView, SnippetViewSetGroup

from .detail import service_languages
from .in_words import NOTHING
from .list_search import holding, named_first
from .listing_filters import ActivityFilterSet, AssociationFilterSet, FacilityFilterSet
from .listing_guard import GuardedViewSet
from .models import Activity, Association, Facility, Listing
from .models.listings import BOOKKEEPING
from .paginators import ListingPaginator
from .panels import ACTIVITY_FORM, ASSOCIATION_FORM, FACILITY_FORM
from .place_thumbnail import place_thumbnail
from .spreadsheets import SafeExport
from .what_changed import what_changed

EXPORT_BASE = ["pk", "name", "name_sv", "name_en", "slug", "live", "summary"]
EXPORT_PLACE = ["street_address", "postal_code", "municipality", "latitude", "longitude"]
EXPORT_CONTACT = ["website", "email", "phone"]
UNSAID = {"id", "live", "first_published_at", "last_published_at", "source_values", "geometry"}
"""What tells editors nothing of a listing that they look at."""

SEARCHED = [
    *("name", "name_sv", "name_en", "keywords", "summary", "street_address", "postal_code"),
    *("email", "municipality__name", "municipality__name_sv"),
]

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
    """A list that begins with what is one's own, and whose exports hold nothing that runs."""

    paginator_class = ListingPaginator

    def export_contents(self) -> object:
        """The kind of listings."""
        return self.model._meta.verbose_name_plural

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow by words in whatever order and by whatever filters the list is shown.

        Wagtail's own search knows only some columns to order and to filter by.
        """
        typed = self.search_query
        found = holding(queryset, typed, self.search_fields)
        return found if self.is_explicitly_ordered else named_first(found, typed, "name")

    @property
    def active_filters(self) -> list[Any]:
        """As Wagtail's; taking away what one's list begins with shows all listings."""
        return [
            one._replace(removed_filter_url=f"{one.removed_filter_url}&who=")
            if one.auto_id == "id_who"
            else one
            for one in super().active_filters
        ]


class ListingEditView(EditView):
    """A listing's form, which begins with what its draft would change."""

    guarded: Listing

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what has changed, as it is saved: not what is just being written."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.view_name == "edit" and not context["is_partial"]:
            # A form that was refused has written into the draft that the view began with.
            draft = self.get_object() if self.form.is_bound else self.object
            context["what_changed"] = what_changed(self.guarded, draft, self.panel, self.request)
        context["media"] += forms.Media(css={"all": ["servicemap/admin/what-changed.css"]})
        return context


class ListingInspectView(InspectView):
    """All that is said of a listing, for those who may not edit it."""

    def get_languages_display_value(self) -> str:
        """The languages of service by their names."""
        return ", ".join(map(str, service_languages(self.object))) or NOTHING


class ListingViewSet(GuardedViewSet):
    """Lists, forms, history and moderation of one kind of listing."""

    index_view_class = ListingIndexView
    edit_view_class = ListingEditView
    inspect_view_class = ListingInspectView
    edit_template_name = "servicemap/admin/listing_edit.html"
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
    search_fields = SEARCHED
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields_exclude = sorted(BOOKKEEPING | UNSAID)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """The list's rows with their municipality, state and keepers, in one query."""
        listings = self.model._default_manager.defer("municipality__outline")
        rows: QuerySet[Any] = listings.select_related("municipality").with_state().with_keepers()
        return rows


class AssociationViewSet(ListingViewSet):
    """Associations."""

    model = Association
    filterset_class = AssociationFilterSet
    search_fields = [*SEARCHED, "registration_number"]
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
    search_fields = [*SEARCHED, "operator"]
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
    search_fields = [
        *SEARCHED,
        *("organiser_name", "organiser__name", "facility__name", "facility__municipality__name"),
    ]
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
