"""Loads the registers a region starts with: municipalities, gazetteer and classifications."""

import csv
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction

from servicemap.models import (
    AccessibilityFeature,
    Category,
    Municipality,
    Place,
    Synonym,
    TargetGroup,
    Theme,
)

DATA = Path(__file__).parent / "data"
"""Where the derived open data lies that is shipped with the software."""


@dataclass
class Counts:
    """How many entries there were to load, were made and were brought up to date."""

    read: int = 0
    created: int = 0
    updated: int = 0


@dataclass
class _Loader:
    """Puts rows into one register; the rows' key tells which entries exist already."""

    update: bool
    counts: Counts = field(default_factory=Counts)

    def load(
        self,
        model: type[models.Model],
        rows: Iterable[dict[str, Any]],
        key: tuple[str, ...],
    ) -> None:
        """Create the missing entries; with ``update`` also bring the others up to date."""
        known = {
            tuple(getattr(entry, name) for name in key): entry
            for entry in model._default_manager.all()
        }
        missing = []
        for row in rows:
            self.counts.read += 1
            entry = known.get(tuple(row[name] for name in key))
            if entry is None:
                missing.append(model(**row))
            elif self.update and any(getattr(entry, name) != row[name] for name in row):
                for name, value in row.items():
                    setattr(entry, name, value)
                # One by one, so that those who follow the register are told.
                entry.save()
                self.counts.updated += 1
        self.counts.created += len(model._default_manager.bulk_create(missing))


def load_registers(update: bool = False) -> dict[str, Counts]:
    """Load every register; entries and wordings that editors made stay as they are.

    Only what is missing is created. With ``update`` the entries that came from the files
    are set back to what the files say; nothing is ever deleted.
    """
    with transaction.atomic():
        return {
            "municipalities": _load_municipalities(update),
            "places": _load_places(update),
            "categories": _load_categories(update),
            **_load_lists(update),
            "synonyms": _load_synonyms(update),
        }


def _load_municipalities(update: bool) -> Counts:
    rows = json.loads((DATA / "municipalities.json").read_text(encoding="utf-8"))
    loader = _Loader(update)
    fields = ("code", "slug", "name", "name_sv", "latitude", "longitude", "outline")
    loader.load(
        Municipality,
        [
            {**{name: row[name] for name in fields}, "order": order}
            for order, row in enumerate(rows)
        ],
        key=("code",),
    )
    return loader.counts


def _load_places(update: bool) -> Counts:
    municipalities = {entry.code: entry.pk for entry in Municipality.objects.all()}
    rows = []
    with (DATA / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.append(
                {
                    "kind": row["kind"],
                    "name": row["name"],
                    "name_sv": row["name_sv"],
                    # Other places have the map sheet's number there, which nobody knows them by.
                    "code": row["code"] if row["kind"] == Place.Kind.POSTCODE else "",
                    "municipality_id": municipalities.get(row["municipality"]),
                    "latitude": float(row["latitude"]),
                    "longitude": float(row["longitude"]),
                }
            )
    key = ("kind", "code", "name", "latitude", "longitude")
    # Our own rows say how far a district of the open data reaches.
    rows += _districts(municipalities)
    distinct = {tuple(row[name] for name in key): row for row in rows}
    loader = _Loader(update)
    loader.load(Place, distinct.values(), key=key)
    return loader.counts


def _districts(municipalities: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """Districts that the open data lacks, and former municipalities, which are far larger.

    Points and radii are our own, roughly.
    """
    with (DATA / "districts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {
                "kind": Place.Kind.DISTRICT,
                "name": row["name"],
                "name_sv": "",
                "code": "",
                "municipality_id": municipalities.get(row["municipality"]),
                "latitude": float(row["latitude"]),
                "longitude": float(row["longitude"]),
                "radius_m": int(row["radius_m"]),
            }


def _load_categories(update: bool) -> Counts:
    """Load the tree level by level, so that parents are there before their children."""
    loader = _Loader(update)
    level: dict[str | None, list[dict[str, Any]]] = {}
    rows = json.loads((DATA / "categories.json").read_text(encoding="utf-8"))
    for order, row in enumerate(rows):
        terms = ", ".join(row["search_terms"])
        level.setdefault(row["parent"], []).append({**row, "search_terms": terms, "order": order})
    parents: list[str | None] = [None]
    while parents:
        batch = [row for parent in parents for row in level.get(parent, [])]
        ids = {entry.slug: entry.pk for entry in Category.objects.only("slug")}
        loader.load(
            Category,
            [
                {
                    **{name: value for name, value in row.items() if name != "parent"},
                    "parent_id": ids[row["parent"]] if row["parent"] else None,
                }
                for row in batch
            ],
            key=("slug",),
        )
        parents = [row["slug"] for row in batch]
    return loader.counts


def _load_lists(update: bool) -> dict[str, Counts]:
    registers = tomllib.loads((DATA / "registers.toml").read_text(encoding="utf-8"))
    results = {}
    for name, model in (
        ("target_group", TargetGroup),
        ("theme", Theme),
        ("accessibility", AccessibilityFeature),
    ):
        loader = _Loader(update)
        rows = [{**row, "order": order} for order, row in enumerate(registers[name])]
        loader.load(model, rows, key=("slug",))
        results[name] = loader.counts
    return results


def _load_synonyms(update: bool) -> Counts:
    with (DATA / "synonyms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    loader = _Loader(update)
    loader.load(Synonym, rows, key=("code",))
    return loader.counts
