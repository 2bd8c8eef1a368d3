"""What a reader sees of the pages and grants that hold what somebody searches for."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from pages.public_pages import only_public
from search.asked import Asked
from search.highlight import EXCERPT_LENGTH, marked
from search.page import addresses
from search.query import Query
from search.reading import read_plainly
from search.site_pages.entries import Entry, Key, Level, language_of
from search.site_pages.ranking import ranked
from search.site_pages.site_texts import site_texts
from search.site_pages.snippets import best_sentence
from servicemap.models import GrantStatus, site_today
from servicemap.models.translation import Text

MOST = 3
"""Pages and grants that are shown beside listings."""

SHORT_EXCERPT = 110
"""Characters of text below a title beside listings: two lines, three on a phone."""

VIEW = "search_pages"
"""The name of the address at which all of them are shown."""


@dataclass(frozen=True)
class Row:
    """A page or a grant in a list; names of languages are empty where they are the reader's.

    ``section`` is the title of the page above it, ``day`` the day it is of. A grant has a status.
    """

    title_html: SafeString
    title_language: str
    url: str
    text_html: SafeString
    text_language: str
    section: Text | str = ""
    day: datetime.date | None = None
    status: GrantStatus | None = None


@dataclass(frozen=True)
class Matches:
    """What holds all words of a text, and of it the best, each with the level of its words."""

    text: str
    query: Query
    language: str
    total: int
    best: tuple[tuple[Entry, int], ...]


@dataclass(frozen=True)
class Beside:
    """The first few beside listings; ``all_url`` leads to all where there are more.

    Of those that are ``titled`` one has the words in its title; others only mention them. What is
    ``first`` holds what was looked for when no listing does.
    """

    rows: tuple[Row, ...]
    total: int
    all_url: str
    titled: bool
    first: bool


def matches(text: str, language: str, stop: int = MOST) -> Matches:
    """Return what holds all words of a text, of what is in a language, and the best up to ``stop``.

    Makes no query unless something has changed.
    """
    query = read_plainly(text)
    index = site_texts.get().get(language)
    if index is None or not query.words:
        return Matches(text, query, language, 0, ())
    now = timezone.now()
    hits = {
        number: level
        for number, level in index.find(query).items()
        if (expires := index.entries[number].expires) is None or expires > now
    }
    best = ranked(index, hits, query, site_today(), stop)
    return Matches(text, query, language, len(hits), tuple(best))


def answer(request: HttpRequest, asked: Asked, listings: int) -> Beside | None:
    """Return the first few of what is shown beside so many listings, None where there is nothing.

    It is searched for as it was typed, and only where nothing holds that as it was corrected: the
    words of pages are not among those that listings are corrected by. Makes a query if there is
    any page.
    """
    language = get_language() or "fi"
    found = matches(asked.request.text, language)
    is_what_was_typed = bool(found.total)
    if asked.corrected and not is_what_was_typed:
        found = matches(asked.corrected, language)
    shown = rows(request, found, found.best, with_leads=False)
    if not shown:
        return None
    parameters = QueryDict(mutable=True)
    parameters["q"] = found.text
    all_url = addresses.address(parameters, VIEW) if found.total > MOST else ""
    less = asked.gave_up or (bool(asked.corrected) and is_what_was_typed)
    titled = any(level == Level.TITLE for _entry, level in found.best)
    return Beside(tuple(shown), found.total, all_url, titled, not listings or less)


def rows(
    request: HttpRequest, found: Matches, some: Sequence[tuple[Entry, int]], *, with_leads: bool
) -> list[Row]:
    """Return what is shown of some of what was found. Makes a query if there is a page among them.

    A piece of the text stands below a title that does not hold all words; ``with_leads`` below the
    others, too, their leads.
    """
    urls = dict(_urls(request, [entry for entry, _level in some]))
    length = EXCERPT_LENGTH if with_leads else SHORT_EXCERPT
    shown = []
    for entry, level in some:
        if (url := urls.get(entry.key)) is None:
            continue
        said = entry.texts
        if level > Level.TITLE:
            below = (said.lead, *said.headings, *said.body)
            text, text_language = best_sentence(below, found.query, entry.language, length)
        else:
            text = said.lead if with_leads else ""
            text_language = language_of(text, entry.language)
        title_language = language_of(said.title, entry.language)
        shown.append(
            Row(
                marked(said.title, found.query, title_language),
                _other(title_language, found.language),
                url,
                marked(text, found.query, text_language),
                _other(text_language, found.language) if text else "",
                entry.section,
                entry.day,
                entry.grant.status() if entry.grant else None,
            )
        )
    return shown


def _urls(request: HttpRequest, entries: Iterable[Entry]) -> Iterator[tuple[Key, str]]:
    """Yield where those are that everyone may see right now."""
    pks = [entry.key[1] for entry in entries if entry.grant is None]
    if pks:
        for page in only_public(Page.objects.live().filter(pk__in=pks)):
            yield ("page", page.pk), page.get_url(request) or ""
    for entry in entries:
        if entry.grant is not None:
            yield entry.key, entry.grant.get_absolute_url()


def _other(language: str, of_reader: str) -> str:
    return "" if language == of_reader else language
