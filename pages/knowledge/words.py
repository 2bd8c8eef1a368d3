"""Which guides hold the words that somebody is looking for.

How words are read is the search app's knowledge, which stands above this one: it sets ``reading``
when the site starts. Without it words are compared as they are written.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.core.cache import cache
from wagtail.models import Page

from pages.translations import source_language


@dataclass(frozen=True)
class Read:
    """A word as it was read: the terms that it stands for, and those that it holds besides.

    Who looks for a hall finds a sports hall; who looks for a sports hall does not find any hall.
    """

    terms: frozenset[str]
    held: frozenset[str] = frozenset()


Reading = Callable[[str, str], list[Read]]
"""Takes a text and the code of its language."""

AnyPage = TypeVar("AnyPage", bound=Page)

KEPT_SECONDS = 24 * 60 * 60
_WORD = re.compile(r"[^\W_]+")


def as_written(text: str, language: str) -> list[Read]:
    """Read each word as nothing but itself."""
    return [Read(frozenset({word.casefold()})) for word in _WORD.findall(text)]


reading: Reading = as_written


def connect(reader: Reading) -> None:
    """Have words read by ``reader`` from now on."""
    global reading
    reading = reader


def matching(pages: Iterable[AnyPage], words: str, language: str) -> list[AnyPage]:
    """Return those of the pages that hold every word; all of them if there is no word.

    A page that is not translated is read in the language that it is in. The terms of a page are
    kept in the cache until it is published anew.
    """
    rows = [(page, source_language(page) or language) for page in pages]
    wanted = {code: reading(words, code) for code in {code for _page, code in rows}}
    keys = {page.pk: _key(page, code) for page, code in rows}
    known: dict[str, frozenset[str]] = cache.get_many(list(keys.values()))
    found, new = [], {}
    for page, code in rows:
        key = keys[page.pk]
        terms = known.get(key)
        if terms is None:
            terms = new[key] = _terms(page, code)
        if all(terms & word.terms for word in wanted[code]):
            found.append(page)
    if new:
        cache.set_many(new, KEPT_SECONDS)
    return found


def _key(page: Page, language: str) -> str:
    # A page that stands in for its translation has no revision of its own, only a moment.
    moment = page.last_published_at
    version = f"{page.live_revision_id or 0}-{moment.timestamp() if moment else 0}"
    return f"page-terms:{reading.__module__}:{language}:{page.pk}:{version}"


def _terms(page: Page, language: str) -> frozenset[str]:
    text = " \n ".join(page.search_texts().all)
    return frozenset().union(*(word.terms | word.held for word in reading(text, language)))
