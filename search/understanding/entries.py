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
        "kind", "name", "name_sv", "code", "municipality__code", "latitude", "longitude"
    )
    places = tuple(
        PlaceEntry(kind, name, name_sv, code, municipality, latitude, longitude)
        for kind, name, name_sv, code, municipality, latitude, longitude in rows
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
