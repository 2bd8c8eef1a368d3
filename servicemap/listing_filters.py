"""What editors narrow lists of listings by."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import DraftStateMixin

from .editing import CHANGE, allowed
from .models import Activity, Association, Category, Facility, Municipality
from .territory import bound_to, permission_name

FRESHNESS = [("fresh", _("Confirmed within a year")), ("stale", _("Not confirmed in a year"))]
STATES = [("live", _("Published")), ("draft", _("Draft")), ("changed", _("Unpublished changes"))]
POINTS = [("missing", _("Not on the map")), ("given", _("On the map"))]
FEEDBACK = [("new", _("Unhandled report from a resident"))]
MINE = [("mine", _("Only what I may edit"))]


class ListingFilterSet(WagtailFilterSet):
    """What editors narrow lists of listings by."""

    municipality = django_filters.ModelMultipleChoiceFilter(
        label=_("Municipality"),
        queryset=Municipality.objects.defer("outline"),
        method="by_municipality",
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
    point = django_filters.ChoiceFilter(
        label=_("Point on the map"),
        choices=POINTS,
        method="by_point",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    feedback = django_filters.ChoiceFilter(
        label=_("Reports from residents"),
        choices=FEEDBACK,
        method="by_feedback",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    who = django_filters.ChoiceFilter(
        label=_("Whose"),
        choices=MINE,
        method="by_editor",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Begin with what one may edit, for those who may edit in some municipalities only."""
        request = kwargs.get("request")
        if data is not None and "who" not in data and request is not None:
            change = permission_name(self._meta.model, CHANGE)
            if bound_to(request.user, change):
                data = data.copy()
                data["who"] = "mine"
        super().__init__(data, *args, **kwargs)

    def by_editor(self, listings: Any, name: str, value: str) -> Any:
        """What the user may edit."""
        own = allowed(self.request.user, CHANGE, listings.model).order_by()
        return listings.filter(pk__in=own.values("pk"))

    def by_municipality(self, listings: Any, name: str, value: Any) -> Any:
        """Where a listing is: an activity may be at a facility."""
        return (
            listings.with_place().filter(place__in=[town.pk for town in value])
            if value
            else listings
        )

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

    def by_point(self, listings: Any, name: str, value: str) -> Any:
        """On the map or not."""
        missing = listings.model.objects.without_point()
        if value == "missing":
            return listings.filter(pk__in=missing)
        return listings.exclude(pk__in=missing)

    def by_feedback(self, listings: Any, name: str, value: str) -> Any:
        """With a report that nobody has handled."""
        return listings.filter(pk__in=listings.model.objects.with_new_feedback())


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
