"""Names that hold some words and one that has only begun, best first."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.query import QueryWord
from search.sorting import name_key
from search.terms import Field, Form
from search.unfinished import guessed_bases, own_bases, spellings

from .arrays import Mask
from .columns import Columns

Rows = NDArray[np.int32]
Find = Callable[[list[frozenset[str]]], list[Rows]]
"""Finds, for each set of marked terms or beginnings of terms, the rows that hold any of them."""

WRITTEN = (Form.LEMMA, Form.SURFACE)
PARTS = (Form.HEAD, Form.PART)
WHOLE = (Form.LEMMA, Form.BASE, *PARTS)
HELD = (*WRITTEN, Form.BASE, *PARTS)
"""The forms in which a name holds a word: as written, by its base form, in a compound."""

_LETTERS = str.maketrans({**dict.fromkeys("-–/", " "), **dict.fromkeys(".,:;!?()\"'”’&+", None)})
_FOLDED = str.maketrans("{|}", "aao")
"""From the keys of names, in which å, ä and ö come after z."""

_LAST = "\U0010ffff"


class NameOrder:
    """The rows in the order of their names in the main language, dots and rings left out."""

    def __init__(self, columns: Columns) -> None:
        self.state = columns.state
        self._names = [_plain(key) for key in columns.plain.name_keys]
        folded = [name.translate(_FOLDED) for name in self._names]
        self._rows = sorted(range(columns.size), key=folded.__getitem__)
        self._folded = [folded[row] for row in self._rows]

    def beginning_with(self, text: str) -> tuple[list[int], list[int]]:
        """Return the rows whose names begin so to the letter, and those that only lack dots.

        What is typed with dots has them in the name, too.
        """
        plain = _plain(name_key(text))
        folded = plain.translate(_FOLDED)
        start = bisect_left(self._folded, folded)
        rows = self._rows[start : bisect_left(self._folded, folded + _LAST)]
        if not {"a", "o"} & set(folded):
            return rows, []
        dotted = [(place, letter) for place, letter in enumerate(plain) if letter in "{|}"]
        exact: list[int] = []
        forgiving: list[int] = []
        for row in rows:
            name = self._names[row]
            if name.startswith(plain):
                exact.append(row)
            elif all(name[place] == letter for place, letter in dotted):
                forgiving.append(row)
        return exact, forgiving


def _plain(key: str) -> str:
    return key.translate(_LETTERS).replace("  ", " ")


@dataclass(frozen=True)
class Matches:
    """The rows that match; a higher level is a better match."""

    mask: Mask
    levels: NDArray[np.int8]


def matches(
    columns: Columns,
    order: NameOrder,
    words: Sequence[QueryWord],
    begun: str,
    limit: int,
    find_beginnings: Find,
    find: Find,
) -> Matches:
    """Find the names that hold the words and one that begins as ``begun``, if that is given.

    To the letter comes before forgiving; within either, names that begin with all that was
    typed, then words as written, base forms, and parts of compounds. What holds a word of which
    the begun one is an inflected form comes after these; where nothing else matches, so does
    what holds one of which it may become a form. Of what is no better than ``limit`` others some
    may be left out. Calls each function once at most.
    """
    levels = np.zeros(columns.size, dtype=np.int8)
    typed = [word.text for word in words] + ([begun] if begun else [])
    whole, whole_forgiving = order.beginning_with(" ".join(typed))
    if begun and len(whole) >= limit:
        # Nothing can come before these, and few letters begin a great many words.
        levels[whole] = 1
        return Matches(levels > 0, levels)
    held = [_marked(sorted(word.terms | {word.text}), HELD) for word in words]
    own = _marked(sorted(own_bases(begun)), WHOLE)
    guessed = _marked(sorted(guessed_bases(begun)), WHOLE)
    wanted = [terms for terms in (*held, own, guessed) if terms]
    rows_of = dict(zip(wanted, find(wanted), strict=True)) if wanted else {}
    holds = _all_of(columns.size, [rows_of[terms] for terms in held])
    ranked: list[NDArray[Any] | list[int]]
    if begun:
        exact, forgiving = _beginnings(begun)
        found = find_beginnings(exact + forgiving)
        ranked = [whole, *found[: len(exact)], whole_forgiving, *found[len(exact) :]]
        ranked.append(rows_of.get(own, []))
    else:
        ranked = [whole, whole_forgiving, np.flatnonzero(holds)]
    for level, rows in enumerate(reversed(ranked), start=1):
        levels[rows] = level
    if begun:
        # Names may begin with words typed without their dots.
        holds[whole_forgiving] = True
    mask = holds & (levels > 0)
    if not mask.any():
        levels[rows_of.get(guessed, [])] = 1
        mask = holds & (levels > 0)
    return Matches(mask, levels)


def _beginnings(begun: str) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """Return what marked terms begin with, best forms first: as typed, and spelled otherwise."""
    others = spellings(begun)
    exact = [_marked([begun], forms) for forms in (WRITTEN, (Form.BASE,), PARTS)]
    forgiving = [_marked(others, forms) for forms in ((*WRITTEN, Form.BASE), PARTS)]
    return exact, forgiving if others else []


def _marked(texts: Sequence[str], forms: Sequence[Form]) -> frozenset[str]:
    return frozenset(f"{Field.NAME}{form}{text}" for form in forms for text in texts)


def _all_of(size: int, found: Sequence[Rows]) -> Mask:
    mask = np.ones(size, dtype=bool)
    for rows in found:
        holds = np.zeros(size, dtype=bool)
        holds[rows] = True
        mask &= holds
    return mask
