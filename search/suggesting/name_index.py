"""Names of registers' entries in memory, found by how they, or words in them, begin."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from search.analysis import analyse_word
from search.analysis.folding import fold

_WORD = re.compile(r"\w+")
_LAST = "\U0010ffff"


class Name(NamedTuple):
    """A name of an entry, by the entry's number; a lower rank is a better name."""

    entry: int
    text: str
    rank: int


@dataclass(frozen=True, order=True)
class Match:
    """How well an entry matches, the best first: to the letter, by which name, from where."""

    forgiving: bool
    rank: int
    place: int


class _Start(NamedTuple):
    folded: str
    exact: str
    entry: int
    rank: int
    place: int


class NameIndex:
    """Finds entries by the beginning of a name, of a word in it or of a part of a compound.

    The places of a match are 0, 1 and 2 in this order. Dots and rings may be left out.
    """

    def __init__(self, names: Iterable[Name], *, inside: bool = True) -> None:
        starts = {start for name in names for start in _starts(name, inside=inside)}
        self._starts = sorted(starts)
        self._keys = [start.folded for start in self._starts]

    def find(self, text: str, *, whole: bool = False) -> dict[int, Match]:
        """Return the best match of each entry; with ``whole`` the text's last word is finished."""
        exact = plain(text)
        folded = fold(exact)
        found: dict[int, Match] = {}
        if not exact:
            return found
        first = bisect_left(self._keys, folded)
        for start in self._starts[first : bisect_left(self._keys, folded + _LAST, first)]:
            if whole and start.folded[len(folded) : len(folded) + 1].strip():
                continue
            is_exact = start.exact.startswith(exact)
            if not is_exact and not _is_forgiven(exact, start.exact):
                continue
            match = Match(not is_exact, start.rank, start.place)
            if start.entry not in found or match < found[start.entry]:
                found[start.entry] = match
        return found


def plain(text: str) -> str:
    """Return the words of a text in lower case, one space between them."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def _is_forgiven(typed: str, name: str) -> bool:
    """Whether the name only has marks where what was typed has none."""
    return all(
        letter == other or fold(other) == letter for letter, other in zip(typed, name, strict=False)
    )


def _starts(name: Name, *, inside: bool) -> Iterator[_Start]:
    text = plain(name.text)
    for match in _WORD.finditer(text):
        yield _start(text, match.start(), name, min(match.start(), 1))
        if not inside:
            return
        for part in analyse_word(match.group(), "fi").parts:
            if part.start:
                yield _start(text, match.start() + part.start, name, 2)


def _start(text: str, position: int, name: Name, place: int) -> _Start:
    exact = text[position:]
    return _Start(fold(exact), exact, name.entry, name.rank, place)
