"""What the engines in the site's own database have in common: all but finding words."""

import datetime
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connections
from django.utils import timezone

from search import weights
from search.batches import batched
from search.grid import merge_overlapping, shift_for
from search.models import SearchChange, SearchEntry, SearchWord
from search.query import Limit, Query, QueryWord
from search.terms import Field
from servicemap.querysets import EARTH_RADIUS_M, FRESH_FOR

from .base import (
    FACETS,
    FACETS_BY_NAME,
    BoundingBox,
    Cluster,
    Completion,
    Document,
    Drift,
    Facet,
    Hit,
    MapPoint,
    MapResponse,
    Named,
    Point,
    SearchEngine,
    SearchRequest,
    SearchResponse,
    Sort,
)
from .cells import cells
from .columns import Columns, Floats, Ints, Mask, Row, minutes, moment
from .completing import NameOrder, matches
from .moments import VALUES as MOMENTS
from .moments import Moments
from .scoring import Scorer, TextScore, form_sets
from .term_table import TermTable, execute, index_alias
from .writer import Writer

READ_AT_ONCE = 5_000
"""Rows read at a time by their ids."""

ANY = Facet("")

ENTRIES = SearchEntry._meta.db_table
CHANGES = SearchChange._meta.db_table

_COLUMN_NAMES = ["pk" if name == "id" else name for name in Row._fields]


