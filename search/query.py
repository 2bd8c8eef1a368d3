"""A typed query as terms: which words must be found, and what counts as finding each."""

import functools
import itertools
from dataclasses import dataclass

from search.analysis import Word, analyse_word, tokenise
from search.engines.base import Period, Point
from search.terms import Form
from servicemap.models.translation import language_codes

MAX_QUERY_LENGTH = 200
"""Characters of a query that are read."""

MAX_WORDS = 12
"""Words of a query that are read."""


@dataclass(frozen=True)
class QueryWord:
    """One word of a query.

    ``terms`` are its base forms in every language of the site: finding any of them will do.
    ``parts`` are those of a compound, each with its alternatives: finding all of them in one
    name, or among the keywords, will do too. ``related`` are words it is derived from. What is
    ``optional`` need not be found, and is worth something where it is. What is ``narrow`` is not
    met by the broader categories above a thing's own, nor by the summary beside them.
    """

    text: str
    terms: frozenset[str]
    parts: tuple[frozenset[str], ...] = ()
    related: frozenset[str] = frozenset()
    optional: bool = False
    narrow: bool = False


@dataclass(frozen=True)
class Alternative:
    """Other words that will do for the query's words from ``start`` up to ``stop``.

    All of ``words`` must be found. ``weight`` (0–1) is what they are worth beside the words
    themselves.
    """

    start: int
    stop: int
    words: tuple[QueryWord, ...]
    weight: float


@dataclass(frozen=True)
class Limit:
    """Something a query was understood to mean: what holds it, or is named so, passes.

    Exactly one of ``facet`` with ``values``, ``period`` and ``near`` with ``radius`` (metres)
    is given. With ``anywhere`` what holds all ``words`` in any field passes, too. A facet that is
    ``denied`` lets pass what has none of the values. ``named`` is the weakest form in which a
    name must hold the words to pass by them: ``BASE``, ``HEAD`` or ``PART``.
    """

    words: tuple[QueryWord, ...]
    facet: str = ""
    values: tuple[str, ...] = ()
    period: Period | None = None
    near: Point | None = None
    radius: float = 0.0
    anywhere: bool = False
    denied: bool = False
    named: Form = Form.PART


@dataclass(frozen=True)
class Query:
    """The words of a query in order, none twice, and what else it was understood to mean.

    With ``any_word`` one word of them is enough. ``said`` tells whether anything was typed at
    all: a query in which there is no word finds nothing. Nearness to ``near``, a place that had to
    be given up, takes part in the order.
    """

    words: tuple[QueryWord, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    limits: tuple[Limit, ...] = ()
    any_word: bool = False
    said: bool = False
    near: Point | None = None

    def __hash__(self) -> int:
        return self._hash

    @functools.cached_property
    def _hash(self) -> int:
        return hash((self.words, self.alternatives, self.limits, self.any_word, self.near))

    @property
    def asks_only_when(self) -> bool:
        """Whether it names times and nothing else: what comes next is the best answer."""
        return (
            not self.words
            and bool(self.limits)
            and all(limit.period or limit.facet in {"weekday", "time"} for limit in self.limits)
        )

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing in particular."""
        return not self.words and not self.limits


def query_word(text: str) -> QueryWord:
    """Analyse a lower-case word in all the site's languages: a reader may type in any."""
    analyses = [analyse_word(text, language) for language in language_codes()]
    compound = next((word for word in analyses if _is_one_split(word)), None)
    return QueryWord(
        text,
        frozenset(term for word in analyses for term in word.bases),
        tuple(part.terms for part in compound.smallest_parts) if compound else (),
        frozenset(term for word in analyses for term in word.related),
    )


def words_of(text: str) -> tuple[QueryWord, ...]:
    """Return the words of a query, none twice."""
    words: dict[str, QueryWord] = {}
    for token in tokenise(text[:MAX_QUERY_LENGTH]):
        if len(words) == MAX_WORDS:
            break
        if token.word not in words:
            words[token.word] = query_word(token.word)
    return tuple(words.values())


def parse(text: str) -> Query:
    """Return the words of a query as they are, without anything understood or added."""
    return Query(words_of(text), said=bool(text.strip()))


def _is_one_split(word: Word) -> bool:
    """Whether the parts follow each other: readings that split differently are no guide."""
    parts = word.smallest_parts
    return len(parts) > 1 and all(
        left.end <= right.start for left, right in itertools.pairwise(parts)
    )
