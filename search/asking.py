"""From what somebody typed to the question that is put to the engine, and its answer."""

import datetime
import functools
import operator
import threading
from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from django.utils import timezone

from search.compounds import Broader, broader
from search.costs import COST
from search.engines import get_engine
from search.engines.base import MapResponse, SearchRequest, SearchResponse
from search.facets import entry_cache
from search.query import Query, QueryWord
from search.reading import Reading, quoted, quoted_words, read, replaced
from search.spelling import NEAR, VERY_NEAR, Correction, corrections, likely_corrections
from search.subjects import weak_words
from search.synonyms import synonym_cache
from search.understanding import Meaning, text_without
from search.understanding.lexicon import lexicon_cache

RELAXED_FIRST = (
    "kind",
    "time",
    "when",
    "weekday",
    "accessibility",
    COST,
    "price",
    "target",
    "place",
    "municipality",
)
"""The order in which limits are given up where everything together finds nothing."""

FARTHER = (2, 4)
"""How many times as far as a place reaches is still near it where there is nothing nearer."""

MOST_AROUND = 8_000.0
"""Metres beyond which nothing is near a place because it lies in no place of its own."""

MOST_ALONE = 6
"""With more limits than these it is not tried whether one of them alone is to blame."""

FEW = 2
"""With so few results a much more common word is suggested."""


@dataclass(frozen=True)
class Asked:
    """A request and how it was read.

    ``dropped`` are meanings that were given up because nothing met them all, ``unknown`` are words
    that were left out because nothing at all holds them, or, if they are also ``weak``, because
    nothing that holds them meets the rest and they are no subject. ``broader`` is what was searched
    for in place of compounds that nothing holds. ``corrected`` is the text that was searched for in
    place of one that finds nothing, ``as_typed`` asks for the typed one nevertheless, ``suggested``
    is one that may have been meant. ``version`` is another one when the index or the registers are.
    """

    request: SearchRequest
    reading: Reading
    dropped: tuple[Meaning, ...] = ()
    unknown: tuple[str, ...] = ()
    broader: tuple[Broader, ...] = ()
    weak: tuple[str, ...] = ()
    corrected: str | None = None
    as_typed: str | None = None
    suggested: str | None = None
    version: Hashable = field(default=None, compare=False)

    @property
    def query(self) -> Query:
        """The words and limits of the reading."""
        return self.reading.query

    @property
    def understood(self) -> tuple[Meaning, ...]:
        """All meanings in the order of the text.

        Those that were given up are among them, and places that are not on this map.
        """
        found = [*self.reading.meanings, *self.dropped, *self.reading.elsewhere]
        return tuple(sorted(found, key=lambda meaning: meaning.start))

    @property
    def some_words(self) -> bool:
        """Whether nothing held all words, so that one is enough."""
        return self.reading.some_words

    @property
    def gave_up(self) -> bool:
        """Whether anything that was asked had to be given up."""
        return bool(self.some_words or self.dropped or self.unknown or self.broader)

    @property
    def asks_elsewhere_only(self) -> bool:
        """Whether nothing is asked for but places that are not on this map."""
        reading = self.reading
        beside = reading.meanings or self.dropped or any(w.optional for w in reading.query.words)
        return bool(reading.elsewhere) and not beside

    def search(self) -> SearchResponse:
        """Return a page of results."""
        return get_engine().search(self.request, self.query)

    def map(self, zoom: int) -> MapResponse:
        """Return the whole result on a map."""
        return get_engine().map(self.request, self.query, zoom)

    def text_without(self, *meanings: Meaning) -> str:
        """Return the text that was searched for without the words of some of its meanings."""
        return text_without(self.reading.text, *meanings)

    def count_without(self, meaning: Meaning) -> int | None:
        """Return how many results the text has without the words of one of its meanings.

        None where nothing holds all of the rest, so that still more would be given up.
        """
        return count_of(replace(self.request, text=self.text_without(meaning)))

    def count_of_alone(self, meaning: Meaning) -> int | None:
        """Return how many results one of the meanings has alone, or None where it has none."""
        request = replace(self.request, text=meaning.text)
        reading = read(meaning.text, request)
        # Some words mean something beside others only.
        said = [(one.type, one.values, one.denied) for one in reading.meanings]
        if said != [(meaning.type, meaning.values, meaning.denied)]:
            return None
        return _count(request, reading) or None


def count_of(request: SearchRequest) -> int | None:
    """Return how many results a request has as it stands, or None where it has none."""
    return _count(request, read(request.text, request)) or None


def ask(request: SearchRequest) -> Asked:
    """Read a request: the same reading for the list, the map and the command line."""
    request = replace(request, selected=_Frozen(request.selected))
    version = (get_engine().state(), _registers.version())
    asked = _asked(replace(request, page=1), version, timezone.localdate())
    return replace(asked, request=request, version=version)


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
def _asked(request: SearchRequest, state: Hashable, today: datetime.date) -> Asked:
    """Read a request once for each state of the index and the registers, and each day."""
    reading = read(request.text, request)
    count = _count(request, reading)
    if count > FEW:
        return Asked(request, reading)
    if count:
        suggested = _suggested(request, reading)
        # Parts of compounds here and there, such as “pesä” and “palo”, are no “pesäpalo”.
        instead = _corrected(request, reading) if suggested else None
        return instead or Asked(request, reading, suggested=suggested)
    if corrected := _corrected(request, reading):
        return corrected
    return _with_less(request, reading) or Asked(request, reading)


