"""What a reader sees of the pages and grants that hold what somebody searches for."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from pages.public_pages import only_public
from search.analysis import tokenise
from search.asked import Asked
from search.engines import get_engine
from search.highlight import EXCERPT_LENGTH, marked
from search.page import addresses
from search.page.chips import meaning_value
from search.plain_reading import PlainReading
from search.query import Query
from search.reading import quoted, spelt
from search.site_pages.entries import Entry, Key, Level, language_of
from search.site_pages.index import Index
from search.site_pages.matching import Asking, Found
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

    ``section`` is the title of the page above it, ``day`` the day it is of, on which it does not
    take place if it ``is_cancelled``. A grant has a status. ``town`` is the municipality that its
    address shows alone.
    """

    title_html: SafeString
    title_language: str
    url: str
    text_html: SafeString
    text_language: str
    section: Text | str = ""
    day: datetime.date | None = None
    status: GrantStatus | None = None
    town: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True)
class Matches:
    """What is found by a text in a language, and the best of it, each with the level of its words.

    ``corrected`` is the text that was searched for in place of one that finds nothing, ``as_typed``
    asks for that nevertheless.
    """

    found: Found
    language: str
    best: tuple[tuple[Entry, int], ...]
    corrected: str = ""
    as_typed: str = ""

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.found.hits)


@dataclass(frozen=True)
class Reworded:
    """How the words were read where that is not as typed; each is empty where it is not so.

    ``corrected`` is what was searched for instead, and ``as_typed_url`` asks for what was typed.
    ``unknown`` are words that no page holds. With ``some_words`` none has all of the others.
    ``towns`` are municipalities that none is of, ``days`` such as none is of.
    """

    corrected: str = ""
    as_typed_url: str = ""
    unknown: tuple[str, ...] = ()
    some_words: bool = False
    towns: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


@dataclass(frozen=True)
class Beside:
    """The first few beside listings; ``all_url`` leads to all where there are more.

    Of those that are ``titled`` one has the words in its title, or in a heading and is of the days
    that were asked for; others only mention them. What is
    ``first`` holds what was looked for when no listing does. ``whole`` tells that it is what was
    asked for, as it was typed or corrected.
    """

    rows: tuple[Row, ...]
    total: int
    all_url: str
    titled: bool
    first: bool
    whole: bool
    reworded: Reworded


def matches(
    text: str, language: str, stop: int = MOST, *, or_else: str = "", whole: bool = False
) -> Matches:
    """Return what a text finds in a language, and the best of it up to ``stop``.

    Where nothing holds all words they are corrected, as in ``or_else`` or by the words of pages;
    then as little is given up as leaves something. Not so if only the ``whole`` will do. Makes no
    query unless something has changed, or up to two where words are held by nothing.
    """
    index = site_texts.get().get(language)
    if index is None:
        return Matches(Found(text, PlainReading(Query())), language, ())
    asking = Asking(index, text)
    found, corrected = asking.all_words(), ""
    if whole and found.gave_up:
        found = Found(text, found.reading)
    elif not found.hits and not whole:
        found, corrected = _instead(index, asking, or_else)
    now = timezone.now()
    expired = [number for number, moment in index.expiring if moment <= now]
    if expired:
        left = {number: hit for number, hit in found.hits.items() if number not in expired}
        found = replace(found, hits=left)
    best = ranked(index, found, site_today(), stop)
    as_typed = quoted(text, asking.words) if corrected else ""
    return Matches(found, language, tuple(best), corrected, as_typed)


def _instead(index: Index, asking: Asking, or_else: str) -> tuple[Found, str]:
    """Return what is found by less or by other words, and the other text if it is by that."""
    others = [Asking(index, text) for text in (or_else, _corrected(asking)) if text]
    for other in others:
        if (found := other.all_words()).hits:
            return found, other.text
    for other in (*reversed(others), asking):
        found = other.most_words()
        if found.hits and other.words - asking.words <= found.held:
            return found, other.text if other is not asking else ""
    return asking.all_words(), ""


def _corrected(asking: Asking) -> str | None:
    """Return the text with the words corrected that neither pages nor listings hold."""
    unknown = asking.unknown
    if not unknown:
        return None
    known = zip(unknown, get_engine().is_known(unknown), strict=True)
    return asking.corrected(frozenset(word.text for word, is_known in known if is_known))


