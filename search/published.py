"""Reads what is published, many listings at a time, with all that their documents are made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from search.batches import batched
from search.keys import Key, by_kind
from servicemap.models import (
    LISTING_MODELS,
    AccessibilityFeature,
    Activity,
    Association,
    Category,
    Facility,
    Listing,
    ListingKind,
    Location,
    Municipality,
    Schedule,
    TargetGroup,
    Theme,
)
from servicemap.models.translation import field_in, language_codes

AT_ONCE = 1_000
"""Listings read at a time."""

CLASSIFIED_BY = {
    "categories": Category,
    "target_groups": TargetGroup,
    "themes": Theme,
    "accessibility": AccessibilityFeature,
}


NAMES = tuple(field_in("name", language) for language in language_codes())
PLACE = ("latitude", "longitude", "municipality_id", "street_address", "postal_code")
LISTING = (
    *("pk", "slug", "keywords", "price", "price_info", "updated_at", "confirmed_on"),
    *(
        field_in(text, each)
        for text in ("summary", "description", "easy_language")
        for each in language_codes()
    ),
    *NAMES,
    *PLACE,
)
"""Fields that are read of each listing."""

OF_KIND: dict[type[Listing], tuple[str, ...]] = {
    Association: (),
    Facility: ("organiser_id", "operator"),
    Activity: ("organiser_id", "organiser_name", "facility_id"),
}
"""Fields that only one kind of listing has."""

Row = Any
"""A row of a table with the model's field names as attributes: faster than the model."""


@dataclass(frozen=True)
class Published:
    """A published listing and what its relations hold, read without a query of its own.

    Of the organiser and the facility it has the names. ``branches`` are all categories above
    the listing's own, nearest first. ``schedules`` are an activity's times, ``opening_hours`` those
    of a facility.
    """

    kind: ListingKind
    listing: Row
    location: Location
    organiser: Row | None
    facility: Row | None
    categories: list[Row]
    branches: list[Row]
    target_groups: list[Row]
    themes: list[Row]
    accessibility: list[Row]
    service_area: list[Municipality]
    schedules: list[Schedule]
    opening_hours: list[Schedule]

    @property
    def classes(self) -> Iterator[Row]:
        """Everything from the registers that says of the listing itself what it is."""
        yield from self.categories
        yield from self.target_groups
        yield from self.themes
        yield from self.accessibility


def read(model: type[Listing], pks: Iterable[int]) -> Iterator[Published]:
    """Read those of the listings that are published now. Makes about ten queries."""
    published = model._default_manager.filter(live=True, pk__in=list(pks))
    listings = _rows(published, *LISTING, *OF_KIND[model])
    if not listings:
        return
    linked = {name: _linked(model, name, listings) for name in CLASSIFIED_BY}
    organisers = _related(listings, Association, "organiser_id", NAMES)
    facilities = _related(listings, Facility, "facility_id", (*NAMES, *PLACE))
    areas = _linked(model, "service_area", listings) if model is Association else {}
    schedules = _schedules("activity", listings) if model is Activity else {}
    opening_hours = _schedules("facility", listings) if model is Facility else {}
    registers = {name: _register(register) for name, register in CLASSIFIED_BY.items()}
    municipalities = Municipality.objects.defer("outline").in_bulk()
    tree = registers["categories"]
    for pk, listing in listings.items():
        facility = facilities.get(getattr(listing, "facility_id", None))
        location = _location(listing, municipalities)
        if facility is not None:
            location = location.or_at(_location(facility, municipalities))
        of = {
            name: [
                registers[name][key] for key in linked[name].get(pk, ()) if key in registers[name]
            ]
            for name in CLASSIFIED_BY
        }
        branches = {
            above.pk: above for category in of["categories"] for above in _above(category, tree)
        }
        for category in of["categories"]:
            branches.pop(category.pk, None)
        yield Published(
            model.kind,
            listing,
            location,
            organisers.get(getattr(listing, "organiser_id", None)),
            facility,
            branches=list(branches.values()),
            service_area=[
                municipalities[key] for key in areas.get(pk, ()) if key in municipalities
            ],
            schedules=schedules.get(pk, []),
            opening_hours=opening_hours.get(pk, []),
            **of,
        )


def _rows(found: QuerySet[Any], *fields: str) -> dict[int, Row]:
    """Return rows by primary key, which comes first, in its order."""
    rows = found.order_by("pk").values_list(*fields, named=True)
    return {row.pk: row for row in rows}


def _register(model: type[Model]) -> dict[int, Row]:
    fields = ("parent_id", "search_terms") if model is Category else ()
    return _rows(model._default_manager.all(), "pk", "slug", *NAMES, *fields)


def _related(
    listings: Mapping[int, Row], model: type[Model], key: str, fields: Iterable[str]
) -> dict[Any, Row]:
    """Return the rows that a foreign key of the listings leads to."""
    pks = {getattr(listing, key, None) for listing in listings.values()} - {None}
    found = model._default_manager.filter(pk__in=pks)
    return _rows(found, "pk", *fields) if pks else {}


def _location(row: Row, municipalities: Mapping[int, Municipality]) -> Location:
    return Location(
        row.latitude,
        row.longitude,
        municipalities.get(row.municipality_id),
        row.street_address,
        row.postal_code,
    )


def _linked(model: type[Listing], name: str, listings: Mapping[int, Row]) -> dict[int, list[int]]:
    """Return the keys of related entries for each listing, in the order they were linked."""
    relation: Any = model._meta.get_field(name)
    through = relation.remote_field.through._default_manager
    source, target = relation.m2m_column_name(), relation.m2m_reverse_name()
    found: dict[int, list[int]] = defaultdict(list)
    pairs = through.filter(**{f"{source}__in": list(listings)}).order_by("pk")
    for pk, key in pairs.values_list(source, target):
        found[pk].append(key)
    return found


def _schedules(owner: str, listings: Mapping[int, Row]) -> dict[int, list[Schedule]]:
    """Return the schedules of each listing, of which ``owner`` is the foreign key."""
    found: dict[int, list[Schedule]] = defaultdict(list)
    for schedule in Schedule.objects.filter(**{f"{owner}__in": list(listings)}):
        found[getattr(schedule, f"{owner}_id")].append(schedule)
    return found


def _above(category: Row, tree: Mapping[int, Row]) -> Iterator[Row]:
    """Yield the ancestors of the category, nearest first."""
    seen = {category.pk}
    current = category.parent_id
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
    pks = by_kind(missing)
    for model in LISTING_MODELS:
        for some in batched(pks.get(str(model.kind), ()), AT_ONCE):
            live = model._default_manager.filter(live=True, pk__in=some)
            missing -= {(str(model.kind), pk) for pk in live.values_list("pk", flat=True)}
    return missing


def count() -> int:
    """How many listings are published."""
    return sum(model._default_manager.filter(live=True).count() for model in LISTING_MODELS)
