"""From what somebody typed to the question that is put to the engine, and its answer."""

import functools
import operator
import threading
from collections.abc import Hashable
from dataclasses import replace

from django.utils import timezone

from search.asked import Asked, count
from search.engines import get_engine
from search.engines.base import SearchRequest
from search.facets import entry_cache
from search.periods import period_of
from search.plain_reading import TIMES
from search.reading import Reading, quoted, quoted_words, read, replaced
from search.relaxing import broader_by, unknown_words, with_less
from search.site_pages.holding import hold_words_of
from search.spelling import NEAR, VERY_NEAR, Correction, corrections, likely_corrections
from search.synonyms import synonym_cache
from search.understanding.lexicon import lexicon_cache

FEW = 2
"""With so few results a much more common word is suggested."""


def ask(request: SearchRequest) -> Asked:
    """Read a request: the same reading for the list, the map and the command line."""
    request = replace(request, selected=_Frozen(request.selected))
    version = (get_engine().state(), _registers.version())
    first, now = replace(request, page=1), timezone.localtime()
    asked = _asked(first, version, (now.date(), period_of("weekend")))
    if asked.depends_on_the_hour:
        asked = _asked(first, version, now.replace(second=0, microsecond=0))
    if _pages_have_the_rest(asked):
        # What else there is at that time is no answer to what only pages tell of.
        asked = Asked(first, read(request.text, first))
    return replace(asked, request=request, version=version)


def _pages_have_the_rest(asked: Asked) -> bool:
    """Whether all words were left out, so that only times remain, and pages hold these words."""
    reading = asked.reading
    return (
        bool(asked.unknown)
        and not asked.request.selected
        and not any(not word.optional for word in reading.query.words)
        and all(meaning.type in TIMES for meaning in reading.meanings)
        and hold_words_of(asked.request.text)
    )


class _Registers:
    """Tells when what queries are read by has changed: places, classes, synonyms."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: tuple[object, ...] = ()
        self._version = 0

    def version(self) -> int:
        """Return another number than before if anything has changed since."""
        now = (lexicon_cache.get(), synonym_cache.get(), entry_cache.get())
        with self._lock:
            if len(now) != len(self._seen) or any(map(operator.is_not, now, self._seen)):
                self._seen = now
                self._version += 1
            return self._version


_registers = _Registers()


class _Frozen(dict[str, tuple[str, ...]]):
    """Chosen values that can be remembered by."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


@functools.lru_cache(maxsize=256)
def _asked(request: SearchRequest, state: Hashable, at: Hashable) -> Asked:
    """Read a request once for each state of the index and the registers, and each day or minute."""
    reading = read(request.text, request)
    total = count(request, reading)
    if total > FEW:
        return Asked(request, reading)
    if total:
        suggested = _suggested(request, reading)
        # Parts of compounds here and there, such as “pesä” and “palo”, are no “pesäpalo”.
        instead = _corrected(request, reading) if suggested else None
        return instead or Asked(request, reading, suggested=suggested)
    if corrected := _corrected(request, reading):
        return corrected
    return with_less(request, reading) or Asked(request, reading)


def _corrected(request: SearchRequest, reading: Reading) -> Asked | None:
    """Read the text with its unknown words corrected, if that finds anything."""
    unknown = unknown_words(reading)
    choices = {word.text: _corrections(request, word.text) for word in unknown}
    choices = {text: found for text, found in choices.items() if found}
    if not choices:
        return None
    as_typed = quoted(reading.text, frozenset(choices))
    best: Asked | None = None
    for rank in range(max(map(len, choices.values()))):
        words = {text: found[min(rank, len(found) - 1)].word for text, found in choices.items()}
        text = replaced(reading.text, words)
        asked = _found(request, text, as_typed)
        if asked and not asked.gave_up:
            return asked
        best = best or asked
    return best


def _corrections(request: SearchRequest, word: str) -> list[Correction]:
    """Return the corrections to search for; of a compound, its parts come before far ones."""
    found = likely_corrections(word)
    return [] if found and found[0].cost > NEAR and broader_by(request, word) else found


def _found(request: SearchRequest, text: str, as_typed: str) -> Asked | None:
    reading = read(text, request)
    asked = Asked(request, reading) if count(request, reading) else with_less(request, reading)
    return replace(asked, corrected=text, as_typed=as_typed) if asked else None


def _suggested(request: SearchRequest, reading: Reading) -> str | None:
    """Return the text with rare words in place of which much more common ones find more."""
    words: dict[str, str] = {}
    as_they_are = quoted_words(reading.text)
    for word in reading.query.words:
        if word.text in as_they_are:
            continue
        nearest: Correction | None = next(
            (found for found in corrections(word.text) if found.word != word.text), None
        )
        if nearest and nearest.cost <= VERY_NEAR:
            words[word.text] = nearest.word
    if not words:
        return None
    text = replaced(reading.text, words)
    more = count(request, read(text, request))
    return text if more > 5 * FEW else None
