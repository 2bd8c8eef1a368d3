"""From text to words to terms."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from . import finnish, stems
from .word import Word

LONGEST_WORD = 100
"""Characters of a word that are looked at; the rest of a longer one is left out."""

_WORD = re.compile(r"[^\W_]+(?:[-:’'][^\W_]+)*")


@dataclass(frozen=True)
class Token:
    """A word as it stands in a text: lower case, without a case ending after a colon."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Analysis:
    """The terms of a text."""

    bases: tuple[str, ...]
    parts: tuple[str, ...]


def tokenise(text: str) -> Iterator[Token]:
    """Yield the words of a text, in order.

    “MLL:n” becomes ``mll``; hyphenated words stay whole. ``start`` and ``end`` are character
    positions in ``text``.
    """
    for match in _WORD.finditer(text):
        word = unicodedata.normalize("NFC", match.group()).casefold()[:LONGEST_WORD]
        word = re.sub(r"(?<=\w):\w{1,5}$", "", word).replace("’", "'")
        yield Token(word, match.start(), match.end())


def analyse_word(word: str, language: str) -> Word:
    """Analyse one lower-case word of a text in ``fi``, ``sv`` or ``en``."""
    return finnish.analyse(word) if language == "fi" else stems.analyse(word, language)


def analyse_text(text: str, language: str) -> Analysis:
    """Return the terms of a text: base forms in order, then the parts of its compounds."""
    bases: list[str] = []
    parts: list[str] = []
    for token in tokenise(text):
        word = analyse_word(token.word, language)
        bases.extend(sorted(word.bases))
        parts.extend(sorted(word.part_terms - word.bases))
    return Analysis(tuple(bases), tuple(parts))