def _with_less(request: SearchRequest, reading: Reading) -> Asked | None:
    """Search for parts of compounds that nothing holds, then leave out the words that nothing does.

    Where that is not enough as little is given up as leaves something. Where no other word is
    left, all that was meant besides must hold: less would be an answer to nothing that was asked.
    """
    unknown = [word for word in _unknown(reading) if not word.optional]
    if by_parts := _by_parts(request, reading, unknown):
        return by_parts
    known = reading.without_words(unknown)
    if not unknown or known.asks_nothing:
        return _around(request, reading) or _relaxed(request, reading)
    asked: Asked | None = None
    if _count(request, known):
        asked = Asked(request, known)
    elif around := _around(request, known):
        asked = around
    elif known.query.words:
        asked = _relaxed(request, known)
    return asked and replace(asked, unknown=(*(word.text for word in unknown), *asked.weak))


def _by_parts(request: SearchRequest, reading: Reading, unknown: list[QueryWord]) -> Asked | None:
    """Read the text with parts of compounds in place of those that nothing holds."""
    parts = (_broader(request, word.text, guessing=True) for word in unknown)
    instead = [found for found in parts if found]
    if not instead:
        return None
    text = replaced(reading.text, {each.word: each.instead for each in instead})
    beside = [word for each in instead for word in each.beside]
    read_so = read(text, request).with_words_beside(beside)
    asked = Asked(request, read_so) if _count(request, read_so) else _with_less(request, read_so)
    return asked and replace(asked, broader=(*instead, *asked.broader))


def _broader(request: SearchRequest, word: str, *, guessing: bool = False) -> Broader | None:
    """Return the nearest of what a compound may be searched for by that finds something."""
    instead = broader(word, guessing=guessing)
    tried = (each for each in instead if _count(request, read(each.instead, request)))
    return next(tried, None)


def _around(request: SearchRequest, reading: Reading) -> Asked | None:
    """Look farther around the places that are named: a district may have nothing of its own."""
    for farther in FARTHER:
        wider = reading.around(farther, MOST_AROUND)
        if wider != reading and _count(request, wider):
            return Asked(request, wider.near_what_was(wider.meanings))
    return None


def _count(request: SearchRequest, reading: Reading) -> int:
    return get_engine().count(request, reading.query)


def _unknown(reading: Reading) -> list[QueryWord]:
    """Return the words that nothing in the index holds, in any form or synonym."""
    query = reading.query
    words = list(query.words)
    others = [word for other in query.alternatives for word in other.words]
    known = dict(zip([*words, *others], get_engine().is_known([*words, *others]), strict=True))
    covered = {
        position
        for other in query.alternatives
        if all(known[word] for word in other.words)
        for position in range(other.start, other.stop)
    }
    as_they_are = quoted_words(reading.text)
    return [
        word
        for position, word in enumerate(words)
        if not known[word] and position not in covered and word.text not in as_they_are
    ]


def _corrected(request: SearchRequest, reading: Reading) -> Asked | None:
    """Read the text with its unknown words corrected, if that finds anything."""
    unknown = _unknown(reading)
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
    return [] if found and found[0].cost > NEAR and _broader(request, word) else found


def _found(request: SearchRequest, text: str, as_typed: str) -> Asked | None:
    reading = read(text, request)
    asked = Asked(request, reading) if _count(request, reading) else _with_less(request, reading)
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
    more = _count(request, read(text, request))
    return text if more > 5 * FEW else None


def _relaxed(request: SearchRequest, reading: Reading) -> Asked | None:
    """Give up as little as leaves something.

    Words that are no subject first, then limits one by one, then that all words be found.
    """
    if weak := weak_words(reading):
        subjects = reading.without_words(weak)
        found = bool(_count(request, subjects)) and Asked(request, subjects)
        texts = tuple(word.text for word in weak)
        asked = found or _with_fewer_limits(request, subjects)
        return asked and replace(asked, unknown=texts, weak=texts)
    return _with_fewer_limits(request, reading)


def _with_fewer_limits(request: SearchRequest, reading: Reading) -> Asked | None:
    readings = [reading]
    if len(reading.query.words) > 1:
        readings.append(reading.for_any_word())
    words_alone = reading.without(*reading.meanings)
    if len(readings) > 1 and not _count(request, words_alone):
        readings.reverse()
    for tried in readings:
        if tried.query.any_word and _count(request, tried):
            return Asked(request, tried)
        if asked := _without_limits(request, tried):
            return asked
    return None


def _without_limits(request: SearchRequest, reading: Reading) -> Asked | None:
    """Give up one limit or, where that is not enough, as few as it takes in their order."""
    order = sorted(reading.meanings, key=lambda meaning: RELAXED_FIRST.index(meaning.type))
    if not order:
        return None

    def tried(*dropped: Meaning) -> Asked | None:
        kept = reading.without(*dropped)
        if kept.query.is_empty or not _count(request, kept):
            return None
        return Asked(request, kept.near_what_was(dropped), dropped=dropped)

    # Who gives up more finds no less: where all is in vain, so is each.
    low, high = 1, len(order) if reading.query.words else len(order) - 1
    best = tried(*order[:high]) if high else None
    if best and len(order) <= MOST_ALONE:
        # One alone first: the less is given up, the better.
        for meaning in order:
            if asked := tried(meaning):
                return asked
    while best and low < high:
        middle = (low + high) // 2
        if asked := tried(*order[:middle]):
            best, high = asked, middle
        else:
            low = middle + 1
    return best
