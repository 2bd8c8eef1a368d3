"""Beginnings of words that were probably meant by one that is being typed with a slip."""

import threading
from collections import Counter

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis.folding import fold
from search.edits import cost
from search.spelling import COMMON, FIRST_LETTER, Vocabulary, letter_bits, vocabulary

SHORTEST = 4
"""Letters from which on slips are looked for: fewer begin too many words."""

LONGEST = 30
"""Longer words are not corrected."""

_WIDE = 7
"""Letters from which on two slips may be there."""

MOST = 2
"""Beginnings that are returned."""


def _allowed(length: int) -> float:
    """Return how much a correction of a beginning of this length may cost."""
    return 0.65 if length <= SHORTEST else 1.1 if length < _WIDE else 1.5


class _OfLength:
    """All beginnings of one length, prepared for finding near ones."""

    def __init__(self, counts: Counter[str]) -> None:
        self.texts = list(counts)
        self.counts = list(counts.values())
        self.folded = [fold(text) for text in self.texts]
        self.bits = np.array([letter_bits(text) for text in self.texts], dtype=np.uint64)


class Beginnings:
    """The beginnings of a vocabulary's words, by length, worked out when first asked for."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self._of_length: dict[int, _OfLength] = {}
        self._building = threading.Lock()

    def near(self, typed: str) -> list[str]:
        """Return what the beginning of a lower-case word was probably meant to be."""
        length = len(typed)
        if not SHORTEST <= length <= LONGEST or not typed.isalpha():
            return []
        limit, found = _allowed(length), dict[str, float]()
        slips, plain = (1 if length < _WIDE else 2), [fold(typed)]
        for other in range(length - 1, length + 2):
            beginnings = self._beginnings(other)
            differing = np.bitwise_count(beginnings.bits ^ np.uint64(letter_bits(typed)))
            near = np.flatnonzero(differing <= 2 * slips).tolist()
            folded = [beginnings.folded[place] for place in near]
            [distances] = process.cdist(plain, folded, scorer=OSA.distance, score_cutoff=slips)
            for place, distance in zip(near, distances.tolist(), strict=True):
                text = beginnings.texts[place]
                if distance > slips or (spent := cost(typed, text, limit)) > limit:
                    continue
                if fold(typed[0]) != fold(text[0]):
                    spent += FIRST_LETTER
                found[text] = spent - COMMON * float(np.log10(beginnings.counts[place]))
        chosen: list[str] = []
        for text in sorted(found, key=lambda text: (found[text], text)):
            if not any(text.startswith(one) or one.startswith(text) for one in chosen):
                chosen.append(text)
        return chosen[:MOST]

    def _beginnings(self, length: int) -> _OfLength:
        with self._building:
            if length not in self._of_length:
                counts = Counter[str]()
                for word, count in self.words.counted():
                    if len(word) >= length:
                        counts[word[:length]] += count
                self._of_length[length] = _OfLength(counts)
            return self._of_length[length]


_current: Beginnings | None = None


def near_beginnings(typed: str) -> list[str]:
    """Return beginnings of the index's words that were probably meant, likeliest first."""
    global _current
    words, kept = vocabulary(), _current
    if kept is None or kept.words is not words:
        kept = _current = Beginnings(words)
    return kept.near(typed)
