"""What the engines in the site's own database have in common: all but finding words."""

import datetime
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from django.utils import timezone

from search.batches import batched
from search.grid import merge_overlapping, shift_for
from search.models import SearchChange, SearchEntry, SearchWord
from search.query import Query, QueryWord

from .agenda import DayBook, starts_of
from .arrays import Ints
from .base import (
    Agenda,
    BoundingBox,
    Cluster,
    Completion,
    Document,
    Drift,
    Happening,
    Hit,
    MapPoint,
    MapResponse,
    Named,
    Period,
    Scheduled,
    SearchEngine,
    SearchRequest,
    SearchResponse,
)
from .cells import cells
from .columns import Columns, Row
from .completing import NameOrder, matches
from .entries import Entry
from .matching import Found, any_form, find
from .minutes import minutes
from .ordering import first_rows, sort_keys
from .shown import READ_AT_ONCE, Shown
from .term_table import TermTable, execute, index_alias
from .writer import Writer

CARD_SIZE, CARDS_KEPT = 5_000, 10_000_000
"""Bytes of a card in memory, roughly, and of all that are remembered."""

NAMES_SIZE, NAMES_KEPT = 500, 4_000_000
"""Bytes of the names of an entry, and of all that are remembered."""

CHANGES = SearchChange._meta.db_table

_COLUMN_NAMES = ["pk" if name == "id" else name for name in Row._fields]


def _times_of(found: Found) -> tuple[int, int | None]:
    """Return the minutes from which on, and up to which, a next occurrence counts."""
    now, span = timezone.now(), found.moments.span
    return minutes(max(span.starts, now) if span else now), minutes(span.ends) if span else None


