"""Live figures: what the map holds right now."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext

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

TREE_DEPTH = 4
"""How many levels below a topic at the top of the tree a category may be to be counted in it."""


NONE, ALL = Q(pk=None), ~Q(pk=None)
"""Conditions that no listing meets, and that all do."""


ACTING_HERE = gettext_lazy(
    "Associations of other municipalities are counted too, if they act in this one."
)
"""Which associations the numbers of a municipality hold."""


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


def municipality_of(model: type[Listing], prefix: str = "") -> Coalesce | F | Case:
    """Where a listing is, as ``Listing.location`` says: an activity may be at a facility.

    ``prefix`` is the lookup from the rows to the listing: ``activity__``.
    """
    own, facility = F(f"{prefix}municipality__code"), F(f"{prefix}facility__municipality__code")
    if model is not Activity:
        return own
    is_placed = Q(**{f"{prefix}latitude__isnull": False}) | ~Q(**{f"{prefix}street_address": ""})
    return Case(
        When(Q(**{f"{prefix}facility__isnull": True}), then=own),
        When(is_placed, then=Coalesce(own, facility)),
        default=Coalesce(facility, own),
    )


def count_map(today: datetime.date | None = None) -> MapCounts:
    """Count the published listings. Makes one query.

    A municipality has what is in it and the associations that say they act there.
    """
    limit = (today or timezone.localdate()) - FRESH_FOR
    counts = MapCounts()
    first, *others = (_counts_of(model, limit) for model in LISTING_MODELS)
    for row in first.union(*others, _service_areas(limit), all=True):
        place, kind, is_home, listings, confirmed, free = row
        if place:
            counts.by_municipality[place] += listings
            counts.by_place[place, kind] += listings
            counts.confirmed_by_municipality[place] += confirmed
        if is_home:
            counts.by_kind[kind] += listings
            counts.confirmed += confirmed
            counts.free_facilities += free
    return counts


def _counts_of(model: type[Listing], limit: datetime.date) -> QuerySet[Any, Any]:
    """Count the listings of a kind where they are."""
    free = Q(for_associations=True, price=Price.FREE) if model is Facility else NONE
    listings = model._default_manager.filter(live=True).annotate(place=municipality_of(model))
    return _rows(listings, model.kind, is_home=True, limit=limit, free=free)


def _service_areas(limit: datetime.date) -> QuerySet[Any, Any]:
    """Count the associations that act in a municipality other than their own: search does too."""
    elsewhere = Q(municipality__isnull=True) | ~Q(service_area=F("municipality"))
    acting = Association.objects.published().filter(service_area__isnull=False)
    places = acting.annotate(place=F("service_area__code"))
    kind = Association.kind
    return _rows(places, kind, is_home=False, counted=elsewhere, limit=limit)


def _rows(
    listings: QuerySet[Any],
    kind: str,
    *,
    is_home: bool,
    limit: datetime.date,
    counted: Q = ALL,
    free: Q = NONE,
) -> QuerySet[Any, Any]:
    """Group by ``place``: place, kind, whether each listing is here once, and three counts."""
    return (
        listings.order_by()
        .annotate(
            listing_kind=Value(str(kind), output_field=CharField()),
            is_home=Value(is_home, output_field=BooleanField()),
        )
        .values_list("place", "listing_kind", "is_home")
        .annotate(
            listings=Count("pk", filter=counted),
            confirmed=Count("pk", filter=counted & Q(confirmed_on__gte=limit)),
            free=Count("pk", filter=counted & free),
        )
    )


class FigureChoice(models.TextChoices):
    """A number that an editor may choose to show."""

    ASSOCIATIONS = "associations", gettext_lazy("Associations on the map")
    FACILITIES = "facilities", gettext_lazy("Facilities on the map")
    ACTIVITIES = "activities", gettext_lazy("Activities on the map")
    CONFIRMED = "confirmed", gettext_lazy("Share of the information confirmed within a year")
    FREE_FACILITIES = "free_facilities", gettext_lazy("Facilities free of charge for associations")


ON_THE_MAP = (FigureChoice.ASSOCIATIONS, FigureChoice.CONFIRMED, FigureChoice.FREE_FACILITIES)
"""The figures that say the most of a region."""


def map_figures(counts: MapCounts) -> list[Figure]:
    """Say in figures what is on the map; nothing for an empty map."""
    return [figure(counts, choice) for choice in ON_THE_MAP] if counts.total else []


def figure(counts: MapCounts, choice: FigureChoice) -> Figure:
    """Return one number with its words."""
    if choice == FigureChoice.CONFIRMED:
        words = _("of the information confirmed within a year")
        return Figure(percent(counts.confirmed, counts.total), words)
    if choice == FigureChoice.FREE_FACILITIES:
        number = counts.free_facilities
        words = ngettext(
            "facility free of charge for associations",
            "facilities free of charge for associations",
            number,
        )
    elif choice == FigureChoice.FACILITIES:
        number = counts.by_kind[Facility.kind]
        words = ngettext("facility on the map", "facilities on the map", number)
    elif choice == FigureChoice.ACTIVITIES:
        number = counts.by_kind[Activity.kind]
        words = ngettext("activity on the map", "activities on the map", number)
    else:
        number = counts.by_kind[Association.kind]
        words = ngettext("association on the map", "associations on the map", number)
    return Figure(str(number), words)


def percent(part: int, whole: int) -> str:
    """Write a share; it is rounded down, so that only all is a hundred."""
    return _("%(percent)d%%") % {"percent": 100 * part // whole if whole else 0}


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
            npgettext("in figures", "association", "associations", associations),
            f"{search_url}&kind={Association.kind}",
        ),
        Figure(
            str(facilities),
            npgettext("in figures", "facility", "facilities", facilities),
            f"{search_url}&kind={Facility.kind}",
        ),
        Figure(
            str(activities),
            npgettext("in figures", "activity or event", "activities and events", activities),
            f"{search_url}&kind={Activity.kind}",
        ),
        Figure(
            percent(counts.confirmed_by_municipality[code], total),
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


def associations_by_topic(municipality: str) -> list[tuple[Category, int]]:
    """Count a municipality's associations, by its code, in each topic at the top of the tree.

    The most frequent first; an association counts once in a topic. The topics know their slug and
    names only. Makes one query.
    """
    steps = ["categories" + "__parent" * level for level in range(TREE_DEPTH, -1, -1)]
    fields = ("slug", "name", "name_sv", "name_en")
    acting = Q(municipality__code=municipality) | Q(service_area__code=municipality)
    rows = (
        Association.objects.published()
        .filter(acting, categories__isnull=False)
        .order_by()
        .annotate(
            **{
                f"top_{field}": Coalesce(*(f"{step}__{field}" for step in steps))
                for field in fields
            }
        )
        .values_list(*(f"top_{field}" for field in fields))
        .annotate(listings=Count("pk", distinct=True))
        .order_by("-listings", "top_name")
    )
    return [(Category(**dict(zip(fields, row, strict=False))), row[-1]) for row in rows]


def _count_by(conditions: Mapping[str, Q]) -> Counter[str]:
    """Count each condition's listings; a listing that meets one twice counts once."""
    counts: Counter[str] = Counter()
    if not conditions:
        return counts
    names = {f"count_{number}": slug for number, slug in enumerate(conditions)}
    for model in LISTING_MODELS:
        row = model._default_manager.filter(live=True).aggregate(
            **{
                name: Count("pk", filter=conditions[slug], distinct=True)
                for name, slug in names.items()
            }
        )
        for name, slug in names.items():
            counts[slug] += row[name]
    return counts


def count_by_theme(municipality: str = "") -> Counter[str]:
    """Count the published listings of each wellbeing theme, by slug. Makes one query.

    A listing of two themes counts in both. In a municipality, by its code, those are counted that
    are in it and the associations that act there.
    """
    counts: Counter[str] = Counter()
    first, *others = (_themes_of(model, municipality) for model in LISTING_MODELS)
    for slug, listings in first.union(*others, all=True):
        counts[slug] += listings
    return counts


def _themes_of(model: type[Listing], municipality: str) -> QuerySet[Any, Any]:
    listings = model._default_manager.filter(live=True, themes__isnull=False)
    if municipality:
        here = Q(place=municipality)
        if model is Association:
            here |= Q(service_area__code=municipality)
        listings = listings.annotate(place=municipality_of(model)).filter(here)
    rows = listings.order_by().values_list("themes__slug")
    # An association may act in its own municipality, too.
    return rows.annotate(listings=Count("pk", distinct=True))
