"""The embedded default: SQLite with an FTS5 index, in the site's own database."""

import datetime
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from search.grid import Cell, cell, merge_overlapping, shift_for
from search.models import SearchEntry, SearchFacet, SearchOccurrence
from search.query import parse
from servicemap.querysets import EARTH_RADIUS_M

from . import fts5
from .base import (
    FACETS,
    FACETS_BY_NAME,
    BoundingBox,
    Cluster,
    Document,
    Hit,
    MapPoint,
    MapResponse,
    Point,
    SearchEngine,
    SearchRequest,
    SearchResponse,
    Sort,
)

CHUNK = 200
"""Documents written at a time."""

ENTRIES = SearchEntry._meta.db_table
FACET_VALUES = SearchFacet._meta.db_table
OCCURRENCES = SearchOccurrence._meta.db_table


@dataclass(frozen=True)
class _Sql:
    """A piece of SQL and its parameters."""

    text: str
    params: tuple[Any, ...] = ()


def _joined(separator: str, pieces: Iterable[_Sql]) -> _Sql:
    listed = list(pieces)
    return _Sql(
        separator.join(piece.text for piece in listed),
        tuple(param for piece in listed for param in piece.params),
    )


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("%s" for _value in values)


def _utc(moment: datetime.datetime) -> Any:
    """Return the moment as Django stores it in SQLite."""
    return connection.ops.adapt_datetimefield_value(moment)


