"""Categories that may be meant by what is being typed, with how much there is in each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from search.analysis import analyse_word, tokenise
from search.engines import get_engine
from search.engines.base import SearchRequest
from search.models import SearchChange
from search.query import Query, query_word
from search.register_cache import RegisterCache
from search.suggesting.name_index import Match, Name, NameIndex
from search.unfinished import Typed, guessed_bases, own_bases
from servicemap.models import Category
from servicemap.models.synonyms import split_terms
from servicemap.models.translation import field_in, language_codes

OWN_NAME, SEARCH_WORD, OTHER_NAME, BY_WORDS = range(4)
"""Ranks of matches: the name in the reader's language, the category's search words, its name in
another language, and words that are there in another order or form."""

_Row = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class FoundCategory:
    """A category and how many published listings are in it or below it."""

    slug: str
    label: str
    count: int


class CategoryIndex:
    """All categories by their names and search words."""

    def __init__(self, rows: tuple[_Row, ...]) -> None:
        self.slugs = [slug for slug, _terms, _names in rows]
        self._by_language = {
            language: NameIndex(_names(rows, language)) for language in language_codes()
        }
        self._labels = {
            language: [_label(names, language) for _slug, _terms, names in rows]
            for language in language_codes()
        }
        self._by_base: dict[str, set[int]] = {}
        for entry, (_slug, terms, names) in enumerate(rows):
            texts = [*zip(language_codes(), names, strict=True), (language_codes()[0], terms)]
            for language, text in texts:
                for token in tokenise(text):
                    for base in analyse_word(token.word, language).bases:
                        self._by_base.setdefault(base, set()).add(entry)

    def label(self, entry: int, language: str) -> str:
        """Return a category's name in the language, or in the first that has one."""
        return self._labels[language][entry]

    def find(self, typed: Typed, language: str) -> dict[int, Match]:
        """Return the best match of each category that may be meant."""
        index = self._by_language[language]
        found = self._with_words(typed, index)
        found.update(index.find(" ".join(typed.all), whole=not typed.begun))
        return found

    def _with_words(self, typed: Typed, index: NameIndex) -> dict[int, Match]:
        """Find those that have all words somewhere, in any form."""
        sets = [
            index.find(word, whole=True).keys() | self._with_base(query_word(word).terms)
            for word in typed.words
        ]
        if typed.begun:
            begun = typed.begun
            last = index.find(begun).keys() | self._with_base(own_bases(begun))
            sets.append(last or self._with_base(guessed_bases(begun)))
        entries = set.intersection(*sets) if sets else set()
        return {entry: Match(True, BY_WORDS, 0) for entry in entries}

    def _with_base(self, bases: frozenset[str]) -> set[int]:
        return set().union(*(self._by_base.get(base, ()) for base in bases))


def _names(rows: tuple[_Row, ...], language: str) -> Iterator[Name]:
    for entry, (_slug, terms, names) in enumerate(rows):
        own = _label(names, language)
        yield Name(entry, own, OWN_NAME)
        yield from (Name(entry, term, SEARCH_WORD) for term in split_terms(terms))
        yield from (Name(entry, name, OTHER_NAME) for name in names if name and name != own)


def _label(names: tuple[str, ...], language: str) -> str:
    own = names[language_codes().index(language)]
    return own or next(filter(None, names), "")


def _read() -> tuple[_Row, ...]:
    fields = [field_in("name", language) for language in language_codes()]
    rows: Any = Category.objects.order_by("pk").values_list("slug", "search_terms", *fields)
    return tuple((slug, terms, tuple(names)) for slug, terms, *names in rows)


def _read_counts() -> Mapping[str, int]:
    return get_engine().search(SearchRequest(size=1), Query()).facets["category"]


category_index = RegisterCache("suggestions.categories", _read, CategoryIndex)
category_counts: RegisterCache[Mapping[str, int], Mapping[str, int]] = RegisterCache(
    "suggestions.counts", _read_counts, dict
)


def connect() -> None:
    """Follow changes of the register and of the search index."""
    category_index.follow([Category])
    category_counts.follow([SearchChange])


def find_categories(typed: Typed, language: str, limit: int) -> list[FoundCategory]:
    """Return categories with something in them, the best match and the fullest first."""
    index, counts = category_index.get(), category_counts.get()
    found = [
        (match, -counts[slug], index.label(entry, language), slug)
        for entry, match in index.find(typed, language).items()
        if (slug := index.slugs[entry]) in counts
    ]
    return [FoundCategory(slug, label, -count) for _match, count, label, slug in sorted(found)][
        :limit
    ]
