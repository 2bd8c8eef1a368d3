"""Reads what is published, many listings at a time, with all that their documents are made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from search.batches import batched
from servicemap.models import (
    LISTING_MODELS,
    AccessibilityFeature,
    Activity,
    Association,
    Category,
    Facility,
    Listing,
    Municipality,
    Schedule,
    TargetGroup,
    Theme,
)

Key = tuple[str, int]
"""A kind of listing and its primary key."""

AT_ONCE = 500
"""Listings read at a time."""

CLASSIFIED_BY = {
    "categories": Category,
    "target_groups": TargetGroup,
    "themes": Theme,
    "accessibility": AccessibilityFeature,
}


UNREAD = ("description", "description_sv", "description_en", "keywords", "source_values")
"""Fields of organisers and facilities that say nothing of what they organise or hold."""


@dataclass(frozen=True)
class Published:
    """A published listing and what its relations hold, read without a query of its own.

    ``branches`` are its categories and all above them, nearest first.
    """

    listing: Listing
    categories: list[Category]
    branches: list[Category]
    target_groups: list[TargetGroup]
    themes: list[Theme]
    accessibility: list[AccessibilityFeature]
    service_area: list[Municipality]
    schedules: list[Schedule]

    @property
    def classes(self) -> Iterator[Any]:
        """Everything from the registers that says what the listing is."""
        yield from self.branches
        yield from self.target_groups
        yield from self.themes
        yield from self.accessibility


def read(model: type[Listing], pks: Iterable[int]) -> Iterator[Published]:
    """Read those of the listings that are published now. Makes about ten queries."""
    listings = {listing.pk: listing for listing in _listings(model).filter(pk__in=list(pks))}
    if not listings:
        return
    linked = {name: _linked(model, name, listings) for name in CLASSIFIED_BY}
    areas = _linked(model, "service_area", listings) if model is Association else {}
    schedules = _schedules(listings) if model is Activity else {}
    registers: dict[str, dict[int, Any]] = {
        name: register._default_manager.in_bulk() for name, register in CLASSIFIED_BY.items()
    }
    municipalities = Municipality.objects.defer("outline").in_bulk()
    tree = registers["categories"]
    for pk, listing in listings.items():
        _place(listing, municipalities)
        of = {
            name: [
                registers[name][key] for key in linked[name].get(pk, ()) if key in registers[name]
            ]
            for name in CLASSIFIED_BY
        }
        branches = {
            above.pk: above for category in of["categories"] for above in _upwards(category, tree)
        }
        yield Published(
            listing,
            branches=list(branches.values()),
            service_area=[
                municipalities[key] for key in areas.get(pk, ()) if key in municipalities
            ],
            schedules=schedules.get(pk, []),
            **of,
        )


def _listings(model: type[Listing]) -> Any:
    related = ["organiser"] if model in (Facility, Activity) else []
    if model is Activity:
        related.append("facility")
    texts = [f"{path}__{field}" for path in related for field in UNREAD]
    listings = model._default_manager.filter(live=True)
    return listings.select_related(*related).defer("source_values", *texts)


def _place(listing: Listing, municipalities: Mapping[int, Municipality]) -> None:
    """Give the listing, and where it takes place, their municipalities."""
    for thing in (listing, getattr(listing, "facility", None)):
        if thing is not None and thing.municipality_id is not None:
            thing.municipality = municipalities.get(thing.municipality_id)


def _linked(
    model: type[Listing], name: str, listings: Mapping[int, Listing]
) -> dict[int, list[int]]:
    """Return the keys of related entries for each listing, in the order they were linked."""
    relation: Any = model._meta.get_field(name)
    through = relation.remote_field.through._default_manager
    source, target = relation.m2m_column_name(), relation.m2m_reverse_name()
    found: dict[int, list[int]] = defaultdict(list)
    pairs = through.filter(**{f"{source}__in": list(listings)}).order_by("pk")
    for pk, key in pairs.values_list(source, target):
        found[pk].append(key)
    return found


def _schedules(listings: Mapping[int, Listing]) -> dict[int, list[Schedule]]:
    found: dict[int, list[Schedule]] = defaultdict(list)
    for schedule in Schedule.objects.filter(activity__in=list(listings)):
        if schedule.activity_id is not None:
            found[schedule.activity_id].append(schedule)
    return found


def _upwards(category: Category, tree: Mapping[int, Category]) -> Iterator[Category]:
    """Yield the category and its ancestors, nearest first."""
    seen: set[int] = set()
    current: int | None = category.pk
    while current is not None and current not in seen and current in tree:
        seen.add(current)
        yield tree[current]
        current = tree[current].parent_id


def all_keys() -> Iterator[list[Key]]:
    """Yield the keys of everything published, a list of one kind at a time."""
    for model in LISTING_MODELS:
        found = model._default_manager.filter(live=True).order_by("pk").values_list("pk", flat=True)
        # Read at once: on SQLite nobody can write while reading what another has changed since.
        for some in batched(list(found), AT_ONCE):
            yield [(str(model.kind), pk) for pk in some]


def gone(keys: Iterable[Key]) -> set[Key]:
    """Return those of the keys under which nothing is published now."""
    missing = set(keys)
    for model in LISTING_MODELS:
        pks = [pk for kind, pk in missing if kind == str(model.kind)]
        for some in batched(pks, AT_ONCE):
            live = model._default_manager.filter(live=True, pk__in=some)
            missing -= {(str(model.kind), pk) for pk in live.values_list("pk", flat=True)}
    return missing


def count() -> int:
    """How many listings are published."""
    return sum(model._default_manager.filter(live=True).count() for model in LISTING_MODELS)