def _rows(sql: str, params: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return cursor.fetchall()


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    remaining = iter(documents)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


class SQLiteEngine(SearchEngine):
    """Answers from FTS5 and plain tables."""

    def search(self, request: SearchRequest) -> SearchResponse:
        """See ``SearchEngine.search``. Makes five queries and one for each chosen facet."""
        match, relaxed = self._match(request)
        matched = self._matched(request, match)
        [(total, unlocated)] = _rows(
            f"SELECT COUNT(*), COALESCE(SUM(e.latitude IS NULL), 0) {matched.text}",
            matched.params,
        )
        return SearchResponse(
            total=total,
            unlocated=unlocated,
            hits=self._hits(request, match) if total else (),
            facets=self._facet_counts(request, match),
            relaxed=relaxed,
        )

    def map(self, request: SearchRequest, zoom: int) -> MapResponse:
        """See ``SearchEngine.map``. Makes at most four queries."""
        match, _relaxed = self._match(request)
        matched = self._matched(request, match)
        shift = shift_for(zoom)
        rows = _rows(
            "SELECT e.cell_x >> %s AS x, e.cell_y >> %s AS y, COUNT(*), "
            "AVG(e.latitude), AVG(e.longitude), MIN(e.longitude), MIN(e.latitude), "
            f"MAX(e.longitude), MAX(e.latitude), MIN(e.id) {matched.text} GROUP BY x, y",
            (shift, shift, *matched.params),
        )
        cells = merge_overlapping(
            (
                Cell(x, y, count, latitude, longitude, tuple(box), entry_id)
                for x, y, count, latitude, longitude, *box, entry_id in rows
                if x is not None
            ),
            zoom,
        )
        return MapResponse(
            total=sum(row[2] for row in rows),
            unlocated=sum(row[2] for row in rows if row[0] is None),
            clusters=tuple(
                Cluster(cell.latitude, cell.longitude, cell.count, BoundingBox(*cell.bbox))
                for cell in cells
                if cell.count > 1
            ),
            points=self._points([cell.entry_id for cell in cells if cell.count == 1]),
        )

    def update(self, documents: Iterable[Document]) -> None:
        """See ``SearchEngine.update``. Each chunk is written in one transaction."""
        for chunk in _chunks(documents):
            with transaction.atomic():
                self.remove((document.kind, document.object_id) for document in chunk)
                self._insert(chunk)

    def remove(self, keys: Iterable[tuple[str, int]]) -> None:
        """See ``SearchEngine.remove``."""
        by_kind: dict[str, list[int]] = {}
        for kind, object_id in keys:
            by_kind.setdefault(kind, []).append(object_id)
        with transaction.atomic(), connection.cursor() as cursor:
            for kind, object_ids in by_kind.items():
                for start in range(0, len(object_ids), CHUNK):
                    some = object_ids[start : start + CHUNK]
                    found = SearchEntry.objects.filter(kind=kind, object_id__in=some)
                    ids = list(found.values_list("pk", flat=True))
                    for table, column in (
                        (fts5.TABLE, "rowid"),
                        (FACET_VALUES, "entry_id"),
                        (OCCURRENCES, "entry_id"),
                        (ENTRIES, "id"),
                    ):
                        if ids:
                            cursor.execute(
                                f"DELETE FROM {table} WHERE {column} IN ({_marks(ids)})",  # noqa: S608
                                ids,
                            )

    def keys(self) -> set[tuple[str, int]]:
        """See ``SearchEngine.keys``."""
        return set(SearchEntry.objects.values_list("kind", "object_id"))

    # Reading

    def _match(self, request: SearchRequest) -> tuple[str | None, bool]:
        """Return the match expression and whether it was relaxed.

        The expression is empty where nothing was typed, and None where what was typed holds no
        word: that finds nothing. Whether all words are asked for does not depend on filters:
        narrowing a result must never let strangers in.
        """
        query = parse(request.text)
        if not query.words:
            return (None if request.text.strip() else ""), False
        every = fts5.match_all(query)
        if len(query.words) == 1 or _rows(
            f"SELECT 1 FROM {fts5.TABLE} WHERE {fts5.TABLE} MATCH %s LIMIT 1",  # noqa: S608
            [every],
        ):
            return every, False
        return fts5.match_any(query), True

    def _matched(self, request: SearchRequest, match: str | None, without: str = "") -> _Sql:
        """Return FROM and WHERE for what the request asks; ``without`` leaves a facet out."""
        source = _Sql(f"FROM {ENTRIES} e")
        if match:
            source = _Sql(
                f"FROM (SELECT rowid, {fts5.RANK} AS rank FROM {fts5.TABLE} "  # noqa: S608
                f"WHERE {fts5.TABLE} MATCH %s) m JOIN {ENTRIES} e ON e.id = m.rowid",
                (match,),
            )
        conditions = list(self._conditions(request, without))
        if match is None:
            conditions.append(_Sql("0"))
        if not conditions:
            return source
        where = _joined(" AND ", conditions)
        return _Sql(f"{source.text} WHERE {where.text}", source.params + where.params)

    def _conditions(self, request: SearchRequest, without: str) -> Iterator[_Sql]:
        for name, values in request.selected.items():
            if name == without or not values:
                continue
            if FACETS_BY_NAME[name].narrows:
                for value in values:
                    yield self._has_facet(name, (value,))
            else:
                yield self._has_facet(name, values)
        if request.bbox:
            box = request.bbox
            yield _Sql(
                "e.latitude BETWEEN %s AND %s AND e.longitude BETWEEN %s AND %s",
                (box.south, box.north, box.west, box.east),
            )
        if request.near and request.radius is not None:
            distance = self._distance(request.near)
            yield _Sql(
                f"e.latitude IS NOT NULL AND {distance.text} <= %s",
                (*distance.params, request.radius),
            )
        if request.period:
            yield _Sql(
                f"EXISTS (SELECT 1 FROM {OCCURRENCES} o WHERE o.entry_id = e.id "  # noqa: S608
                "AND o.ends >= %s AND o.starts < %s)",
                (
                    _utc(max(request.period.starts, timezone.now())),
                    _utc(request.period.ends),
                ),
            )

    @staticmethod
    def _has_facet(name: str, values: tuple[str, ...]) -> _Sql:
        return _Sql(
            f"e.id IN (SELECT entry_id FROM {FACET_VALUES} "  # noqa: S608
            f"WHERE name = %s AND value IN ({_marks(values)}))",
            (name, *values),
        )

    @staticmethod
    def _distance(near: Point) -> _Sql:
        """Metres along the great circle, as in ``ListingQuerySet.with_distance``."""
        latitude = math.radians(near.latitude)
        return _Sql(
            "%s * ACOS(MIN(1.0, MAX(-1.0, %s * SIN(RADIANS(e.latitude)) + "
            "%s * COS(RADIANS(e.latitude)) * COS(RADIANS(e.longitude - %s)))))",
            (EARTH_RADIUS_M, math.sin(latitude), math.cos(latitude), near.longitude),
        )

    @staticmethod
    def _relevance(request: SearchRequest) -> _Sql:
        """All words in the name come first, then in the parts of its compounds, then by BM25."""
        query = parse(request.text)
        held = f"e.id IN (SELECT rowid FROM {fts5.TABLE} WHERE {fts5.TABLE} MATCH %s)"  # noqa: S608
        return _Sql(
            f"CASE WHEN {held} THEN 0 WHEN {held} THEN 1 ELSE 2 END, rank, ",
            (
                fts5.match_all_in_name(query, parts=False),
                fts5.match_all_in_name(query, parts=True),
            ),
        )

    @staticmethod
    def _next_occurrence(request: SearchRequest) -> _Sql:
        now = timezone.now()
        period = request.period
        starts = max(period.starts, now) if period else now
        limit = _Sql(" AND o.starts < %s", (_utc(period.ends),)) if period else _Sql("")
        return _Sql(
            f"(SELECT MIN(o.starts) FROM {OCCURRENCES} o "  # noqa: S608
            f"WHERE o.entry_id = e.id AND o.ends >= %s{limit.text})",
            (_utc(starts), *limit.params),
        )

    def _hits(self, request: SearchRequest, match: str | None) -> tuple[Hit, ...]:
        matched = self._matched(request, match)
        distance = self._distance(request.near) if request.near else _Sql("NULL")
        occurrence = self._next_occurrence(request)
        order = {
            Sort.RELEVANCE: self._relevance(request) if match else _Sql(""),
            Sort.DISTANCE: _Sql("distance IS NULL, distance, " if request.near else ""),
            Sort.NAME: _Sql(""),
            Sort.UPDATED: _Sql("e.updated_at DESC, "),
            Sort.NEXT: _Sql("occurrence IS NULL, occurrence, "),
        }[request.sort]
        rows = _rows(
            f"SELECT e.id, {distance.text} AS distance, {occurrence.text} AS occurrence "
            f"{matched.text} ORDER BY {order.text}e.name_key, e.id LIMIT %s OFFSET %s",
            (
                *distance.params,
                *occurrence.params,
                *matched.params,
                *order.params,
                request.size,
                (request.page - 1) * request.size,
            ),
        )
        entries = SearchEntry.objects.in_bulk([row[0] for row in rows])
        return tuple(
            self._hit(entries[entry_id], distance_m, starts)
            for entry_id, distance_m, starts in rows
            if entry_id in entries
        )

    @staticmethod
    def _hit(entry: SearchEntry, distance_m: float | None, starts: str | None) -> Hit:
        return Hit(
            kind=entry.kind,
            object_id=entry.object_id,
            latitude=entry.latitude,
            longitude=entry.longitude,
            confirmed_on=entry.confirmed_on,
            card=entry.card,
            distance_m=distance_m,
            next_occurrence=datetime.datetime.fromisoformat(starts).replace(tzinfo=datetime.UTC)
            if starts
            else None,
        )

    def _facet_counts(self, request: SearchRequest, match: str | None) -> dict[str, dict[str, int]]:
        chosen = {name for name, values in request.selected.items() if values}
        own = [facet.name for facet in FACETS if facet.name in chosen and not facet.narrows]
        together = [facet.name for facet in FACETS if facet.name not in own]
        counts: dict[str, dict[str, int]] = {facet.name: {} for facet in FACETS}
        for names, without in [(together, ""), *(([name], name) for name in own)]:
            matched = self._matched(request, match, without)
            rows = _rows(
                # CROSS JOIN keeps SQLite from walking all values of a facet for a few matches.
                f"SELECT f.name, f.value, COUNT(*) FROM (SELECT e.id AS id {matched.text}) found "  # noqa: S608
                f"CROSS JOIN {FACET_VALUES} f ON f.entry_id = found.id "
                f"WHERE f.name IN ({_marks(names)}) "
                "GROUP BY f.name, f.value ORDER BY 3 DESC, 2",
                (*matched.params, *names),
            )
            for name, value, count in rows:
                counts[name][value] = count
        return counts

    @staticmethod
    def _points(entry_ids: list[int]) -> tuple[MapPoint, ...]:
        if not entry_ids:
            return ()
        rows = _rows(
            "SELECT kind, object_id, latitude, longitude, "  # noqa: S608
            "json_extract(card, '$.name'), json_extract(card, '$.slug') "
            f"FROM {ENTRIES} WHERE id IN (SELECT value FROM json_each(%s)) ORDER BY id",
            [json.dumps(entry_ids)],
        )
        return tuple(
            MapPoint(kind, object_id, latitude, longitude, json.loads(names), slug)
            for kind, object_id, latitude, longitude, names, slug in rows
        )

    # Writing

    @staticmethod
    def _insert(documents: list[Document]) -> None:
        entries = SearchEntry.objects.bulk_create(_entry(document) for document in documents)
        paired = list(zip(entries, documents, strict=True))
        SearchFacet.objects.bulk_create(
            SearchFacet(entry=entry, name=name, value=value)
            for entry, document in paired
            for name, values in document.facets.items()
            for value in sorted(values)
        )
        SearchOccurrence.objects.bulk_create(
            SearchOccurrence(entry=entry, starts=starts, ends=ends)
            for entry, document in paired
            for starts, ends in document.occurrences
        )
        names = list(fts5.TEXT_FIELDS)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {fts5.TABLE} (rowid, {', '.join(names)}) "  # noqa: S608
                f"VALUES (%s, {_marks(names)})",
                [
                    (entry.pk, *(" ".join(document.fields.get(name, ())) for name in names))
                    for entry, document in paired
                ],
            )


def _entry(document: Document) -> SearchEntry:
    cell_x, cell_y = None, None
    if document.latitude is not None and document.longitude is not None:
        cell_x, cell_y = cell(document.latitude, document.longitude)
    return SearchEntry(
        kind=document.kind,
        object_id=document.object_id,
        name_key=document.name_key,
        latitude=document.latitude,
        longitude=document.longitude,
        cell_x=cell_x,
        cell_y=cell_y,
        confirmed_on=document.confirmed_on,
        updated_at=document.updated_at,
        card=dict(document.card),
    )
