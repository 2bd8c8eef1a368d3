"""What the reports of listings are narrowed by; the same for all kinds at once."""

from collections.abc import Iterator
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from servicemap.editing import CHANGE, allowed
from servicemap.listing_filters import FRESHNESS, MINE, POINTS
from servicemap.models import (
    LISTING_MODELS,
    Association,
    Category,
    Listing,
    ListingKind,
    Municipality,
    TargetGroup,
    Theme,
)
from servicemap.querysets import ListingQuerySet


class KindFilterSet(WagtailFilterSet):
    """Which kind of listing is looked at."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=ListingKind.choices, empty_label=_("All"), widget=forms.RadioSelect
    )

    class Meta:
        # A filter set wants a model; the rows are of all kinds.
        model = Association
        fields: list[str] = []

    def chosen(self, name: str) -> Any:
        """What the reader has chosen, or None."""
        return self.form.cleaned_data.get(name) if self.is_valid() else None

    def by_kind(self, *, ignored: str = "") -> Iterator[ListingQuerySet]:
        """Give the published listings of each kind that is looked at, with their place.

        One of the filters may be ignored.
        """
        kind = self.chosen("kind")
        for model in LISTING_MODELS:
            if not kind or model.kind == kind:
                yield self.narrowed(model, ignored)

    def narrowed(self, model: type[Listing], ignored: str = "") -> ListingQuerySet:
        """Return the published listings of a kind."""
        published: ListingQuerySet = model._default_manager.published()
        return published.with_place()


class ListingsFilterSet(KindFilterSet):
    """Which listings are looked at."""

    municipality = django_filters.ModelMultipleChoiceFilter(
        label=_("Municipality"),
        queryset=Municipality.objects.defer("outline"),
        widget=forms.CheckboxSelectMultiple,
    )
    freshness = django_filters.ChoiceFilter(
        label=_("Confirmed"), choices=FRESHNESS, empty_label=_("All"), widget=forms.RadioSelect
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"),
        queryset=Category.objects.filter(parent=None),
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    theme = django_filters.ModelChoiceFilter(
        label=_("Wellbeing theme"),
        queryset=Theme.objects.all(),
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    group = django_filters.ModelChoiceFilter(
        label=_("Target group"),
        queryset=TargetGroup.objects.all(),
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    point = django_filters.ChoiceFilter(
        label=_("Point on the map"), choices=POINTS, empty_label=_("All"), widget=forms.RadioSelect
    )
    who = django_filters.ChoiceFilter(
        label=_("Whose"), choices=MINE, empty_label=_("All"), widget=forms.RadioSelect
    )

    def narrowed(self, model: type[Listing], ignored: str = "") -> ListingQuerySet:
        """Return the published listings of a kind that are looked at. A topic makes one query."""
        listings = super().narrowed(model)
        if towns := self.chosen("municipality"):
            listings = listings.filter(place__in=[town.pk for town in towns])
        for relation, keys in self._classes.items():
            through = getattr(model, relation).through._default_manager
            column = model._meta.get_field(relation).m2m_reverse_field_name()
            own = model._meta.get_field(relation).m2m_field_name()
            listings = listings.filter(
                pk__in=through.filter(**{f"{column}__in": keys}).values(f"{own}_id")
            )
        return self._by_state(model, listings, ignored)

    def _by_state(
        self, model: type[Listing], listings: ListingQuerySet, ignored: str
    ) -> ListingQuerySet:
        every: ListingQuerySet = model._default_manager.all()
        stale, missing = Q(pk__in=every.stale()), Q(pk__in=every.without_point())
        if ignored != "freshness" and (freshness := self.chosen("freshness")):
            listings = listings.filter(stale if freshness == "stale" else ~stale)
        if point := self.chosen("point"):
            listings = listings.filter(missing if point == "missing" else ~missing)
        if self.chosen("who"):
            own = allowed(self.request.user, CHANGE, model).order_by()
            listings = listings.filter(pk__in=own.values("pk"))
        return listings

    @property
    def _classes(self) -> dict[str, list[int]]:
        """The keys that are looked for, by the relation."""
        if not hasattr(self, "_known"):
            found: dict[str, list[int]] = {}
            if topic := self.chosen("topic"):
                found["categories"] = topic.branch()
            if theme := self.chosen("theme"):
                found["themes"] = [theme.pk]
            if group := self.chosen("group"):
                found["target_groups"] = [group.pk]
            self._known = found
        return self._known
