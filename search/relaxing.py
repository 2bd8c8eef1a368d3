"""What is given up where nothing meets all that was asked: as little as leaves something.

A word that nothing holds is left out, or a compound searched for by its parts. A district reaches
farther when it has nothing of its own. Then what is given up has a cost, and the cheapest way that
finds anything is taken.
"""

import heapq
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from search.asked import Asked, count
from search.compounds import Broader, broader
from search.costs import COST
from search.engines import get_engine
from search.engines.base import SearchRequest
from search.open_times import OPEN
from search.query import QueryWord
from search.reading import Reading, quoted_words, read, replaced
from search.subjects import weak_words
from search.understanding import Meaning
from search.understanding.topics import TOPIC

COSTS = {
    "kind": 1,
    "time": 1.5,
    "when": 2,
    "weekday": 2,
    OPEN: 2,
    COST: 3,
    "price": 3,
    TOPIC: 4,
    "accessibility": 4,
    "target": 4,
    "place": 5,
    "municipality": 5,
}
"""What giving up a limit costs: who asks for a place goes there, and may go at another time."""

BROADER = 5.5
"""What it costs to search for a part of a compound: more than another place that has the whole,
less than another place and another time."""

ANY_WORD = 7
"""What it costs that one of the words be enough."""

MOST_TOGETHER = 6
"""With more limits than these they are given up in the order of their costs only."""

MOST_TRIED = 60
"""Ways that are tried of one reading: each is counted by the engine."""

MOST_BROADER = 6
"""Parts of compounds that are tried."""

FARTHER = (2, 4)
"""How many times as far as a place reaches is still near it where there is nothing nearer."""

MOST_AROUND = 8_000.0
"""Metres beyond which nothing is near a place because it lies in no place of its own."""


def with_less(request: SearchRequest, reading: Reading) -> Asked | None:
    """Search for parts of compounds that nothing holds, then leave out the words that nothing does.

    Where that is not enough as little is given up as leaves something. Where no other word is
    left, all that was meant besides must hold: less would be an answer to nothing that was asked.
    """
    unknown = [word for word in unknown_words(reading) if not word.optional]
    if by_parts := _by_parts(request, reading, unknown):
        return by_parts
    known = reading.without_words(unknown)
    if not unknown or known.asks_nothing:
        return _around(request, reading) or _relaxed(request, reading)
    asked: Asked | None = None
    if count(request, known):
        asked = Asked(request, known)
    elif around := _around(request, known):
        asked = around
    elif known.query.words:
        asked = _relaxed(request, known)
    return asked and replace(asked, unknown=(*(word.text for word in unknown), *asked.weak))


def _by_parts(request: SearchRequest, reading: Reading, unknown: list[QueryWord]) -> Asked | None:
    """Read the text with parts of compounds in place of those that nothing holds."""
    parts = (broader_by(request, word.text, guessing=True) for word in unknown)
    instead = [found for found in parts if found]
    if not instead:
        return None
    text = replaced(reading.text, {each.word: each.instead for each in instead})
    beside = [word for each in instead for word in each.beside]
    read_so = read(text, request).with_words_beside(beside)
    asked = Asked(request, read_so) if count(request, read_so) else with_less(request, read_so)
    return asked and replace(asked, broader=(*instead, *asked.broader))


def broader_by(request: SearchRequest, word: str, *, guessing: bool = False) -> Broader | None:
    """Return the nearest of what a compound may be searched for by that finds something.

    With ``guessing`` a word of which Voikko knows nothing is divided, too.
    """
    instead = broader(word, guessing=guessing)
    tried = (each for each in instead if count(request, read(each.instead, request)))
    return next(tried, None)


def _around(request: SearchRequest, reading: Reading) -> Asked | None:
    """Look farther around the places that are named: a district may have nothing of its own."""
    for farther in FARTHER:
        wider = reading.around(farther, MOST_AROUND)
        if wider != reading and count(request, wider):
            return Asked(request, wider.near_what_was(wider.meanings))
    return None


def unknown_words(reading: Reading) -> list[QueryWord]:
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


