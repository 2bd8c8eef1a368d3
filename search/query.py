"""A typed query as terms: which words must be found, and what counts as finding each."""

from dataclasses import dataclass

from search.analysis import Word, analyse_word, tokenise
from servicemap.models.translation import language_codes

MAX_QUERY_LENGTH = 200
"""Characters of a query that are read."""

MAX_WORDS = 12
"""Words of a query that are read."""


@dataclass(frozen=True)
class QueryWord:
    """One word of a query.

    ``terms`` are its base forms in every language of the site: finding any of them will do.
    ``parts`` are those of a compound, each with its alternatives: finding all of them close
    together, in a name or among keywords, will do too.
    """

    text: str
    terms: frozenset[str]
    parts: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class Query:
    """The words of a query, in order, none twice."""

    words: tuple[QueryWord, ...]

    @property
    def terms(self) -> frozenset[str]:
        """All terms of all words, for highlighting."""
        return frozenset(term for word in self.words for term in word.terms)


def parse(text: str) -> Query:
    """Analyse a query in all the site's languages at once: a reader may type in any."""
    words: dict[str, QueryWord] = {}
    for token in tokenise(text[:MAX_QUERY_LENGTH]):
        if len(words) == MAX_WORDS:
            break
        if token.word not in words:
            words[token.word] = _query_word(token.word)
    return Query(tuple(words.values()))


def _query_word(text: str) -> QueryWord:
    analyses = [analyse_word(text, language) for language in language_codes()]
    terms = frozenset(term for word in analyses for term in word.bases)
    compound = next((word for word in analyses if _is_one_split(word)), None)
    return QueryWord(text, terms, tuple(part.terms for part in compound.parts) if compound else ())


def _is_one_split(word: Word) -> bool:
    """Whether the parts follow each other: readings that split differently are no guide."""
    pairs = zip(word.parts, word.parts[1:], strict=False)
    return len(word.parts) > 1 and all(left.end <= right.start for left, right in pairs)
