"""The registers' rows that queries are understood by."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from servicemap.models import AccessibilityFeature, Municipality, Place, TargetGroup
from servicemap.models.translation import field_in, language_codes

REGISTERS: dict[str, tuple[type[Model], str]] = {
    "municipality": (Municipality, "code"),
    "target": (TargetGroup, "slug"),
    "accessibility": (AccessibilityFeature, "slug"),
}


RADIUS_M = {
    Place.Kind.DISTRICT: 4_000.0,
    Place.Kind.POSTCODE: 4_000.0,
    Place.Kind.VILLAGE: 5_000.0,
    Place.Kind.LAKE: 12_000.0,
}
"""How far from its point a place reaches, roughly: postcode areas are large, lakes long."""


def reach(kind: str, own: int | None) -> float:
    """Return how far a place reaches in metres: what is said of it, else what suits its kind."""
    return float(own or RADIUS_M.get(Place.Kind(kind), RADIUS_M[Place.Kind.VILLAGE]))


@dataclass(frozen=True)
class Entry:
    """An entry of a register: its facet, its value there, its names by language."""

    facet: str
    value: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PlaceEntry:
    """A place of the gazetteer; its municipality by code."""

    kind: str
    name: str
    name_sv: str
    code: str
    municipality: str | None
    latitude: float
    longitude: float
    radius_m: float

    @property
    def value(self) -> str:
        """What a meaning calls the place."""
        return self.code or self.name


@dataclass(frozen=True)
class Snapshot:
    """What the registers hold at one time."""

    entries: tuple[Entry, ...]
    places: tuple[PlaceEntry, ...]


def read_snapshot() -> Snapshot:
    """Read the registers. Makes four queries."""
    entries = tuple(
        entry for facet, (model, key) in REGISTERS.items() for entry in _entries(facet, model, key)
    )
    rows = Place.objects.order_by("pk").values_list(
        "kind", "name", "name_sv", "code", "municipality__code", "latitude", "longitude", "radius_m"
    )
    places = tuple(
        PlaceEntry(kind, name, name_sv, code, municipality, latitude, longitude, reach(kind, own))
        for kind, name, name_sv, code, municipality, latitude, longitude, own in rows
        if latitude is not None and longitude is not None
    )
    return Snapshot(entries, places)


def _entries(facet: str, model: type[Model], key: str) -> list[Entry]:
    languages = language_codes()
    fields = [field_in("name", language) for language in languages]
    rows: Any = model._default_manager.order_by("pk").values_list(key, *fields)
    return [
        Entry(
            facet,
            value,
            tuple((code, name) for code, name in zip(languages, names, strict=True) if name),
        )
        for value, *names in rows
    ]
