"""Facet counts with the names that a reader sees."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.engines.base import FACETS
from search.register_cache import RegisterCache
from search.times_of_day import TimeOfDay
from servicemap.models import (
    AccessibilityFeature,
    Category,
    ListingKind,
    Municipality,
    Price,
    TargetGroup,
    Theme,
)
from servicemap.models.fields import WEEKDAYS
from servicemap.models.translation import field_in, language_codes

REGISTERS: dict[str, tuple[type[Model], str]] = {
    "municipality": (Municipality, "code"),
    "category": (Category, "slug"),
    "target": (TargetGroup, "slug"),
    "theme": (Theme, "slug"),
    "accessibility": (AccessibilityFeature, "slug"),
}
CHOICES = {
    "kind": ListingKind.choices,
    "price": Price.choices,
    "weekday": WEEKDAYS,
    "time": TimeOfDay.choices,
}


@dataclass(frozen=True)
class Option:
    """One value of a facet; ``depth`` is 0 for a root of the category tree."""

    value: str
    label: str
    count: int
    selected: bool
    depth: int = 0


@dataclass(frozen=True)
class FacetGroup:
    """A facet with its options in the order they are shown."""

    name: str
    label: str
    options: tuple[Option, ...] = field(default=())


def labels() -> dict[str, str]:
    """Return the facets' own names."""
    return {
        "kind": _("What are you looking for?"),
        "municipality": _("Municipality"),
        "category": _("Topic"),
        "target": _("For whom"),
        "theme": _("Wellbeing theme"),
        "price": _("Price"),
        "weekday": _("Weekday"),
        "time": _("Time of day"),
        "accessibility": _("Accessibility"),
    }


def meaning_label(kind: str) -> str:
    """Return what a meaning of a query is about: a facet, a time or a place."""
    others = {"when": _("When"), "place": _("Near"), "kind": _("Kind")}
    return others.get(kind) or labels()[kind]


def present_all(
    counts: Mapping[str, Mapping[str, int]], selected: Mapping[str, tuple[str, ...]]
) -> list[FacetGroup]:
    """Name all facets: options that lead to something or are chosen.

    Makes five queries when the registers may have changed, else none.
    """
    names = labels()
    return [
        FacetGroup(
            facet.name,
            names[facet.name],
            tuple(_options(facet.name, counts[facet.name], selected.get(facet.name, ()))),
        )
        for facet in FACETS
    ]


def _options(name: str, counts: Mapping[str, int], chosen: tuple[str, ...]) -> list[Option]:
    rows = _category_rows(chosen) if name == "category" else _rows(name)
    options = [
        Option(value, label, counts.get(value, 0), value in chosen, depth)
        for value, label, depth in rows
        if counts.get(value) or value in chosen
    ]
    known = {option.value for option in options}
    strangers = [Option(value, value, 0, selected=True) for value in chosen if value not in known]
    return options + strangers


def _rows(name: str) -> list[tuple[str, str, int]]:
    if name in CHOICES:
        return [(value, capfirst(str(label)), 0) for value, label in CHOICES[name]]
    return [(entry.value, entry.label, 0) for entry in entry_cache.get()[name]]


def _category_rows(chosen: tuple[str, ...]) -> list[tuple[str, str, int]]:
    """Return the tree in order, open where a choice is: roots, and the branches of choices."""
    categories = entry_cache.get()["category"]
    by_id = {category.pk: category for category in categories}
    opened: set[int | None] = {None}
    for category in categories if chosen else ():
        current: Entry | None = category if category.value in chosen else None
        while current is not None and current.pk not in opened:
            opened.add(current.pk)
            current = by_id.get(current.parent_id) if current.parent_id else None
    children: dict[int | None, list[Entry]] = {}
    for category in categories:
        if category.parent_id in opened:
            children.setdefault(category.parent_id, []).append(category)
    rows: list[tuple[str, str, int]] = []

    def walk(parent_id: int | None, depth: int) -> None:
        for category in children.get(parent_id, []):
            rows.append((category.value, category.label, depth))
            walk(category.pk, depth + 1)

    walk(None, 0)
    return rows


@dataclass(frozen=True)
class Entry:
    """An entry of a register, its names by language."""

    pk: int
    value: str
    names: tuple[tuple[str, str], ...]
    parent_id: int | None = None

    @property
    def label(self) -> str:
        """The name in the active language, else in the first that has it."""
        names = dict(self.names)
        active = (get_language() or "").split("-")[0]
        return names.get(active) or next(iter(names.values()), self.value)


def _read() -> dict[str, tuple[Entry, ...]]:
    """Read the registers in their order. Makes five queries."""
    return {name: tuple(_entries(*register)) for name, register in REGISTERS.items()}


def _entries(model: type[Model], key: str) -> Iterator[Entry]:
    languages = language_codes()
    fields = [field_in("name", language) for language in languages]
    parents = ["parent_id"] if model is Category else []
    for pk, value, *rest in model._default_manager.values_list("pk", key, *fields, *parents):
        names = tuple((code, name) for code, name in zip(languages, rest, strict=False) if name)
        yield Entry(pk, value, names, rest[-1] if parents else None)


entry_cache = RegisterCache("facets", _read, lambda rows: rows)


def connect() -> None:
    """Follow the registers."""
    entry_cache.follow(model for model, _key in REGISTERS.values())
