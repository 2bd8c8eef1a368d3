"""Corrections of mistyped words, from the words of the index itself."""

import functools
import operator
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis.finnish import is_known, is_simple
from search.analysis.folding import fold
from search.edits import cost
from search.engines import get_engine
from search.stop_words import STOP_WORDS
from search.understanding.lexicon import lexicon_cache

SHORTEST = 4
"""Shorter words are too near to too many others to be corrected."""

LONGEST = 40
"""Longer words are not corrected."""

KEPT_FOR_S = 30.0
"""Seconds for which the words of the index are kept while it changes."""

MANY_WORDS = 20_000

ENDING = 0.25
"""What it costs to take the typed word for an inflected form of the other."""

VERY_NEAR = 0.75
"""What the correction of a word that is known may cost at most."""

NEAR = 1.0
"""What that of a compound may cost: no more than one slip, for Finnish knows no end of them."""

FIRST_LETTER = 0.4
"""What another first letter costs on top: people mistype it seldom."""

COMMON = 0.06
"""How much a word ten times as common is preferred."""

ENDINGS = (
    *("issa", "issä", "ista", "istä", "ille", "illa", "illä", "ilta", "iltä"),
    *("ssa", "ssä", "sta", "stä", "lle", "lla", "llä", "lta", "ltä", "ksi", "een", "iin"),
    *("sa", "sä", "ta", "tä", "le", "la", "lä", "na", "nä", "an", "än", "en", "in", "on", "ia"),
    *("iä", "ja", "jä", "aa", "ää", "ea", "eä", "oa", "öä", "ua", "yä"),
    *("n", "t", "a", "ä"),
)
"""Endings of Finnish nouns, also as people write them with a letter too few, longest first."""


def _allowed(length: int) -> float:
    """Return how much a correction of a word of this length may cost."""
    return 0.65 if length < 5 else 1.1 if length < 7 else 1.5 if length < 9 else 2.1


def letter_bits(word: str) -> int:
    """Return the set of a word's letters as bits; alike letters share one."""
    return functools.reduce(operator.or_, map(_BITS.__getitem__, word), 0)


class _Bits(dict[str, int]):
    """A bit for each letter, worked out when it is first met."""

    def __missing__(self, letter: str) -> int:
        bit = self[letter] = 1 << (ord(fold(letter)) % 61)
        return bit


_BITS = _Bits()


@dataclass(frozen=True)
class Correction:
    """A word of the index that was probably meant; a lower cost is a nearer word."""

    word: str
    cost: float


class Vocabulary:
    """The words of an index, prepared for finding near ones."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        kept = {
            word: count
            for word, count in counts.items()
            if SHORTEST - 1 <= len(word) <= LONGEST and not any(map(str.isdigit, word))
        }
        self._words = list(kept)
        self._folded = [fold(word) for word in kept]
        self._counts = np.array(list(kept.values()), dtype=np.float64)
        self._lengths = np.array([len(word) for word in kept], dtype=np.int16)
        self._bits = np.array([letter_bits(word) for word in kept], dtype=np.uint64)

    def __len__(self) -> int:
        return len(self._words)

    def counted(self) -> Iterator[tuple[str, int]]:
        """Yield each word and how many things hold it, roughly; at least one."""
        for word, count in zip(self._words, self._counts.tolist(), strict=True):
            yield word, max(1, int(count))

    def commonest(self, count: int) -> list[str]:
        """Return the words that most things hold."""
        order = np.argsort(-self._counts, kind="stable")[:count]
        return [self._words[index] for index in order.tolist()]

    def near(self, typed: str, count: int = 3) -> list[Correction]:
        """Return the words that were probably meant by a lower-case word, likeliest first."""
        if not SHORTEST <= len(typed) <= LONGEST or any(map(str.isdigit, typed)):
            return []
        found: dict[int, float] = {}
        for stem, extra in _stems(typed):
            limit = _allowed(len(stem)) - extra
            for index in self._candidates(stem, limit):
                word = self._words[index]
                spent = cost(stem, word, limit)
                if spent > limit:
                    continue
                spent += extra + (FIRST_LETTER if not _alike(stem[0], word[0]) else 0.0)
                spent -= COMMON * float(np.log10(max(1.0, self._counts[index])))
                found[index] = min(spent, found.get(index, spent))
        ranked = sorted(found, key=lambda index: (found[index], self._words[index]))
        return [Correction(self._words[index], found[index]) for index in ranked[:count]]

    def _candidates(self, stem: str, limit: float) -> Sequence[int]:
        """Return the places of words that may be near enough."""
        if limit <= 0 or not self._words:
            return ()
        edits = 1 if len(stem) < 6 else 2 if len(stem) < 10 else 3
        differing = np.bitwise_count(self._bits ^ np.uint64(letter_bits(stem)))
        near = np.flatnonzero(
            (differing <= 2 * edits) & (np.abs(self._lengths - len(stem)) <= edits)
        )
        # Missing dots are no edits here; what they cost is said later.
        words = [self._folded[index] for index in near.tolist()]
        plain = [fold(stem)]
        distances = process.cdist(plain, words, scorer=OSA.distance, score_cutoff=edits)[0]
        chosen: list[int] = near[distances <= edits].tolist()
        return chosen


def _alike(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def _stems(typed: str) -> list[tuple[str, float]]:
    """Return the word, and what is left of it without endings that it may have."""
    stems = [(typed, 0.0)]
    for ending in ENDINGS:
        left = typed.removesuffix(ending)
        if left != typed and len(left) >= SHORTEST + 1:
            stems.append((left, ENDING))
    return stems[:6]


_current: tuple[object, float, Vocabulary] | None = None
_loading = threading.Lock()


def vocabulary() -> Vocabulary:
    """Return the words of the index. Makes a query, and a second one where they have changed."""
    global _current
    engine = get_engine()
    state = engine.state()
    kept = _current
    if kept and (kept[0] == state or time.monotonic() - kept[1] < _kept_for(kept[2])):
        return kept[2]
    with _loading:
        loaded = Vocabulary({**engine.vocabulary(), **lexicon_cache.get().spellings})
        _current = (state, time.monotonic(), loaded)
        return loaded


def _kept_for(loaded: Vocabulary) -> float:
    """Reading few words again is cheap; many are kept for a while."""
    return KEPT_FOR_S if len(loaded) > MANY_WORDS else 0.0


def likely_corrections(typed: str, among: Vocabulary | None = None) -> list[Correction]:
    """Return the corrections to search for unasked, by the words of the index unless told others.

    Who writes a Finnish word means it, whether or not anything here holds it: “karate” is no
    slip. A compound may be one (“jalkapalo”), where what was meant is near. What says
    nothing (“joka”) is never what was meant.
    """
    if is_simple(typed):
        return []
    near = corrections(typed) if among is None else among.near(typed)
    found = [each for each in near if each.word not in STOP_WORDS]
    if not is_known(typed):
        return found
    # Of “saunailta” the end is no ending.
    return [each for each in found if each.cost <= NEAR and not typed.startswith(each.word)]


def corrections(typed: str) -> list[Correction]:
    """Return the words of the index that were probably meant, likeliest first."""
    return vocabulary().near(typed)
