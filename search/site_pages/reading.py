"""Reads what there is to be found: a little of each page, and all of it where it has changed."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from wagtail.models import Page

from pages.models import HomePage
from pages.models.base import PortalPage
from pages.public_pages import only_public
from servicemap.grant_texts import texts_of
from servicemap.models import Grant, GrantPeriod
from servicemap.models.translation import Text
from servicemap.search_texts import SearchTexts

AT_ONCE = 200
"""Pages whose texts are read with one query of their type."""

Version = tuple[int | None, datetime.datetime | None, str]
"""Another one when a page has been published anew: its revision, the moment, its title."""


@dataclass(frozen=True)
class PageRow:
    """What is read of every page; ``source`` is the language of its texts, if it is another."""

    pk: int
    type_pk: int
    language: str
    source: str
    section: Text
    version: Version
    expires: datetime.datetime | None


@dataclass(frozen=True)
class GrantRow:
    """What is read of every grant: when it was saved last, and its first and last days."""

    pk: int
    saved: datetime.datetime
    periods: tuple[tuple[datetime.date, datetime.date], ...]


@dataclass(frozen=True)
class PageTexts:
    """What a page says, and when; of which municipalities, and whether it shows one alone.

    ``is_cancelled`` tells that it is of something that does not take place.
    """

    texts: SearchTexts
    day: datetime.date | None = None
    past_from: datetime.date | None = None
    municipalities: frozenset[str] = frozenset()
    narrows: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True)
class GrantTexts:
    """A grant with its periods, and what it says in each language."""

    grant: Grant
    texts: tuple[tuple[str, SearchTexts], ...]


def page_rows() -> tuple[PageRow, ...]:
    """Return all pages that everyone may see, but for the home pages. Makes a query."""
    pages = only_public(Page.objects.live().not_type(HomePage).filter(depth__gt=2))
    rows = pages.order_by("path").values_list(
        "pk",
        "content_type",
        "path",
        "title",
        "locale__language_code",
        "alias_of__locale__language_code",
        "live_revision",
        "last_published_at",
        "expire_at",
    )
    titles: dict[str, Text] = {}
    found = []
    for pk, type_pk, path, title, language, source, revision, moment, expires in rows:
        titles[path] = Text(title, source or language)
        section = titles.get(path[: -Page.steplen], Text("", language))
        version = (revision, moment, title)
        found.append(PageRow(pk, type_pk, language, source or "", section, version, expires))
    return tuple(found)


def grant_rows() -> tuple[GrantRow, ...]:
    """Return all published grants. Makes two queries."""
    days: dict[int, list[tuple[datetime.date, datetime.date]]] = defaultdict(list)
    periods = GrantPeriod.objects.order_by("grant", "opens_on", "pk")
    for pk, opens_on, closes_on in periods.values_list("grant", "opens_on", "closes_on"):
        days[pk].append((opens_on, closes_on))
    grants = Grant.objects.published().order_by("pk").values_list("pk", "updated_at")
    return tuple(GrantRow(pk, saved, tuple(days[pk])) for pk, saved in grants)


def grant_texts(rows: Collection[GrantRow]) -> dict[int, GrantTexts]:
    """Return what grants say, by their numbers. Makes five queries, none without grants."""
    found = {}
    if rows:
        grants = Grant.objects.published().filter(pk__in=[row.pk for row in rows]).with_dates()
        for grant in grants.prefetch_related("target_groups", "themes"):
            found[grant.pk] = GrantTexts(grant, tuple(_in_all_languages(grant)))
    return found


def _in_all_languages(grant: Grant) -> Iterator[tuple[str, SearchTexts]]:
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield code, texts_of(grant)


def page_texts(rows: Collection[PageRow]) -> dict[int, PageTexts]:
    """Return what pages say, by their numbers: up to a few queries for each type and its pages."""
    of_type: dict[int, list[PageRow]] = defaultdict(list)
    for row in rows:
        of_type[row.type_pk].append(row)
    found = {}
    for type_pk, of_one in of_type.items():
        model = ContentType.objects.get_for_id(type_pk).model_class()
        if model is None or not issubclass(model, PortalPage):
            continue
        languages = {row.pk: row.source or row.language for row in of_one}
        for pks in _chunks(languages):
            for page in model.with_what_it_says(model._default_manager.filter(pk__in=pks)):
                with translation.override(languages[page.pk]):
                    found[page.pk] = PageTexts(
                        page.search_texts(),
                        page.day,
                        page.past_from,
                        page.municipality_codes,
                        page.SHOWS_ONE_MUNICIPALITY,
                        page.is_cancelled,
                    )
    return found


def _chunks(pks: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(pks)
    while some := list(islice(rest, AT_ONCE)):
        yield some
