"""How well each row of the index answers a query; the weights are in ``search.weights``."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.query import Query, QueryWord
from search.remembering import Remembered
from search.terms import Field, Form

Scores = NDArray[np.float32]
Rows = NDArray[np.int32]
Lookup = Callable[[list[frozenset[str]]], list[Rows]]
"""Finds, for each set of marked terms, the rows that hold any of them."""

PARTED = (Field.NAME, Field.KEYWORDS)
"""Where the parts of a compound may stand apart."""

WHOLE = 0.8
"""A word of a name worth at least this is there as a word."""

AS_HEAD = 0.56
"""A word of a name worth at least this is there as a word or as the head of a compound."""

AS_PART = 0.47
"""A word of a name worth at least this is there as a word or as a part of a compound."""

NAMED = {Form.BASE: WHOLE, Form.HEAD: AS_HEAD, Form.PART: AS_PART}
"""What the words of a limit must be worth in a name that passes by them."""


def form_sets(word: QueryWord, field: Field) -> list[tuple[float, frozenset[str]]]:
    """Return the marked terms that count as finding a word in a field, the weakest first."""
    if word.narrow and field is Field.SUMMARY:
        return []
    exact = {f"{field}{form}{word.text}" for form in (Form.LEMMA, Form.SURFACE)}
    bases = {f"{field}{form}{base}" for base in word.terms for form in (Form.LEMMA, Form.BASE)}
    related = {f"{field}{Form.RELATED}{base}" for base in word.terms | word.related}
    related |= {f"{field}{form}{base}" for base in word.related for form in (Form.LEMMA, Form.BASE)}
    return [
        (weights.FORMS[Form.RELATED], frozenset(related)),
        *(
            (weights.FORMS[form], frozenset(f"{field}{form}{base}" for base in word.terms))
            for form in (Form.PART, Form.HEAD)
        ),
        (weights.FORMS[Form.BASE], frozenset(bases - exact)),
        (weights.EXACT, frozenset(exact)),
    ]


def part_sets(word: QueryWord, field: Field) -> list[frozenset[str]]:
    """Return, for each part of a compound, the marked terms that hold it in a field."""
    forms = (Form.LEMMA, Form.BASE, Form.HEAD, Form.PART)
    return [
        frozenset(f"{field}{form}{term}" for term in part for form in forms) for part in word.parts
    ]


def wanted_sets(words: Iterable[QueryWord]) -> list[frozenset[str]]:
    """Return all sets of marked terms that scoring words looks up."""
    sets: dict[frozenset[str], None] = {}
    for word in words:
        for field in Field:
            sets.update((terms, None) for _weight, terms in form_sets(word, field) if terms)
        for field in PARTED:
            sets.update((terms, None) for terms in part_sets(word, field))
    return list(sets)


def _all_words(query: Query) -> list[QueryWord]:
    words = [*query.words]
    words += [word for other in query.alternatives for word in other.words]
    return words + [word for limit in query.limits for word in limit.words]


@dataclass(frozen=True)
class WordScore:
    """What a word is worth in each row: at its best place, and in the name alone (0–1)."""

    value: Scores
    name: Scores

    def at_least(self, other: "WordScore", weight: float) -> "WordScore":
        """Return this or, where that is more, the other one times its weight."""
        return WordScore(
            np.maximum(self.value, other.value * np.float32(weight)),
            np.maximum(self.name, other.name * np.float32(weight)),
        )


def both(scores: Sequence[WordScore]) -> WordScore:
    """Return what words are worth that must all be found."""
    value, name = scores[0].value, scores[0].name
    for score in scores[1:]:
        value, name = np.minimum(value, score.value), np.minimum(name, score.name)
    return WordScore(value, name)


@dataclass(frozen=True)
class TextScore:
    """Which rows hold a query's words, and how well each answers.

    ``limits`` tells for each limit of the query which rows pass by their words alone.
    """

    mask: NDArray[np.bool_]
    score: Scores
    limits: tuple[NDArray[np.bool_], ...]


class Scorer:
    """Scores the rows of one index for one query.

    What words are worth is kept in ``recent``, which belongs to the index as it is: the same words
    are asked again with other limits, above all where something has to be given up.
    """

    def __init__(
        self,
        size: int,
        name_lengths: NDArray[np.float32],
        recent: Remembered[QueryWord, WordScore],
        lookup: Lookup,
    ) -> None:
        self.size = size
        self.name_lengths = name_lengths
        self._recent = recent
        self._lookup = lookup

    def score(self, query: Query) -> TextScore:
        """Score all rows. Looks all terms up at once."""
        worth = self._worth(_all_words(query))
        words = [worth[word] for word in query.words]
        for other in query.alternatives:
            instead = both([worth[word] for word in other.words])
            for position in range(other.start, other.stop):
                words[position] = words[position].at_least(instead, other.weight)
        total = np.zeros(self.size, dtype=np.float32)
        covered = np.zeros(self.size, dtype=np.float32)
        needed = [word for word in query.words if not word.optional]
        mask = np.full(self.size, not query.any_word or not needed, dtype=bool)
        for asked, word in zip(query.words, words, strict=True):
            holds = word.value > 0
            total += word.value * np.float32(self._rarity(holds))
            covered += word.name >= WHOLE
            if asked.optional:
                continue
            if query.any_word:
                mask |= holds
                total[holds] += weights.MORE_WORDS
            else:
                mask &= holds
        if words:
            whole, as_parts = mask.copy(), mask.copy()
            for asked, word in zip(query.words, words, strict=True):
                if not asked.optional:
                    whole &= word.name >= WHOLE
                    as_parts &= word.name >= AS_PART
            total[as_parts] += weights.NAME_HOLDS_ALL_AS_PARTS
            total[whole] += weights.NAME_HOLDS_ALL - weights.NAME_HOLDS_ALL_AS_PARTS
        limits = []
        for limit in query.limits:
            said = both([worth[word] for word in limit.words])
            named, holds = said.name >= NAMED[limit.named], said.value > 0
            # What only holds them as parts of compounds in its name does not say them.
            says = named | (said.name == 0) if limit.named is Form.BASE else holds
            total[says] += said.value[says] * np.float32(weights.LIMIT_SAID * self._rarity(holds))
            total[named] += weights.NAME_HOLDS_LIMIT
            covered += np.where(said.name >= WHOLE, np.float32(len(limit.words)), np.float32(0))
            limits.append(named | holds if limit.anywhere else named)
        if words or limits:
            share = np.minimum(1, covered / np.maximum(1, self.name_lengths))
            total += share * np.float32(weights.NAME_COVERED)
        return TextScore(mask, total, tuple(limits))

    def _worth(self, words: Iterable[QueryWord]) -> dict[QueryWord, WordScore]:
        """Return what words are worth."""
        worth = {word: self._recent.get(word) for word in words}
        missing = [word for word, score in worth.items() if score is None]
        if missing:
            sets = wanted_sets(missing)
            found = dict(zip(sets, self._lookup(sets), strict=True))
            for word in missing:
                worth[word] = score = self._word(word, found)
                self._recent.put(word, score, weight=self.size)
        return worth  # type: ignore[return-value]

    def _rarity(self, holds: NDArray[np.bool_]) -> float:
        """Return how telling a word is, from near 0 (in everything) to 1 (in one row)."""
        count = int(np.count_nonzero(holds))
        return math.log(1 + self.size / max(1, count)) / math.log(1 + max(1, self.size))

    def _word(self, word: QueryWord, found: dict[frozenset[str], Rows]) -> WordScore:
        best = np.zeros(self.size, dtype=np.float32)
        total = np.zeros(self.size, dtype=np.float32)
        name = best
        for field in Field:
            forms = [(weight, found[terms]) for weight, terms in form_sets(word, field) if terms]
            if field in PARTED and word.parts:
                apart = [found[terms] for terms in part_sets(word, field)]
                rows = apart[0]
                for others in apart[1:]:
                    rows = np.intersect1d(rows, others, assume_unique=True)
                forms.append((weights.PARTS_APART, rows))
                forms.sort(key=lambda form: form[0])
            if not any(len(rows) for _weight, rows in forms):
                continue
            here = np.zeros(self.size, dtype=np.float32)
            for weight, rows in forms:
                here[rows] = weight
            if field is Field.NAME:
                name = here
            here = here * np.float32(weights.FIELDS[field])
            np.maximum(best, here, out=best)
            total += here
        if name is best:
            name = np.zeros(self.size, dtype=np.float32)
        return WordScore(best + np.float32(weights.FURTHER_FIELD) * (total - best), name)