@dataclass(frozen=True)
class _Variant:
    """A way to read the words that are left, and what it costs."""

    reading: Reading
    cost: float = 0
    broader: tuple[Broader, ...] = ()


@dataclass(frozen=True, order=True)
class _Way:
    """What may be given up; of two that cost the same the one with fewer limits comes first."""

    cost: float
    number: int
    variant: _Variant = field(compare=False)
    dropped: tuple[Meaning, ...] = field(compare=False)


def _relaxed(request: SearchRequest, reading: Reading) -> Asked | None:
    """Give up what costs least. Words that are no subject are worth less than any limit."""
    weak = weak_words(reading)
    subjects = reading.without_words(weak) if weak else reading
    asked = _cheapest(request, subjects)
    texts = tuple(word.text for word in weak)
    return replace(asked, unknown=texts, weak=texts) if asked and weak else asked


def _cheapest(request: SearchRequest, reading: Reading) -> Asked | None:
    ways: list[_Way] = []
    for variant in _variants(request, reading):
        if asked := _tried(request, ways, up_to=variant.cost):
            return asked
        for way in _ways(request, variant):
            heapq.heappush(ways, way)
    return _tried(request, ways, up_to=math.inf)


def _tried(request: SearchRequest, ways: list[_Way], up_to: float) -> Asked | None:
    """Take the ways that cost less, the cheapest first, until one finds anything."""
    while ways and ways[0].cost <= up_to:
        way = heapq.heappop(ways)
        kept = way.variant.reading.without(*way.dropped)
        if count(request, kept):
            near = kept.near_what_was(way.dropped)
            return Asked(request, near, dropped=way.dropped, broader=way.variant.broader)
    return None


def _variants(request: SearchRequest, reading: Reading) -> Iterator[_Variant]:
    """Yield the readings that find anything when no limit is kept, the cheapest first."""
    any_word = [_Variant(reading.for_any_word(), ANY_WORD)] if len(reading.query.words) > 1 else []
    for variant in itertools.chain([_Variant(reading)], _by_a_part(request, reading), any_word):
        words_alone = variant.reading.without(*variant.reading.meanings)
        if words_alone.query.is_empty or count(request, words_alone):
            yield variant


def _by_a_part(request: SearchRequest, reading: Reading) -> Iterator[_Variant]:
    """Yield readings with the part of a compound in place of it."""
    as_they_are = quoted_words(reading.text)
    words = [
        word
        for word in reading.query.words
        if not word.optional and word.parts and word.text not in as_they_are
    ]
    parts = (part for word in words for part in broader(word.text))
    for part in itertools.islice(parts, MOST_BROADER):
        text = replaced(reading.text, {part.word: part.instead})
        found = read(text, request)
        # A limit that the parts themselves bring is for them to give up.
        if all(limit in found.query.limits for limit in reading.query.limits):
            yield _Variant(found.with_words_beside(part.beside), BROADER, (part,))


def _ways(request: SearchRequest, variant: _Variant) -> Iterator[_Way]:
    """Yield what may be given up in a variant."""
    reading = variant.reading
    limits = sorted(reading.meanings, key=lambda meaning: COSTS[meaning.type])
    costs = [COSTS[meaning.type] for meaning in limits]
    if len(limits) > MOST_TOGETHER:
        chosen: Iterator[tuple[int, ...]] = (tuple(range(n)) for n in range(len(limits) + 1))
    else:
        # What meets nothing beside the words alone must go in any case.
        must = {
            place
            for place, limit in enumerate(limits)
            if not count(request, reading.without(*(m for m in limits if m is not limit)))
        }
        others = [place for place in range(len(limits)) if place not in must]
        chosen = (
            tuple(sorted(must.union(some)))
            for number in range(len(others) + 1)
            for some in itertools.combinations(others, number)
        )
    for places in itertools.islice(chosen, MOST_TRIED):
        dropped = tuple(limits[place] for place in places)
        if not reading.query.words and len(dropped) == len(limits):
            continue
        cost = variant.cost + sum(costs[place] for place in places)
        yield _Way(cost, len(places), variant, dropped)
