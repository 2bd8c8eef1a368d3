"""From text to words to terms."""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from . import derivations, finnish, stems
from .word import Part, Word

LONGEST_WORD = 100
"""Characters of a word that are looked at; the rest of a longer one is left out."""

_NUMBERS = (
    r"(?:[01]?\d|2[0-3])[.:][0-5]\d(?![.:]?\d)"  # a time
    r"|\d{1,2}\.\d{1,2}\.(?:\d{4}(?!\d)|(?!\d))"  # a date
    r"|\d+(?=[-‐‑–]\d)"  # the start of a range
)
_PLAIN = r"[^\W_]"
_FULL = r"(?:[^\W_]|(?<=\w)[\u0300-\u036f\u00ad\u200d])"
"""Letters and digits; combining marks and soft hyphens do not end a word."""


def _words_of(letter: str) -> re.Pattern[str]:
    rest = rf"{letter}*(?:[-‐‑:’']{letter}+)*"
    return re.compile(rf"[^\W\d_]{rest}|(?<!\w)(?:{_NUMBERS})|{letter}{rest}")


_PLAIN_WORD = _words_of(_PLAIN)
_FULL_WORD = _words_of(_FULL)
_MARKS = re.compile(r"[\u0300-\u036f\u00ad\u200d]")
_TIME = re.compile(r"(\d{1,2})[.:](\d\d)")
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_INVISIBLE = str.maketrans({"\u00ad": None, "\u200d": None, "‐": "-", "‑": "-", "’": "'"})
_RESPELT = re.compile(r"[\u0300-\u036f\u00ad\u200d‐‑’]")
_CASE_ENDING = re.compile(
    r":(?:n|t|s|i[nt]|[aä]|t[aä]|n[aä]|i?(?:ss|st|ll|lt|tt)[aä]|i?lle|[aeiouyäö]n|h[aeiouyäö]n"
    r"|ksi|ksen|j[aä]|jen|i?den|itten|ien|ille|ns[aä]|n?kin|mme|l[aä]inen|l[aä]is\w{1,6})$"
)
_SUSPENDED = re.compile(
    r"([^\W_]{1,40})[-‐‑](?=,? (?:[^\W_]{1,40}[-‐‑],? ){0,4}"
    r"(?:ja|tai|sekä|eli|&) ([^\W_]{1,40}))"
)


def _pattern(text: str) -> re.Pattern[str]:
    """Choose how words are found: the pattern for rare characters takes three times as long."""
    return _FULL_WORD if not text.isascii() and _MARKS.search(text) else _PLAIN_WORD


class Token(NamedTuple):
    """A word as it stands in a text: lower case, without a case ending after a colon."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """The terms of a text.

    ``bases`` hold those of whole words, ``parts`` those of the parts of compounds, ``related``
    what words and parts are derived from: each says less than the one before.
    """

    bases: tuple[str, ...]
    parts: tuple[str, ...]
    related: tuple[str, ...] = ()


def tokenise(text: str) -> Iterator[Token]:
    """Yield the words of a text, in order.

    “MLL:n” becomes ``mll``; hyphenated words stay whole, ranges of numbers do not; a time is
    ``18:30`` however it is written. ``start`` and ``end`` are character positions in ``text``.
    """
    for match in _pattern(text).finditer(text):
        for word, start, end in words_in(match.group()):
            offset = match.start()
            yield Token(word, offset + start, offset + end)


def is_plain(text: str) -> bool:
    """Whether the words stand in the text as ``tokenise`` gives them, but for upper case."""
    return text.isascii() or not _RESPELT.search(text)


def written_at(text: str) -> list[tuple[str, int]]:
    """Return as ``written``, each with where it stands."""
    return [(match.group(), match.start()) for match in _pattern(text).finditer(text)]


def written(text: str) -> list[str]:
    """Return what stands between the word boundaries of a text, as written."""
    return _pattern(text).findall(text)


@functools.lru_cache(maxsize=50_000)
def words_in(found: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words, mostly one, between two word boundaries, and where they stand in it."""
    length = len(found)
    if length > LONGEST_WORD:
        found = found[:LONGEST_WORD]
    if found[0].isdigit():
        if time := _TIME.fullmatch(found):
            return ((f"{int(time[1])}:{time[2]}", 0, length),)
        if date := _DATE.fullmatch(found):
            day = (f"{int(date[1])}.{int(date[2])}.", 0, date.end(2) + 1)
            return (day, (date[3], date.start(3), length)) if date[3] else (day,)
    word = unicodedata.normalize("NFC", found.translate(_INVISIBLE)).casefold()
    if ":" in word:
        word = _CASE_ENDING.sub("", word)
        if ":" in word:
            return _divided(word, length)
    return ((word, 0, length),)


def _divided(word: str, length: int) -> tuple[tuple[str, int, int], ...]:
    """Divide at colons that are no part of the word: “hinta:vapaa”."""
    pieces, position = [], 0
    for piece in word.split(":"):
        if piece:
            pieces.append((piece, min(position, length - 1), min(position + len(piece), length)))
        position += len(piece) + 1
    return tuple(pieces)


def analyse_word(word: str, language: str) -> Word:
    """Analyse one lower-case word of a text in ``fi``, ``sv`` or ``en``."""
    if language == "fi":
        return finnish.analyse(word)
    return stems.analyse(word, language)


_Terms = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@functools.lru_cache(maxsize=50_000)
def _terms(found: str, language: str) -> _Terms:
    """Return the terms of what is between two word boundaries, each kind without the former."""
    bases: dict[str, None] = {}
    parts: dict[str, None] = {}
    related: dict[str, None] = {}
    for text, _start, _end in words_in(found):
        word = analyse_word(text, language)
        bases.update(dict.fromkeys(sorted(word.bases)))
        parts.update(dict.fromkeys(sorted(word.part_terms)))
        related.update(dict.fromkeys(sorted(word.related | word.part_related)))
    return (
        tuple(bases),
        tuple(term for term in parts if term not in bases),
        tuple(term for term in related if term not in bases and term not in parts),
    )


def clear_caches() -> None:
    """Forget all analyses; needed only where Voikko comes or goes while the process runs."""
    for cached in (_terms, words_in, *finnish.CACHES, *derivations.CACHES, *stems.CACHES):
        cached.cache_clear()


def analyse_text(text: str, language: str) -> Analysis:
    """Return the terms of a text, in the order of its words.

    “uima- ja jäähalli” has the base form “uimahalli” too.
    """
    bases: list[str] = []
    parts: list[str] = []
    related: list[str] = []
    for found in written(text):
        of_word = _terms(found, language)
        bases += of_word[0]
        if of_word[1]:
            parts += of_word[1]
        if of_word[2]:
            related += of_word[2]
    if language == "fi":
        for word in completed(text):
            bases += sorted(word.bases)
    return Analysis(tuple(bases), tuple(parts), tuple(related))


def completed(text: str) -> Iterator[Word]:
    """Yield the compounds that a Finnish text leaves for its reader to complete.

    “uima- ja jäähalli” yields “uimahalli”.
    """
    if not ("- " in text or "-, " in text or "‑ " in text):
        return
    for match in _SUSPENDED.finditer(text):
        front = match.group(1).casefold()
        whole = match.group(2).casefold()
        parts = finnish.analyse(whole).parts
        if parts and len(front) + len(whole) <= LONGEST_WORD:
            last: Part = parts[-1]
            yield finnish.analyse(front + whole[last.start :])
