"""What somebody may mean who is still typing: listings, categories and places."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from search.addresses import listing_url
from search.analysis import restored
from search.engines import get_engine
from search.query import QueryWord, query_word
from search.results import text_in
from search.suggesting.beginnings import near_beginnings
from search.suggesting.categories import find_categories
from search.suggesting.places import FoundPlace, find_places, parameters_for
from search.synonyms import synonyms_of
from search.unfinished import Typed, typed
from servicemap.models.translation import language_codes

MAX_LISTINGS = 5
MAX_CATEGORIES = 3
MAX_PLACES = 3

MAX_SYNONYMS = 4
"""Synonyms that are tried where nothing begins as was typed."""


@dataclass(frozen=True)
class ListingSuggestion:
    """A listing that may be meant; ``url`` is its page."""

    kind: str
    id: int
    name: str
    url: str
    municipality: str


@dataclass(frozen=True)
class CategorySuggestion:
    """A category, how many listings it holds, and the page that shows them."""

    value: str
    label: str
    count: int
    url: str


@dataclass(frozen=True)
class PlaceSuggestion:
    """A place: degrees WGS84, and the page of what is there.

    ``value`` is a municipality's code, a postcode, or the place's name. ``municipality`` is the
    name of the one that the place is in.
    """

    value: str
    label: str
    type: str
    municipality: str
    latitude: float | None
    longitude: float | None
    url: str


@dataclass(frozen=True)
class Suggestions:
    """What may be meant by ``q``, best first in each group."""

    q: str
    listings: tuple[ListingSuggestion, ...] = ()
    categories: tuple[CategorySuggestion, ...] = ()
    places: tuple[PlaceSuggestion, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is suggested."""
        return not (self.listings or self.categories or self.places)


def suggest(text: str, language: str) -> Suggestions:
    """Return completions of a text that may end in an unfinished word.

    Where nothing begins so, the last words may have synonyms (“mummo”), or the unfinished word
    may hold a slip (“uimahali”). Makes four queries at most while registers and the index stay as
    they were, and as many for each synonym or correction that is tried. What has no letter or
    digit, or is longer than a query may be, is completed to nothing.
    """
    language = language if language in language_codes() else settings.LANGUAGE_CODE
    asked = typed(text)
    if not asked.all:
        return Suggestions(text)
    found = _suggested(text, asked, language)
    if found.is_empty:
        tried = (_suggested(other, typed(other), language) for other in _instead(text, asked))
        found = next((other for other in tried if not other.is_empty), found)
    return replace(found, q=text)


def _instead(text: str, asked: Typed) -> Iterator[str]:
    """Yield the text with synonyms of its last words, then with likely corrections of the last."""
    others = [
        text[: asked.starts[widening.start]] + " ".join(other.words) + " "
        for widening in synonyms_of(asked.all)
        for other in widening.alternatives
        if widening.end == len(asked.all)
    ]
    yield from others[:MAX_SYNONYMS]
    if asked.begun:
        for beginning in near_beginnings(asked.begun):
            yield text[: asked.starts[-1]] + beginning


def _suggested(text: str, asked: Typed, language: str) -> Suggestions:
    return Suggestions(
        text,
        tuple(_listings(asked, language)),
        tuple(
            CategorySuggestion(
                found.slug, found.label, found.count, _search_url(language, category=found.slug)
            )
            for found in find_categories(asked, language, MAX_CATEGORIES)
        ),
        tuple(_place(found, language) for found in find_places(text, asked, language, MAX_PLACES)),
    )


def _listings(asked: Typed, language: str) -> list[ListingSuggestion]:
    words = [_finished(word) for word in asked.words]
    return [
        ListingSuggestion(
            found.kind,
            found.object_id,
            text_in(found.card["name"], language)[0],
            listing_url(found.kind, found.card["slug"], language),
            text_in(found.card["municipality"], language)[0],
        )
        for found in get_engine().complete(words, asked.begun, MAX_LISTINGS)
    ]


def _finished(text: str) -> QueryWord:
    word = query_word(text)
    return QueryWord(text, word.terms | restored(text))


def _place(found: FoundPlace, language: str) -> PlaceSuggestion:
    spot = found.spot
    return PlaceSuggestion(
        spot.value,
        spot.label(language),
        spot.type,
        found.municipality,
        spot.latitude,
        spot.longitude,
        _search_url(language, **parameters_for(found, language)),
    )


def _search_url(language: str, **parameters: str) -> str:
    return f"{_search_path(language)}?{urlencode(parameters, safe=',')}"


@functools.cache
def _search_path(language: str) -> str:
    with translation.override(language):
        return reverse("search")
