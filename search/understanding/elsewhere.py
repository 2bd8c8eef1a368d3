"""Finland's municipalities by name: those that the register lacks are not on this map."""

import csv
import functools
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from .inflection import inflected
from .spoken import spoken_forms

NAMES = Path(__file__).with_name("finland.csv")
"""Codes and names of Statistics Finland's classification of municipalities, 2024."""

ELSEWHERE = "elsewhere"
"""The type of such meanings. They limit nothing: a reader is told."""


@dataclass(frozen=True)
class Elsewhere:
    """A municipality that is not on this map.

    ``forms`` are its names in any form and in lower case. Those of ``inside`` say where something
    is, even where a name is an ordinary word as well: “kotkassa”.
    """

    code: str
    names: dict[str, str]
    forms: frozenset[str]
    inside: frozenset[str]


def municipalities_but(codes: Container[str]) -> Iterator[Elsewhere]:
    """Yield the municipalities with other codes than these."""
    return (each for each in _all() if each.code not in codes)


@functools.cache
def _all() -> tuple[Elsewhere, ...]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return tuple(
            _read(row["code"], row["name"], row["name_sv"]) for row in csv.DictReader(file)
        )


def _read(code: str, name: str, name_sv: str) -> Elsewhere:
    # “Koski Tl” is told from other Koskis by its old province.
    forms = inflected(name.partition(" ")[0])
    swedish = {name_sv.casefold(), f"{name_sv}s".casefold()} if name_sv else set[str]()
    names = {"fi": name, **({"sv": name_sv} if name_sv else {})}
    plain = name.partition(" ")[0].casefold()
    inside = forms.inner | spoken_forms(forms.inner, plain)
    said = inside | spoken_forms(forms.outer, plain)
    return Elsewhere(code, names, frozenset(forms.all | said | swedish), inside)
