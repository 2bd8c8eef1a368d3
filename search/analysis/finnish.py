"""Finnish words through Voikko: base forms and the parts of compounds."""

import functools
import threading
from typing import Any

from .stems import stem
from .word import Part, Word

try:
    import libvoikko
except ImportError:  # pragma: no cover - the binding is a locked requirement
    libvoikko = None

MAX_ANALYSED_LENGTH = 80
"""Voikko is asked about words up to this length; nothing longer is a word."""

SHORTEST_PART = 2
"""Single letters are no parts of compounds."""

STEM_MARK = "~"
"""Stands before a stem, so that it never meets a word that looks alike."""

_lock = threading.Lock()


@functools.lru_cache(maxsize=1)
def _voikko() -> Any | None:
    """Open Voikko once; None where the system library or the dictionary is missing."""
    if libvoikko is None:
        return None
    try:
        return libvoikko.Voikko("fi")
    except (OSError, libvoikko.VoikkoException):
        return None


def is_available() -> bool:
    """Whether Finnish is analysed by Voikko on this machine."""
    return _voikko() is not None


def _readings(word: str) -> list[dict[str, str]]:
    voikko = _voikko()
    if voikko is None or len(word) > MAX_ANALYSED_LENGTH:
        return []
    # One handle must not be used by two threads at a time.
    with _lock:
        return [dict(reading) for reading in voikko.analyze(word)]


def _segments(structure: str) -> list[tuple[int, int]]:
    """Turn Voikko's STRUCTURE (``=pppp=ppppp``) into the spans of a word's parts."""
    spans, position = [], 0
    for segment in structure.split("="):
        if segment:
            spans.append((position, position + len(segment)))
            position += len(segment)
    return spans


def _simple_bases(word: str) -> frozenset[str]:
    return frozenset(reading["BASEFORM"].casefold() for reading in _readings(word))


@functools.lru_cache(maxsize=50_000)
def analyse(word: str) -> Word:
    """Analyse one word, given in lower case.

    All readings' base forms count. Of the ways to split one base form into a compound, the
    one with the fewest parts is taken: “nuorisoseura” is nuoriso + seura, not nuori + sose +
    ura. A word that Voikko does not know is kept as it is and gets its Snowball stem beside.
    """
    readings = _readings(word) or _readings(word.capitalize())
    if not readings:
        return _unknown(word)
    bases = {reading["BASEFORM"].casefold() for reading in readings}
    splits: dict[str, tuple[list[tuple[int, int]], str]] = {}
    for reading in readings:
        base = reading["BASEFORM"].casefold()
        spans = _segments(reading.get("STRUCTURE", ""))
        if base not in splits or len(spans) < len(splits[base][0]):
            splits[base] = (spans, base)
    parts: dict[tuple[int, int], set[str]] = {}
    for spans, base in splits.values():
        if len(spans) > 1:
            for span, terms in _part_terms(word, base, spans):
                parts.setdefault(span, set()).update(terms)
    return Word(
        frozenset(bases),
        tuple(Part(frozenset(terms), *span) for span, terms in sorted(parts.items())),
    )


def _part_terms(
    word: str, base: str, spans: list[tuple[int, int]]
) -> list[tuple[tuple[int, int], set[str]]]:
    found = []
    for start, end in spans:
        is_last = (start, end) == spans[-1]
        text = (base[start:] if is_last else word[start:end]).strip("-")
        if len(text) < SHORTEST_PART:
            continue
        terms = {text}
        if not is_last:
            # The first parts may be inflected themselves: “lasten” in “lastenkerho”.
            terms |= _simple_bases(text)
        found.append(((start, min(end, len(word))), terms))
    return found


def _unknown(word: str) -> Word:
    bases = {word, STEM_MARK + stem(word, "fi")}
    if "-" not in word:
        return Word(frozenset(bases))
    parts, position = [], 0
    for piece in word.split("-"):
        if len(piece) >= SHORTEST_PART:
            parts.append(Part(analyse(piece).bases, position, position + len(piece)))
        position += len(piece) + 1
    return Word(frozenset(bases), tuple(parts))
