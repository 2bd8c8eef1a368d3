"""How listings are managed in the Wagtail admin; the registers are in ``register_admin``."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, LiveStatusTagColumn
from wagtail.models import DraftStateMixin
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup
from wagtail_modeladmin.options import modeladmin_register

from . import comparison
from .contact_person_admin import ContactPersonAdmin
from .feedback_admin import FeedbackAdmin
from .grant_admin import GrantAdmin, GrantSubscriberAdmin
from .listing_guard import (
    GuardedViewSet,
    ListingPermissionPolicy,
    leave_out_what_is_refused,
)
from .models import (
    LISTING_MODELS,
    Activity,
    Association,
    Category,
    Facility,
    Listing,
    Municipality,
)
from .outgoing_mail_admin import OutgoingMailAdmin
from .panels import ACTIVITY_FORM, ASSOCIATION_FORM, FACILITY_FORM
from .register_admin import RegistersGroup

FRESHNESS = [("fresh", _("Confirmed within a year")), ("stale", _("Not confirmed in a year"))]
STATES = [("live", _("Published")), ("draft", _("Draft")), ("changed", _("Unpublished changes"))]


class ListingFilterSet(WagtailFilterSet):
    """What editors narrow lists of listings by."""

    municipality = django_filters.ModelMultipleChoiceFilter(
        label=_("Municipality"),
        queryset=Municipality.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=STATES,
        method="by_state",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    freshness = django_filters.ChoiceFilter(
        label=_("Confirmed"),
        choices=FRESHNESS,
        method="by_freshness",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"),
        queryset=Category.objects.filter(parent=None),
        method="by_topic",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        fields: list[str] = []

    def by_state(
        self, listings: QuerySet[DraftStateMixin], name: str, value: str
    ) -> QuerySet[DraftStateMixin]:
        """Published, drafts, or published with a newer draft."""
        if value == "changed":
            return listings.filter(live=True, has_unpublished_changes=True)
        return listings.filter(live=value == "live")

    def by_freshness(self, listings: Any, name: str, value: str) -> Any:
        """Confirmed within a year or not."""
        stale = listings.model.objects.stale()
        return listings.filter(pk__in=stale) if value == "stale" else listings.exclude(pk__in=stale)

    def by_topic(self, listings: Any, name: str, value: Category) -> Any:
        """In any category of the topic."""
        return listings.filter(categories__in=value.branch()).distinct()


class AssociationFilterSet(ListingFilterSet):
    """Narrows associations."""

    class Meta(ListingFilterSet.Meta):
        model = Association


class FacilityFilterSet(ListingFilterSet):
    """Narrows facilities."""

    class Meta(ListingFilterSet.Meta):
        model = Facility


class ActivityFilterSet(ListingFilterSet):
    """Narrows activities."""

    class Meta(ListingFilterSet.Meta):
        model = Activity


EXPORT_BASE = ["pk", "name", "name_sv", "name_en", "slug", "live", "summary"]
EXPORT_PLACE = ["street_address", "postal_code", "municipality", "latitude", "longitude"]
EXPORT_CONTACT = ["website", "email", "phone"]
EXPORT_END = ["price", "price_info", "confirmed_on", "updated_at"]


def confirmed_text(listing: Listing) -> str:
    """The day when the listing was last confirmed."""
    if listing.confirmed_on is None:
        return "–"
    return date_format(listing.confirmed_on, "SHORT_DATE_FORMAT")


class ListingViewSet(GuardedViewSet):
    """Lists, forms, history and moderation of one kind of listing."""

    list_display = [
        "name",
        "municipality",
        LiveStatusTagColumn(),
        Column(
            "confirmed_on", label=_("Confirmed"), accessor=confirmed_text, sort_key="confirmed_on"
        ),
        DateColumn("updated_at", label=_("Updated"), sort_key="updated_at"),
    ]
    ordering = ["name"]
    list_per_page = 50
    inspect_view_enabled = True

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """The list's rows with their municipality and state, in one query."""
        listings = self.model._default_manager
        rows: QuerySet[Any] = listings.select_related("municipality").with_state()
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
        return super().get_queryset(request).select_related("organiser", "facility")


class ListingsGroup(SnippetViewSetGroup):
    """The map's listings in the menu."""

    menu_label = _("Map data")
    menu_name = "servicemap"
    menu_icon = "globe"
    menu_order = 150
    items = (AssociationViewSet, FacilityViewSet, ActivityViewSet)


comparison.register()
for listing_model in LISTING_MODELS:
    register_permission_policy(listing_model, ListingPermissionPolicy(listing_model))
hooks.register("construct_snippet_action_menu", leave_out_what_is_refused)
register_snippet(ListingsGroup)

modeladmin_register(RegistersGroup)
modeladmin_register(FeedbackAdmin)
modeladmin_register(ContactPersonAdmin)
modeladmin_register(GrantAdmin)
modeladmin_register(GrantSubscriberAdmin)
modeladmin_register(OutgoingMailAdmin)
