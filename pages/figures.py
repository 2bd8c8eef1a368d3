"""Live figures: what the map holds right now."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servicemap.models import (
    LISTING_MODELS,
    Activity,
    Association,
    Category,
    Facility,
    Listing,
    Price,
)
from servicemap.querysets import FRESH_FOR


@dataclass(frozen=True)
class Figure:
    """A number as it is shown, what it counts, and where that is listed, if anywhere."""

    value: str
    label: str
    url: str = ""


@dataclass
class MapCounts:
    """How many published listings there are, of what kind, where and how fresh."""

    by_municipality: Counter[str] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)
    by_place: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By the code of the municipality and the kind."""

    confirmed_by_municipality: Counter[str] = field(default_factory=Counter)
    confirmed: int = 0
    free_facilities: int = 0

    @property
    def total(self) -> int:
        """All listings together."""
        return self.by_kind.total()


def municipality_of(model: type[Listing]) -> Coalesce | F | Case:
    """Where a listing is, as ``Listing.location`` says: an activity may be at a facility."""
    own, facility = F("municipality__code"), F("facility__municipality__code")
    if model is not Activity:
        return own
    return Case(
        When(facility__isnull=True, then=own),
        When(Q(latitude__isnull=False) | ~Q(street_address=""), then=Coalesce(own, facility)),
        default=Coalesce(facility, own),
    )


def count_map(today: datetime.date | None = None) -> MapCounts:
    """Count the published listings. Makes one query for each kind and one more.

    A municipality has what is in it and the associations that say they act there.
    """
    limit = (today or timezone.localdate()) - FRESH_FOR
    counts = MapCounts()
    for model in LISTING_MODELS:
        free = Q(for_associations=True, price=Price.FREE) if model is Facility else Q(pk=None)
        rows = (
            model._default_manager.filter(live=True)
            .order_by()
            .annotate(place=municipality_of(model))
            .values("place")
            .annotate(
                listings=Count("pk"),
                confirmed=Count("pk", filter=Q(confirmed_on__gte=limit)),
                free=Count("pk", filter=free),
            )
        )
        for row in rows:
            if row["place"]:
                _add(counts, row["place"], model.kind, row["listings"], row["confirmed"])
            counts.by_kind[model.kind] += row["listings"]
            counts.confirmed += row["confirmed"]
            counts.free_facilities += row["free"]
    for code, listings, confirmed in _service_areas(limit):
        _add(counts, code, Association.kind, listings, confirmed)
    return counts


def _add(counts: MapCounts, code: str, kind: str, listings: int, confirmed: int) -> None:
    counts.by_municipality[code] += listings
    counts.by_place[code, kind] += listings
    counts.confirmed_by_municipality[code] += confirmed


def _service_areas(limit: datetime.date) -> Iterable[tuple[str, int, int]]:
    """Count the associations that act in a municipality other than their own: search does too."""
    elsewhere = Q(municipality__isnull=True) | ~Q(service_area=F("municipality"))
    rows = (
        Association.objects.published()
        .filter(service_area__isnull=False)
        .order_by()
        .values_list("service_area__code")
        .annotate(
            listings=Count("pk", filter=elsewhere),
            confirmed=Count("pk", filter=elsewhere & Q(confirmed_on__gte=limit)),
        )
    )
    return list(rows)


def map_figures(counts: MapCounts) -> list[Figure]:
    """Say in figures what is on the map; nothing for an empty map."""
    if not counts.total:
        return []
    associations = counts.by_kind[Association.kind]
    return [
        Figure(
            str(associations),
            ngettext("association on the map", "associations on the map", associations),
        ),
        Figure(
            _("%(percent)d%%") % {"percent": 100 * counts.confirmed // counts.total},
            _("of the information confirmed within a year"),
        ),
        Figure(
            str(counts.free_facilities),
            ngettext(
                "facility free of charge for associations",
                "facilities free of charge for associations",
                counts.free_facilities,
            ),
        ),
    ]


def municipality_figures(counts: MapCounts, code: str, search_url: str) -> list[Figure]:
    """Say in figures what is in a municipality; nothing where nothing is.

    ``search_url`` is the address of the search for all of it, with a parameter at least.
    """
    total = counts.by_municipality[code]
    if not total:
        return []
    associations, facilities, activities = (
        counts.by_place[code, model.kind] for model in (Association, Facility, Activity)
    )
    return [
        Figure(
            str(associations),
            ngettext("association", "associations", associations),
            f"{search_url}&kind={Association.kind}",
        ),
        Figure(
            str(facilities),
            ngettext("facility", "facilities", facilities),
            f"{search_url}&kind={Facility.kind}",
        ),
        Figure(
            str(activities),
            ngettext("activity or event", "activities and events", activities),
            f"{search_url}&kind={Activity.kind}",
        ),
        Figure(
            _("%(percent)d%%") % {"percent": 100 * counts.confirmed_by_municipality[code] // total},
            _("of the information confirmed within a year"),
        ),
    ]


def strategy_figure(spearheads: int, actions: int) -> Figure:
    """Say how much the strategy promises."""
    promised = ngettext("%(count)d action", "%(count)d actions", actions) % {"count": actions}
    return Figure(
        str(spearheads),
        ngettext("spearhead, %(actions)s", "spearheads, %(actions)s", spearheads)
        % {"actions": promised},
    )


def subtrees(categories: Iterable[Category], roots: Iterable[str]) -> dict[str, set[int]]:
    """Return the ids of each root's category and of all below it, by the root's slug."""
    children: dict[int | None, list[int]] = {}
    ids: dict[str, int] = {}
    for category in categories:
        children.setdefault(category.parent_id, []).append(category.pk)
        ids[category.slug] = category.pk
    found: dict[str, set[int]] = {}
    for slug in roots:
        waiting = [ids[slug]] if slug in ids else []
        members: set[int] = set()
        while waiting:
            member = waiting.pop()
            members.add(member)
            waiting.extend(children.get(member, []))
        found[slug] = members
    return found


def count_by_category(subtrees: Mapping[str, set[int]]) -> Counter[str]:
    """Count the published listings in each set of categories. One query for each kind."""
    return _count_by({slug: Q(categories__in=ids) for slug, ids in subtrees.items()})


def count_by_target_group(slugs: Iterable[str]) -> Counter[str]:
    """Count the published listings for each target group. One query for each kind."""
    return _count_by({slug: Q(target_groups__slug=slug) for slug in slugs})


def count_associations(municipality: str, subtrees: Mapping[str, set[int]]) -> Counter[str]:
    """Count a municipality's associations, by its code, in each set of categories. One query."""
    acting = Q(municipality__code=municipality) | Q(service_area__code=municipality)
    conditions = {slug: Q(categories__in=ids) for slug, ids in subtrees.items()}
    return _count_in(Association.objects.published().filter(acting), conditions)


def _count_by(conditions: Mapping[str, Q]) -> Counter[str]:
    """Count each condition's listings; a listing that meets one twice counts once."""
    counts: Counter[str] = Counter()
    for model in LISTING_MODELS:
        counts.update(_count_in(model._default_manager.filter(live=True), conditions))
    return counts


def _count_in(listings: QuerySet[Any], conditions: Mapping[str, Q]) -> Counter[str]:
    if not conditions:
        return Counter()
    names = {f"count_{number}": slug for number, slug in enumerate(conditions)}
    row = listings.aggregate(
        **{
            name: Count("pk", filter=conditions[slug], distinct=True)
            for name, slug in names.items()
        }
    )
    return Counter({slug: row[name] for name, slug in names.items()})
