"""Whether the forms of a word meet: `python -m bench.inflection`."""

import itertools
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from search.analysis import analyse_word, voikko
from search.analysis.stems import stem

FOLDER = Path(__file__).parent
RANDOM_PAIRS = 20_000
SEED = 20261122

Terms = Callable[[str], frozenset[str]]


@dataclass(frozen=True, order=True)
class Pair:
    """A lemma and one of its forms, both in lower case."""

    lemma: str
    form: str


def read(name: str) -> list[Pair]:
    """Read a table of this folder: ``words`` or ``forms``."""
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [Pair(*line.split("\t")) for line in lines]


def search_terms(word: str) -> frozenset[str]:
    """Return what the search looks words up by."""
    return analyse_word(word, "fi").bases


def related_terms(word: str) -> frozenset[str]:
    """Return the terms of the search and what the word is derived from."""
    analysed = analyse_word(word, "fi")
    return analysed.bases | analysed.related


def voikko_terms(word: str) -> frozenset[str]:
    """Return Voikko's base forms, or the word itself."""
    return frozenset(reading.base for reading in voikko.readings(word)) or frozenset((word,))


def snowball_terms(word: str) -> frozenset[str]:
    """Return the Snowball stem."""
    return frozenset((stem(word, "fi"),))


METHODS: dict[str, Terms] = {
    "search": search_terms,
    "search and related": related_terms,
    "Voikko base forms": voikko_terms,
    "Snowball": snowball_terms,
}


def missed(pairs: Iterable[Pair], terms: Terms) -> list[Pair]:
    """Return the pairs whose lemma and form do not meet."""
    return [pair for pair in pairs if terms(pair.lemma).isdisjoint(terms(pair.form))]


def random_pairs(pairs: list[Pair], count: int = RANDOM_PAIRS) -> list[tuple[Pair, Pair]]:
    """Draw pairs of different lemmas, always the same."""
    draw = random.Random(SEED)
    drawn: list[tuple[Pair, Pair]] = []
    while len(drawn) < count:
        one, other = draw.sample(pairs, 2)
        if one.lemma != other.lemma:
            drawn.append((one, other))
    return drawn


def neighbours(pairs: list[Pair]) -> list[tuple[Pair, Pair]]:
    """Return the pairs next to each other in the alphabet: the likeliest to be confused."""
    ordered = sorted(pairs)
    return [(one, other) for one, other in itertools.pairwise(ordered) if one.lemma != other.lemma]


def meetings(drawn: Iterable[tuple[Pair, Pair]], terms: Terms) -> list[tuple[Pair, Pair]]:
    """Return the pairs of different lemmas whose forms meet."""
    return [
        (one, other) for one, other in drawn if not terms(one.form).isdisjoint(terms(other.form))
    ]