def answer(request: HttpRequest, asked: Asked, listings: int) -> Beside | None:
    """Return the first few of what is shown beside so many listings, None where there is nothing.

    It is searched for as it was typed, and only where nothing holds that with words corrected or
    left out. Beside listings that hold all that was asked nothing else will do, and beside others
    only what holds a word that they do not. Makes a query if there is any page, and up to two
    where nothing holds a word.
    """
    language = get_language() or "fi"
    less = asked.gave_up or bool(asked.corrected)
    found = matches(
        asked.request.text,
        language,
        or_else=asked.corrected or "",
        whole=bool(listings) and not less,
    )
    gave_up = found.found.gave_up
    if gave_up and listings and not _adds(found.found, asked):
        return None
    shown = rows(request, found, found.best, with_leads=False)
    if not shown:
        return None
    parameters = addresses.text_alone(found.found.text)
    all_url = addresses.address(parameters, VIEW) if found.total > MOST else ""
    dated = any(hit.dated for hit in found.found.hits.values())
    titled = any(level == Level.TITLE for _entry, level in found.best)
    # What is of the days that were asked for comes first among them.
    titled = titled or (dated and found.best[0][1] == Level.HEADING)
    differs = asked.gave_up or (asked.corrected or "") != found.corrected
    return Beside(
        tuple(shown),
        found.total,
        all_url,
        titled,
        first=not listings or (differs and (titled or not gave_up)),
        whole=not gave_up,
        reworded=reworded(found, said=asked.corrected or ""),
    )


def _adds(found: Found, asked: Asked) -> bool:
    """Whether pages hold a word of what was asked that the listings beside them need not."""
    if asked.some_words:
        return True
    given_up = {*asked.unknown, *(part.word for part in asked.broader)}
    met = {token.word for token in tokenise(asked.reading.text)} - given_up
    return not found.held <= met


def reworded(found: Matches, view: str = "search", said: str = "") -> Reworded:
    """Return what has to be said of how the words were read.

    ``said`` is a correction that is said anyway. The link leads to what was typed, in ``view``.
    """
    corrected = found.corrected if found.corrected != said else ""
    as_typed = addresses.text_alone(found.as_typed) if corrected else None
    reading = found.found.reading
    towns = reading.municipalities if found.found.elsewhere else ()
    days = reading.when if found.found.other_days else ()
    return Reworded(
        corrected,
        addresses.address(as_typed, view) if as_typed else "",
        spelt(found.found.text, found.found.unknown),
        found.found.some_words,
        tuple(map(meaning_value, towns)),
        tuple(map(meaning_value, days)),
    )


def rows(
    request: HttpRequest, found: Matches, some: Sequence[tuple[Entry, int]], *, with_leads: bool
) -> list[Row]:
    """Return what is shown of some of what was found. Makes a query if there is a page among them.

    A piece of the text stands below a title that does not hold all words; ``with_leads`` below the
    others, too, their leads.
    """
    query, towns = found.found.query, found.found.reading.municipalities
    town = towns[0] if len(towns) == 1 and len(towns[0].values) == 1 else None
    urls = dict(_urls(request, [entry for entry, _level in some]))
    length = EXCERPT_LENGTH if with_leads else SHORT_EXCERPT
    shown = []
    for entry, level in some:
        if (url := urls.get(entry.key)) is None:
            continue
        said = entry.texts
        if level > Level.TITLE:
            below = (said.lead, *said.headings, *said.body)
            text, text_language = best_sentence(below, query, entry.language, length)
        else:
            text = said.lead if with_leads else ""
            text_language = language_of(text, entry.language)
        title_language = language_of(said.title, entry.language)
        narrowed = town if entry.narrows else None
        if narrowed:
            url = f"{url}?{urlencode({'municipality': narrowed.value})}"
        shown.append(
            Row(
                marked(said.title, query, title_language),
                _other(title_language, found.language),
                url,
                marked(text, query, text_language),
                _other(text_language, found.language) if text else "",
                entry.section,
                entry.day,
                entry.grant.status() if entry.grant else None,
                meaning_value(narrowed) if narrowed else "",
                entry.is_cancelled,
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
