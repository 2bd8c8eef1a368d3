"""Facet counts with the names that a reader sees."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from search.costs import COST
from search.engines.base import FACETS
from search.open_times import CHOICES as OPEN_CHOICES
from search.open_times import NOW, OPEN
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
from servicemap.models.translation import active_language, field_in, language_codes

REGISTERS: dict[str, tuple[type[Model], str]] = {
    "municipality": (Municipality, "code"),
    "category": (Category, "slug"),
    "target": (TargetGroup, "slug"),
    "theme": (Theme, "slug"),
    "accessibility": (AccessibilityFeature, "slug"),
}
CHOICES: dict[str, Sequence[tuple[str, Any]]] = {
    "kind": ListingKind.choices,
    "price": Price.choices,
    "weekday": WEEKDAYS,
    "time": TimeOfDay.choices,
    OPEN: OPEN_CHOICES,
}


_Row = tuple[str, str, int]
"""The value of an option, its label, and how deep in its tree it is."""


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
        OPEN: _("Opening hours"),
        "accessibility": _("Accessibility"),
    }


def meaning_label(kind: str) -> str:
    """Return what a meaning of a query is about: a facet, a time or a place."""
    others = {"when": _("When"), "place": _("Near"), "kind": _("Kind"), COST: _("Price")}
    return others.get(kind) or labels()[kind]


def present_all(
    counts: Mapping[str, Mapping[str, int]], selected: Mapping[str, tuple[str, ...]]
) -> list[FacetGroup]:
    """Name all facets: options that lead to something or are chosen.

    Whether anything is open now is told where anything is open at other times.

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
    language = active_language()
    if name in CHOICES:
        rows = _choices(name, language)
    else:
        rows = entry_cache.get().rows(name, language, chosen)
    told = {*chosen, *([NOW] if name == OPEN and counts else [])}
    options = [
        Option(value, label, counts.get(value, 0), value in chosen, depth)
        for value, label, depth in rows
        if counts.get(value) or value in told
    ]
    known = {option.value for option in options}
    strangers = [
        Option(value, _("not known: %(value)s") % {"value": value}, 0, selected=True)
        for value in chosen
        if value not in known
    ]
    return options + strangers


@functools.cache
def _choices(name: str, _language: str) -> list[_Row]:
    """Return the values of a facet that no register names, in the active language."""
    return [(value, capfirst(str(label)), 0) for value, label in CHOICES[name]]


@dataclass(frozen=True)
class Entry:
    """An entry of a register, its names by language."""

    pk: int
    value: str
    names: tuple[tuple[str, str], ...]
    parent_id: int | None = None

    def label(self, language: str) -> str:
        """Return the name in the language, else in the first that has it."""
        names = dict(self.names)
        return names.get(language) or next(iter(names.values()), self.value)


class Registers:
    """The entries of all registers, by facet, in their order."""

    def __init__(self, entries: Mapping[str, tuple[Entry, ...]]) -> None:
        self._entries = entries
        self._named: dict[tuple[str, str], list[_Row]] = {}

    def has(self, name: str, value: str) -> bool:
        """Whether a register has an entry with this value."""
        return any(entry.value == value for entry in self._entries[name])

    def rows(self, name: str, language: str, chosen: tuple[str, ...]) -> list[_Row]:
        """Return the values, labels and depths of a facet's options.

        Of the tree of categories those that show: roots, and the branches of choices.
        """
        if name == "category" and chosen:
            return self._tree(language, self._opened_by(chosen))
        key = (name, language)
        rows = self._named.get(key)
        if rows is None:
            rows = self._tree(language, {None}) if name == "category" else self._flat(*key)
            self._named[key] = rows
        return rows

    def _flat(self, name: str, language: str) -> list[_Row]:
        return [(entry.value, entry.label(language), 0) for entry in self._entries[name]]

    def _opened_by(self, chosen: tuple[str, ...]) -> set[int | None]:
        """Return the keys of the categories whose children show: the chosen and all above them."""
        categories = self._entries["category"]
        by_id = {category.pk: category for category in categories}
        opened: set[int | None] = {None}
        for category in categories:
            current: Entry | None = category if category.value in chosen else None
            while current is not None and current.pk not in opened:
                opened.add(current.pk)
                current = by_id.get(current.parent_id) if current.parent_id else None
        return opened

    def _tree(self, language: str, opened: set[int | None]) -> list[_Row]:
        children: dict[int | None, list[Entry]] = {}
        for category in self._entries["category"]:
            if category.parent_id in opened:
                children.setdefault(category.parent_id, []).append(category)
        rows: list[_Row] = []

        def walk(parent_id: int | None, depth: int) -> None:
            for category in children.get(parent_id, []):
                rows.append((category.value, category.label(language), depth))
                walk(category.pk, depth + 1)

        walk(None, 0)
        return rows


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


entry_cache = RegisterCache("facets", _read, Registers)


def connect() -> None:
    """Follow the registers."""
    entry_cache.follow(model for model, _key in REGISTERS.values())
