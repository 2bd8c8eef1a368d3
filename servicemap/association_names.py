"""Associations by what people call them: suggested while one types, and known by what was typed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from servicemap.exchange.lookup import folded

from .models import Association
from .models.translation import active_language, field_in, language_codes

SHORTEST = 2
"""Letters from which on names are suggested."""

LONGEST = 100
"""What is longer is nobody's beginning of a name."""

MOST = 8
"""Names that are suggested at once."""

_WORD = re.compile(r"[\w]+")
_FORM_OF_ASSOCIATION = re.compile(r"[\s,]+(?:r\.?y|r\.?f)\.?$")
"""“ry” at the end, or “rf” in Swedish, which people leave out."""


class _Row(NamedTuple):
    pk: int
    shown: str
    names: tuple[str, ...]


def _rows() -> Iterator[_Row]:
    """Yield the published associations with their names in all languages. Makes a query."""
    fields = [field_in("name", language) for language in language_codes()]
    own = language_codes().index(active_language())
    rows = Association.objects.published().order_by("name", "pk").values_list("pk", *fields)
    for pk, *names in rows:
        written = tuple(name for name in names if name)
        yield _Row(pk, names[own] or names[0], written)


def names_like(typed: str) -> list[str]:
    """Return names in which a word begins with each of the words, best first. Makes a query.

    First those that begin as was typed. In the active language where a name is known in it.
    """
    begun = folded(typed)
    words = _WORD.findall(begun)
    if not words or not SHORTEST <= len(begun) <= LONGEST:
        return []
    found: dict[str, bool] = {}
    for row in _rows():
        for name in row.names:
            known = folded(name)
            # Most names are passed over without being taken apart.
            if not all(word in known for word in words):
                continue
            parts = _WORD.findall(known)
            if all(any(part.startswith(word) for part in parts) for word in words):
                found[row.shown] = known.startswith(begun) or found.get(row.shown, False)
    return sorted(found, key=lambda name: not found[name])[:MOST]


def association_named(text: str) -> int | None:
    """Return the key of the one published association of this name. Makes a query.

    In any language, letter case aside, with or without “ry”; None where several would do.
    """
    asked = folded(text)
    if not asked:
        return None
    begun = _bare(asked)
    whole: set[int] = set()
    bare: set[int] = set()
    for row in _rows():
        for known in map(folded, row.names):
            if known == asked:
                whole.add(row.pk)
            if known.startswith(begun) and _bare(known) == begun:
                bare.add(row.pk)
    found = whole or bare
    return found.pop() if len(found) == 1 else None


def _bare(name: str) -> str:
    return _FORM_OF_ASSOCIATION.sub("", name)