@dataclass
class _Found:
    """What a request found: the rows by each of its conditions."""

    columns: Columns
    text: TextScore
    facets: dict[str, Mask]
    other: Mask
    moments: Moments

    def mask(self, without: str = "") -> Mask:
        """Return the rows that meet all conditions, or all but that of one facet."""
        mask = self.other
        if self.moments.together:
            mask = mask & self.moments.mask(without)
        for name, rows in self.facets.items():
            if name != without:
                mask = mask & rows
        return mask


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

    def _found(self, request: SearchRequest, query: Query) -> _Found:
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
            found = self._find(columns, request, query)
            columns.answers.put(key, found, weight=columns.size)
        return found

    def _find(self, columns: Columns, request: SearchRequest, query: Query) -> _Found:
        plain = columns.plain
        scorer = Scorer(columns.size, plain.name_lengths, lambda sets: self._lookup(columns, sets))
        text = scorer.score(query)
        other = text.mask.copy()
        if query.said and query.is_empty:
            other[:] = False
        moments = Moments(columns, request, query.limits, text.limits)
        facets: dict[str, Mask] = {}
        said: dict[str, Mask] = {}
        for limit, named in zip(query.limits, text.limits, strict=True):
            if limit.denied:
                other &= ~self._met(columns, limit) | named
                continue
            met = moments.met(limit) if limit.facet == "time" else self._met(columns, limit)
            text.score[met] += weights.LIMIT_MET
            about = limit.facet or ("when" if limit.period else "where")
            passes = met | named
            if about in said and not FACETS_BY_NAME.get(about, ANY).narrows:
                # “Lahdessa tai Hollolassa”: as with the facets themselves, one of them will do.
                passes |= said[about]
            elif about in said:
                passes &= said[about]
            said[about] = passes
        for about, passes in said.items():
            if moments.together and about in MOMENTS:
                continue
            if about in FACETS_BY_NAME and not FACETS_BY_NAME[about].narrows:
                facets[about] = passes
            else:
                other &= passes
        for name, values in request.selected.items():
            if not values or (moments.together and name in MOMENTS):
                continue
            if FACETS_BY_NAME[name].narrows:
                for value in values:
                    other &= columns.with_facet(name, [value])
            else:
                facets[name] = facets.get(name, True) & columns.with_facet(name, values)
        if request.bbox:
            box = request.bbox
            other &= columns.in_box(box.west, box.south, box.east, box.north)
        if request.near and request.radius is not None:
            other &= self._distances(columns, request.near) <= request.radius
        if request.period:
            starts = minutes(max(request.period.starts, timezone.now()))
            other &= columns.takes_place(starts, minutes(request.period.ends))
        return _Found(columns, text, facets, other, moments)

    def _met(self, columns: Columns, limit: Limit) -> Mask:
        """Return the rows that meet a limit, whatever they are named."""
        if limit.period:
            starts = minutes(max(limit.period.starts, timezone.now()))
            return columns.takes_place(starts, minutes(limit.period.ends))
        if limit.near:
            return self._distances(columns, limit.near) <= limit.radius
        return columns.with_facet(limit.facet, limit.values)

    @staticmethod
    def _distances(columns: Columns, near: Point) -> Floats:
        """Metres along the great circle, as in ``ListingQuerySet.with_distance``; NaN: no point."""
        with np.errstate(invalid="ignore"):
            latitudes, longitudes = np.radians(columns.plain.latitudes), columns.plain.longitudes
            latitude = np.radians(near.latitude)
            cosines = np.sin(latitude) * np.sin(latitudes) + np.cos(latitude) * np.cos(
                latitudes
            ) * np.cos(np.radians(longitudes - near.longitude))
            return np.asarray(EARTH_RADIUS_M * np.arccos(np.clip(cosines, -1, 1)))

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
            facets=self._facet_counts(found, rows),
        )

    def count(self, request: SearchRequest, query: Query) -> int:
        """See ``SearchEngine.count``. Makes at most two queries."""
        return int(np.count_nonzero(self._found(request, query).mask()))

    def is_known(self, words: Sequence[QueryWord]) -> list[bool]:
        """See ``SearchEngine.is_known``. Makes at most two queries."""
        columns = self.columns()
        sets = [
            frozenset().union(*(terms for field in Field for _w, terms in form_sets(word, field)))
            for word in words
        ]
        return [bool(len(rows)) for rows in self._lookup(columns, sets)]

    def explain_match(self, request: SearchRequest, query: Query) -> list[tuple[str, list[str]]]:
        """Return plain SQL, with its parameters, that finds the ids of the same words and facets.

        For comparison in benchmarks: without synonyms and other alternatives. Nothing where the
        request asks for more than words and facets.
        """
        if request.period or request.bbox or request.near or query.any_word:
            return []
        chosen = [*request.selected.items(), *((each.facet, each.values) for each in query.limits)]
        if any(name in {"", "time"} for name, _values in chosen) or any(
            limit.denied for limit in query.limits
        ):
            return []
        found, params = [f"SELECT id FROM {ENTRIES}"], []  # noqa: S608
        if query.words:
            sets = [
                frozenset().union(
                    *(terms for field in Field for _weight, terms in form_sets(word, field))
                )
                for word in query.words
            ]
            match, expression = self._terms.match(sets)
            found, params = [match], [expression]
        for name, values in chosen:
            lines = " OR ".join("(chr(10) || facets || chr(10)) LIKE %s" for _value in values)
            lines = lines if self._vendor == "postgresql" else lines.replace("chr(", "char(")
            found.append(f"SELECT id FROM {ENTRIES} WHERE {lines}")  # noqa: S608
            params += [f"%\n{name}={value}\n%" for value in values]
        return [(" INTERSECT ".join(found), params)]

    @property
    def _vendor(self) -> str:
        return str(connections[index_alias()].vendor)

    def _facet_counts(self, found: _Found, rows: Ints) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {facet.name: {} for facet in FACETS}
        columns = found.columns
        counts.update(columns.facet_counts(rows))
        for name in found.facets:
            own = columns.facet_counts(np.flatnonzero(found.mask(without=name)))
            counts[name] = own.get(name, {})
        for name in found.moments.counted:
            others = np.flatnonzero(found.mask(without=name))
            counts[name] = found.moments.counts(name, others)
        return {
            name: dict(sorted(values.items(), key=lambda item: (-item[1], item[0])))
            for name, values in counts.items()
        }

    def _hits(
        self, request: SearchRequest, query: Query, found: _Found, rows: Ints
    ) -> tuple[Hit, ...]:
        columns, plain = found.columns, found.columns.plain
        start = (request.page - 1) * request.size
        if start >= len(rows):
            return ()
        now = timezone.now()
        starts = minutes(max(request.period.starts, now) if request.period else now)
        ends = minutes(request.period.ends) if request.period else None
        keys = self._order(request, query, found, rows, (starts, ends))
        page = _first(keys, rows, start + request.size)[start:]
        distances = self._distances(columns, request.near) if request.near else None
        cards = dict(
            SearchEntry.objects.using(index_alias())
            .filter(pk__in=plain.ids[page].tolist())
            .values_list("pk", "card")
        )
        hits = []
        for row in page.tolist():
            card = cards.get(int(plain.ids[row]))
            if card is None:
                continue
            located = bool(columns.located[row])
            day = int(plain.confirmed[row])
            hits.append(
                Hit(
                    kind=plain.kinds[row],
                    object_id=int(plain.object_ids[row]),
                    latitude=float(plain.latitudes[row]) if located else None,
                    longitude=float(plain.longitudes[row]) if located else None,
                    confirmed_on=datetime.date.fromordinal(day) if day else None,
                    card=card,
                    distance_m=float(distances[row]) if located and distances is not None else None,
                    next_occurrence=_next(found, row, starts, ends),
                )
            )
        return tuple(hits)

    def _order(
        self,
        request: SearchRequest,
        query: Query,
        found: _Found,
        rows: Ints,
        span: tuple[int, int | None],
    ) -> list[np.ndarray[Any, Any]]:
        """Return the keys of the rows' order, the first one first; the smallest comes first."""
        columns = found.columns
        names = columns.name_ranks[rows]
        if request.sort is Sort.UPDATED:
            return [-columns.plain.updated[rows], names]
        if request.sort is Sort.NEXT:
            starts = columns.next_starts(*span, found.moments.slots)[rows]
            return [np.where(starts < 0, np.iinfo(np.int64).max, starts), names]
        if request.sort is Sort.DISTANCE and request.near:
            distances = self._distances(columns, request.near)[rows]
            return [np.where(np.isnan(distances), np.inf, distances), names]
        if request.sort is Sort.RELEVANCE and query.asks_only_when:
            starts = columns.next_starts(*span, found.moments.slots)[rows]
            return [np.where(starts < 0, np.iinfo(np.int64).max, starts), names]
        near = request.near or query.near
        if request.sort is Sort.RELEVANCE and (not query.is_empty or near):
            score = found.text.score[rows].astype(np.float64)
            fresh = timezone.localdate().toordinal() - FRESH_FOR.days
            score += weights.CONFIRMED * (columns.plain.confirmed[rows] >= fresh)
            score += weights.UPCOMING * columns.takes_place(span[0], 2**31 - 1)[rows]
            if near:
                distances = self._distances(columns, near)[rows]
                nearness = weights.NEARNESS / (1 + distances / weights.NEAR_M)
                score += np.nan_to_num(nearness, nan=0.0)
            return [-score, names]
        return [names]

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
        named = self._named(columns, rows)
        return tuple(
            MapPoint(
                thing.kind,
                thing.object_id,
                float(plain.latitudes[row]),
                float(plain.longitudes[row]),
                thing.names,
                thing.slug,
            )
            for row, thing in named.items()
        )

    def _named(self, columns: Columns, rows: Sequence[int]) -> dict[int, Named]:
        """Return the names of these rows, in their order. Makes a query for each chunk."""
        plain = columns.plain
        ids = {int(plain.ids[row]): row for row in rows}
        names: dict[int, tuple[Mapping[str, str], str]] = {}
        entries = SearchEntry.objects.using(index_alias())
        for some in batched(ids, READ_AT_ONCE):
            for pk, texts, slug in entries.filter(pk__in=some).values_list("pk", "names", "slug"):
                names[ids[pk]] = (texts, slug)
        return {
            row: Named(plain.kinds[row], int(plain.object_ids[row]), *names[row])
            for row in rows
            if row in names
        }

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
        return self._completions(columns, _first(keys, rows, limit).tolist())

    def _name_order_of(self, columns: Columns) -> NameOrder:
        order = self._name_order
        if order is None or order.state != columns.state:
            order = self._name_order = NameOrder(columns)
        return order

    def _completions(self, columns: Columns, rows: Sequence[int]) -> list[Completion]:
        plain = columns.plain
        entries = SearchEntry.objects.using(index_alias())
        ids = [int(plain.ids[row]) for row in rows]
        cards = dict(entries.filter(pk__in=ids).values_list("pk", "card")) if ids else {}
        return [
            Completion(plain.kinds[row], int(plain.object_ids[row]), cards[pk])
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

    def update(self, documents: Iterable[Document], *, in_bulk: bool = False) -> int:
        """See ``SearchEngine.update``. Each chunk is written in one transaction."""
        return self._writer.update(documents, in_bulk=in_bulk)

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


def _first(keys: list[np.ndarray[Any, Any]], rows: Ints, count: int) -> Ints:
    """Return the first rows in the order of the keys."""
    if len(rows) > 4 * count:
        # Only what can be among them needs sorting.
        last = np.partition(keys[0], count - 1)[count - 1]
        near = np.flatnonzero(keys[0] <= last)
        keys, rows = [key[near] for key in keys], rows[near]
    return np.asarray(rows[np.lexsort(keys[::-1])][:count])


def _next(found: _Found, row: int, starts: int, ends: int | None) -> datetime.datetime | None:
    """Return when a row next takes place; as it was asked for, if it does so."""
    calendar = found.columns.calendar
    times = calendar.values[calendar.offsets[row] : calendar.offsets[row + 1]]
    times = times[(times[:, 1] >= starts) & (times[:, 0] < (ends or 2**31 - 1))]
    wanted = times[(times[:, 2] & found.moments.slots) != 0]
    first = wanted if len(wanted) else times
    return moment(int(first[0, 0])) if len(first) else None
