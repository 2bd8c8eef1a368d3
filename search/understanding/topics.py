"""Topics by their names and search words, for queries that do not want them: “ei jalkapalloa”.

As something wanted they stay words, which find more than what was put into a category.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.analysis import Token
from search.register_cache import RegisterCache
from search.word_patterns import keys_of, word_patterns
from servicemap.models import Category
from servicemap.models.synonyms import split_terms
from servicemap.models.translation import field_in, language_codes

TOPIC = "category"
"""The type of such meanings: the facet of categories."""

_AND = re.compile(r"\s+(?:ja|och|and)\s+")

_Row = tuple[str, bool, str, tuple[str, ...]]
_Pattern = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Topics:
    """Categories by the words that name them, and their names by language."""

    patterns: dict[str, tuple[tuple[_Pattern, str], ...]]
    labels: dict[str, dict[str, str]]
    words: frozenset[str]

    def hold(self, word: str) -> bool:
        """Whether a lower-case word is part of what a topic is called: “menetys”."""
        return not self.words.isdisjoint(keys_of(word))

    def at(self, tokens: Sequence[Token], position: int) -> tuple[int, tuple[str, ...]]:
        """Return how many words from a position on name topics, and their slugs.

        Of names that begin there the longest counts.
        """
        longest, slugs = 0, dict[str, None]()
        for key in sorted(keys_of(tokens[position].word)):
            for pattern, slug in self.patterns.get(key, ()):
                words = tokens[position : position + len(pattern)]
                if len(words) < max(len(pattern), longest) or not all(
                    not wanted.isdisjoint(keys_of(token.word))
                    for token, wanted in zip(words, pattern, strict=True)
                ):
                    continue
                if len(pattern) > longest:
                    longest, slugs = len(pattern), {}
                slugs[slug] = None
        return longest, tuple(sorted(slugs))


def _read() -> tuple[_Row, ...]:
    """Read the categories. Makes one query."""
    names = [field_in("name", language) for language in language_codes()]
    rows = Category.objects.order_by("pk").values_list("slug", "parent", "search_terms", *names)
    return tuple((slug, not parent, terms, tuple(texts)) for slug, parent, terms, *texts in rows)


def _names(is_root: bool, names: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield names by language; what a root joins is each named by itself, too."""
    for language, name in names:
        yield language, name
        if is_root:
            yield from ((language, part) for part in _AND.split(name) if part != name)


def _compiled(rows: tuple[_Row, ...]) -> Topics:
    patterns: dict[str, dict[tuple[_Pattern, str], None]] = {}
    labels = {}
    own, *_others = language_codes()
    for slug, is_root, terms, names in rows:
        named = [(code, name) for code, name in zip(language_codes(), names, strict=True) if name]
        labels[slug] = dict(named)
        searched = ((own, term) for term in split_terms(terms))
        for language, text in [*_names(is_root, named), *searched]:
            if pattern := word_patterns(text, language):
                for key in pattern[0]:
                    patterns.setdefault(key, {})[pattern, slug] = None
    found = {pattern for of_key in patterns.values() for pattern, _slug in of_key}
    words = frozenset[str]().union(*(keys for pattern in found for keys in pattern))
    return Topics({key: tuple(found) for key, found in patterns.items()}, labels, words)


topics_cache = RegisterCache("topics", _read, _compiled)