class DatabaseEngine(SearchEngine):
    """Finds words in the database, and everything else in columns in memory.

    The columns are shared by the threads of a process. Each search first asks, in one short
    query, whether they still are what the database holds.
    """

    def __init__(self, terms: TermTable) -> None:
        self._terms = terms
        self._writer = Writer(terms)
        self._columns = Columns.empty()
        self._refreshing = threading.Lock()
        self._name_order: NameOrder | None = None
        self._cards = Shown("card", size=CARD_SIZE, limit=CARDS_KEPT)
        self._names = Shown("names", "slug", size=NAMES_SIZE, limit=NAMES_KEPT)

    def columns(self) -> Columns:
        """Return the columns as of now. Makes one query while nothing has changed."""
        state = self.state()
        columns = self._columns
        if columns.state == state:
            return columns
        with self._refreshing:
            if self._columns.state != state:
                self._columns = self._refreshed(state)
            return self._columns

    def state(self) -> tuple[Any, ...]:
        """See ``SearchEngine.state``. Makes one query."""
        return (index_alias(), *execute(f"SELECT COUNT(*), SUM(token) FROM {CHANGES}")[0])  # noqa: S608

    def _refreshed(self, state: tuple[Any, ...]) -> Columns:
        columns = self._columns
        if columns.state is None or columns.state[0] != index_alias():
            columns = Columns.empty()
        entries = SearchEntry.objects.using(index_alias()).order_by("pk")
        stamps = entries.values_list("pk", "stamp")
        pairs = np.array(list(stamps), dtype=np.int64).reshape(-1, 2)
        holds, wanted = columns.changes(pairs[:, 0], pairs[:, 1])
        rows: list[Row] = []
        if len(wanted) * 4 > len(pairs):
            missing = set(wanted.tolist())
            everything = entries.values_list(*_COLUMN_NAMES).iterator(chunk_size=5_000)
            rows = [Row(*values) for values in everything if values[0] in missing]
        else:
            for some in batched(wanted.tolist(), READ_AT_ONCE):
                rows += [
                    Row(*values)
                    for values in entries.filter(pk__in=some).values_list(*_COLUMN_NAMES)
                ]
        return columns.refreshed(state, holds, rows)

    def _lookup(self, columns: Columns, sets: list[frozenset[str]]) -> list[np.ndarray[Any, Any]]:
        """Return the rows that hold any term of each set. Makes at most one query."""
        found = {terms: columns.postings.get(terms) for terms in sets}
        missing = [terms for terms, rows in found.items() if rows is None]
        if missing:
            for terms, ids in zip(missing, self._terms.find(missing), strict=True):
                found[terms] = rows = columns.rows_of(ids)
                columns.postings.put(terms, rows, weight=len(rows))
        return [found[terms] for terms in sets]  # type: ignore[misc]

    def _found(self, request: SearchRequest, query: Query) -> Found:
        """Return what a request finds; the list, the map and their counts ask for the same."""
        columns = self.columns()
        narrowed = (
            tuple(sorted(request.selected.items())),
            request.period,
            request.bbox,
            request.near,
            request.radius,
        )
        key = (narrowed, query, minutes(timezone.now()))
        found = columns.answers.get(key)
        if found is None:
            found = find(columns, request, query, lambda sets: self._lookup(columns, sets))
            columns.answers.put(key, found, weight=columns.size)
        return found

    def search(self, request: SearchRequest, query: Query) -> SearchResponse:
        """See ``SearchEngine.search``. Makes at most three queries."""
        found = self._found(request, query)
        columns = found.columns
        mask = found.mask()
        rows = np.flatnonzero(mask)
        return SearchResponse(
            total=len(rows),
            unlocated=int(np.count_nonzero(~columns.located[rows])),
            hits=self._hits(request, query, found, rows),
            facets=found.facet_counts(rows),
        )

    def count(self, request: SearchRequest, query: Query) -> int:
        """See ``SearchEngine.count``. Makes at most two queries."""
        return int(np.count_nonzero(self._found(request, query).mask()))

    def agenda(
        self, request: SearchRequest, query: Query, within: Period, each_day: int, page: int = 1
    ) -> Agenda:
        """See ``SearchEngine.agenda``. Makes at most three queries, more with very many rows."""
        found = self._found(request, query)
        columns, plain = found.columns, found.columns.plain
        day_book = DayBook(found, within)
        shown = day_book.page(each_day, page)
        cards = self._cards.of(columns, np.unique(shown.rows))
        return Agenda(
            counts=day_book.counts,
            happenings=tuple(
                Happening(
                    plain.kinds[row],
                    int(plain.object_ids[row]),
                    *span,
                    card=cards[int(plain.ids[row])][0],
                )
                for row, span in zip(shown.rows.tolist(), shown.spans, strict=True)
                if int(plain.ids[row]) in cards
            ),
            next_starts=day_book.next_starts,
        )

    def scheduled(
        self, request: SearchRequest, query: Query, limit: int
    ) -> tuple[int, tuple[Scheduled, ...]]:
        """See ``SearchEngine.scheduled``. Makes at most two queries."""
        found = self._found(request, query)
        plain = found.columns.plain
        rows = np.flatnonzero(found.mask())
        keys = sort_keys(request, query, found, rows, _times_of(found))
        first = first_rows(keys, rows, limit)
        starts = starts_of(found, first) if found.moments.asks else None
        return len(rows), tuple(
            Scheduled(
                plain.kinds[row],
                int(plain.object_ids[row]),
                int(plain.stamps[row]),
                starts[row] if starts is not None else None,
            )
            for row in first.tolist()
        )

    def is_known(self, words: Sequence[QueryWord]) -> list[bool]:
        """See ``SearchEngine.is_known``. Makes at most two queries."""
        columns = self.columns()
        found = self._lookup(columns, [any_form(word) for word in words])
        return [bool(len(rows)) for rows in found]

    def _hits(
        self, request: SearchRequest, query: Query, found: Found, rows: Ints
    ) -> tuple[Hit, ...]:
        columns, plain = found.columns, found.columns.plain
        start = (request.page - 1) * request.size
        if start >= len(rows):
            return ()
        starts, ends = _times_of(found)
        keys = sort_keys(request, query, found, rows, (starts, ends))
        page = first_rows(keys, rows, start + request.size)[start:]
        distances = columns.distances(request.near) if request.near else None
        cards = self._cards.of(columns, page)
        coming = columns.next_moments(page, starts, ends, found.moments.slots)
        hits = []
        for row, next_occurrence in zip(page.tolist(), coming, strict=True):
            shown = cards.get(int(plain.ids[row]))
            if shown is None:
                continue
            located = bool(columns.located[row])
            day = int(plain.confirmed[row])
            hits.append(
                Hit(
                    kind=plain.kinds[row],
                    object_id=int(plain.object_ids[row]),
                    stamp=int(plain.stamps[row]),
                    latitude=float(plain.latitudes[row]) if located else None,
                    longitude=float(plain.longitudes[row]) if located else None,
                    confirmed_on=datetime.date.fromordinal(day) if day else None,
                    card=shown[0],
                    distance_m=float(distances[row]) if located and distances is not None else None,
                    next_occurrence=next_occurrence,
                )
            )
        return tuple(hits)

    def map(self, request: SearchRequest, query: Query, zoom: int) -> MapResponse:
        """See ``SearchEngine.map``. Makes at most three queries."""
        found = self._found(request, query)
        columns = found.columns
        mask = found.mask()
        total = int(np.count_nonzero(mask))
        squares = merge_overlapping(cells(columns, mask, shift_for(zoom)), zoom)
        located = int(np.count_nonzero(mask & columns.located))
        return MapResponse(
            total=total,
            unlocated=total - located,
            clusters=tuple(
                Cluster(cell.latitude, cell.longitude, cell.count, BoundingBox(*cell.bbox))
                for cell in squares
                if cell.count > 1
            ),
            points=self._points(columns, [cell.row for cell in squares if cell.count == 1]),
        )

    def _points(self, columns: Columns, rows: list[int]) -> tuple[MapPoint, ...]:
        plain = columns.plain
        return tuple(
            MapPoint(
                thing.kind,
                thing.object_id,
                float(plain.latitudes[row]),
                float(plain.longitudes[row]),
                thing.names,
                thing.slug,
            )
            for row, thing in self._named(columns, rows).items()
        )

    def _named(self, columns: Columns, rows: Sequence[int]) -> dict[int, Named]:
        """Return the names of these rows, in their order. Makes a query for each chunk."""
        plain = columns.plain
        found = self._names.of(columns, np.array(rows, dtype=np.int64))
        things: dict[int, Named] = {}
        for row in rows:
            shown = found.get(int(plain.ids[row]))
            if shown is not None:
                things[row] = Named(plain.kinds[row], int(plain.object_ids[row]), *shown)
        return things

    def complete(self, words: Sequence[QueryWord], prefix: str, limit: int) -> list[Completion]:
        """See ``SearchEngine.complete``. Makes at most four queries."""
        if not words and not prefix:
            return []
        columns = self.columns()
        found = matches(
            columns,
            self._name_order_of(columns),
            words,
            prefix,
            limit,
            lambda sets: [columns.rows_of(ids) for ids in self._terms.find_prefixes(sets)],
            lambda sets: self._lookup(columns, sets),
        )
        rows = np.flatnonzero(found.mask)
        keys: list[np.ndarray[Any, Any]] = [
            -found.levels[rows],
            columns.plain.name_lengths[rows],
            columns.name_ranks[rows],
        ]
        return self._completions(columns, first_rows(keys, rows, limit).tolist())

    def _name_order_of(self, columns: Columns) -> NameOrder:
        order = self._name_order
        if order is None or order.state != columns.state:
            order = self._name_order = NameOrder(columns)
        return order

    def _completions(self, columns: Columns, rows: Sequence[int]) -> list[Completion]:
        plain = columns.plain
        ids = [int(plain.ids[row]) for row in rows]
        cards = self._cards.of(columns, np.array(rows, dtype=np.int64))
        return [
            Completion(plain.kinds[row], int(plain.object_ids[row]), cards[pk][0])
            for row, pk in zip(rows, ids, strict=True)
            if pk in cards
        ]

    def vocabulary(self) -> Mapping[str, int]:
        """See ``SearchEngine.vocabulary``. Makes one query."""
        return dict(SearchWord.objects.using(index_alias()).values_list("word", "listings"))

    # Writing is the writer's work.

    def writing(self) -> AbstractContextManager[None]:
        """See ``SearchEngine.writing``."""
        return self._writer.writing()

    def prepare(self, documents: Iterable[Document]) -> list[Entry]:
        """See ``SearchEngine.prepare``."""
        return self._writer.prepare(documents)

    def write(self, prepared: Iterable[Entry], *, in_bulk: bool = False) -> int:
        """See ``SearchEngine.write``. Each chunk is written in one transaction."""
        return self._writer.write(prepared, in_bulk=in_bulk)

    def stamps(self, keys: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], int]:
        """See ``SearchEngine.stamps``. Makes a query for each kind."""
        return self._writer.stamps(keys)

    def remove(self, keys: Iterable[tuple[str, int]]) -> None:
        """See ``SearchEngine.remove``."""
        self._writer.remove(keys)

    def keys(self) -> set[tuple[str, int]]:
        """See ``SearchEngine.keys``."""
        return self._writer.keys()

    def tidy(self) -> None:
        """See ``SearchEngine.tidy``."""
        self._writer.tidy()

    def drift(self, documents: Iterable[Document]) -> Drift:
        """See ``SearchEngine.drift``."""
        return self._writer.drift(documents)
