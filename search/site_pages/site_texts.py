"""The indexes of what pages and grants say, kept in the process and in step with the database.

What has been worked out of a page is kept until it is published anew, and what its texts were
analysed to as long as they stay the same: an edit costs what the edited page does.
"""

import threading
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, get_page_models

from pages.models import GuideTopic
from search.register_cache import RegisterCache
from search.site_pages.entries import Analysis, Entry, analysed
from search.site_pages.index import Index
from search.site_pages.reading import (
    GrantRow,
    GrantTexts,
    PageRow,
    PageTexts,
    Version,
    grant_rows,
    grant_texts,
    page_rows,
    page_texts,
)
from servicemap.models import ContactPerson, Grant, GrantPeriod, Municipality, TargetGroup, Theme
from servicemap.search_texts import SearchTexts

GENERATION = "search.site-pages.generation"
"""The key in Django's cache of what is another when pages say something else without an edit."""

Indexes = Mapping[str, Index]
"""By the language of the tree, which is the reader's."""


@dataclass(frozen=True)
class _Rows:
    """``titles_only`` while another thread reads all that pages say for the first time."""

    pages: tuple[PageRow, ...]
    grants: tuple[GrantRow, ...]
    generation: str
    titles_only: bool


class SiteTexts:
    """Gives the indexes; makes no query while they are fresh, see ``RegisterCache``."""

    def __init__(self) -> None:
        self._cache = RegisterCache("site-pages", self._read, self._build)
        # Each of these is replaced whole: threads see all of it or nothing.
        self._pages: dict[int, tuple[Version, str, PageTexts]] = {}
        self._grants: dict[int, tuple[GrantRow, str, GrantTexts]] = {}
        self._analyses: dict[tuple[str, SearchTexts], Analysis] = {}
        self._indexes: Indexes = {}
        self._reader: threading.Thread | None = None
        self._generation = ""

    def get(self) -> Indexes:
        """Return an index for each language; up to date as far as this process has heard."""
        return self._cache.get()

    def read_first_in(self, thread: threading.Thread | None) -> None:
        """Leave the first reading of all texts to a thread, which will call ``read_all``.

        Until it has done so others find titles and grants. With None nobody is waited for.
        """
        self._reader = thread

    def read_all(self) -> None:
        """Read and analyse everything now, so that no search has to."""
        self._cache.clear()
        self.get()
        # What others have made of the titles meanwhile is no longer wanted.
        self._cache.clear()

    def _read(self) -> _Rows:
        waits = self._reader is not None and threading.current_thread() is not self._reader
        # A cache that has forgotten it tells nothing new.
        self._generation = str(cache.get_or_set(GENERATION, self._generation, timeout=None))
        return _Rows(page_rows(), grant_rows(), self._generation, waits and not self._pages)

    def _build(self, rows: _Rows) -> Indexes:
        texts = self._titles_of(rows) if rows.titles_only else self._texts_of(rows)
        analyses: dict[tuple[str, SearchTexts], Analysis] = {}
        entries: dict[str, list[Entry]] = defaultdict(list)
        for code, entry_of in _entries(rows, texts, self._grants_of(rows)):
            language, said = entry_of["language"], entry_of["texts"]
            known = analyses.get((language, said)) or self._analyses.get((language, said))
            analyses[language, said] = analysis = known or analysed(said, language)
            entries[code].append(Entry(analysis=analysis, **entry_of))
        empty = Index()
        before = self._indexes
        indexes = {code: before.get(code, empty).with_entries(of) for code, of in entries.items()}
        self._analyses, self._indexes = analyses, indexes
        return indexes

    def _texts_of(self, rows: _Rows) -> dict[int, PageTexts]:
        known, generation = self._pages, rows.generation
        old = {
            row.pk: known[row.pk][2]
            for row in rows.pages
            if known.get(row.pk, ())[:2] == (row.version, generation)
        }
        found = old | page_texts([row for row in rows.pages if row.pk not in old])
        self._pages = {
            row.pk: (row.version, generation, found[row.pk])
            for row in rows.pages
            if row.pk in found
        }
        return found

    def _titles_of(self, rows: _Rows) -> dict[int, PageTexts]:
        return {row.pk: PageTexts(SearchTexts(row.version[2])) for row in rows.pages}

    def _grants_of(self, rows: _Rows) -> dict[int, GrantTexts]:
        known, generation = self._grants, rows.generation
        old = {
            row.pk: known[row.pk][2]
            for row in rows.grants
            if known.get(row.pk, ())[:2] == (row, generation)
        }
        found = old | grant_texts([row for row in rows.grants if row.pk not in old])
        self._grants = {
            row.pk: (row, generation, found[row.pk]) for row in rows.grants if row.pk in found
        }
        return found

    def on_page_saved(self, page: Page, created: bool, update_fields: Any) -> None:
        """Have all texts read again after a page was saved by something that does not publish.

        Its version does not tell. Saving some fields is how drafts are kept.
        """
        if created:
            # Of another page that had its number.
            self._pages.pop(page.pk, None)
        version = (page.live_revision_id, page.last_published_at, page.title)
        if update_fields is None and page.live and self._pages.get(page.pk, ())[:1] == (version,):
            self.forget_texts()

    def forget_texts(self) -> None:
        """Have all texts read again, in all processes that share the cache."""
        _renew_generation()
        transaction.on_commit(_renew_generation)
        self._cache.clear()

    def connect(self) -> None:
        """Follow what pages and grants say, and who may read them."""
        pages, registers = get_page_models(), [GuideTopic, Municipality, TargetGroup, Theme]
        others = [ContactPerson, PageViewRestriction, Grant, GrantPeriod]
        self._cache.follow([*pages, *registers, *others])
        post_delete.connect(_on_register_saved, sender=ContactPerson, dispatch_uid=GENERATION)
        for model in pages:
            post_save.connect(_on_page_saved, sender=model, dispatch_uid=(GENERATION, model))
        for register in (*registers, ContactPerson):
            post_save.connect(_on_register_saved, sender=register, dispatch_uid=GENERATION)


def _entries(
    rows: _Rows, pages: Mapping[int, PageTexts], grants: Mapping[int, GrantTexts]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what each entry is made of but for its analysis, with the language of its tree."""
    for row in rows.pages:
        if said := pages.get(row.pk):
            yield (
                row.language,
                {
                    "key": ("page", row.pk),
                    "language": row.source or row.language,
                    "texts": said.texts,
                    "section": row.section,
                    "day": said.day,
                    "past_from": said.past_from,
                    "is_cancelled": said.is_cancelled,
                    "expires": row.expires,
                    "municipalities": said.municipalities,
                    "narrows": said.narrows,
                },
            )
    for pk, of_grant in grants.items():
        towns = frozenset(town.code for town in of_grant.grant.municipalities.all())
        for code, texts in of_grant.texts:
            yield (
                code,
                {
                    "key": ("grant", pk),
                    "language": code,
                    "texts": texts,
                    "municipalities": towns,
                    "grant": of_grant.grant,
                },
            )


def _renew_generation() -> None:
    cache.set(GENERATION, uuid.uuid4().hex, timeout=None)


def _on_page_saved(
    instance: Page, created: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    site_texts.on_page_saved(instance, created, update_fields)


def _on_register_saved(**kwargs: Any) -> None:
    site_texts.forget_texts()


site_texts = SiteTexts()
