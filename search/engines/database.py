"""What the engines in the site's own database have in common: all but finding words."""

import datetime
import hashlib
import json
import secrets
import threading
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, router, transaction
from django.db.models import Count, Sum
from django.utils import timezone

from search import weights
from search.grid import Cell, merge_overlapping, shift_for
from search.models import SearchChange, SearchEntry, SearchWord
from search.query import Query, QueryWord
from search.terms import Field, Form
from servicemap.querysets import EARTH_RADIUS_M, FRESH_FOR

from .base import (
    FACETS,
    FACETS_BY_NAME,
    BoundingBox,
    Cluster,
    Document,
    Drift,
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
from .columns import Columns, FacetCodes, Floats, Ints, Mask, Row, minutes, moment, pack, separated
from .scoring import Scorer, TextScore, form_sets

CHUNK = 500
"""Rows written at a time, and read at a time by their ids."""

CHANGES_KEPT = 50
"""Traces of writings that tidying leaves."""

_COLUMN_NAMES = Row._fields


def _chunks(things: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    remaining = iter(things)
    while chunk := list(islice(remaining, size)):
        yield chunk


def _number(*parts: object) -> int:
    """Return a 63-bit number that tells these values from any others."""
    text = json.dumps(parts, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _facet_lines(document: Document, *, calendar: bool = True) -> str:
    return "\n".join(
        f"{name}={value}"
        for name in sorted(document.facets)
        if calendar or name != "weekday"
        for value in sorted(document.facets[name])
    )


def fingerprint(document: Document) -> int:
    """Return a number for everything in a document but what changes as days go by."""
    return _number(
        document.kind,
        document.object_id,
        sorted(document.terms),
        document.name_key,
        document.names,
        document.slug,
        _facet_lines(document, calendar=False),
        document.card,
        document.updated_at,
        document.latitude,
        document.longitude,
        document.confirmed_on,
    )


@dataclass(frozen=True)
class _Entry:
    """A document and the entry that keeps it."""

    document: Document
    entry: SearchEntry


def _entry(document: Document) -> _Entry:
    content, occurrences = fingerprint(document), pack(document.occurrences)
    lines = _facet_lines(document)
    return _Entry(
        document,
        SearchEntry(
            kind=document.kind,
            object_id=document.object_id,
            name_key=document.name_key,
            name_length=document.name_length,
            names=dict(document.names),
            slug=document.slug,
            latitude=document.latitude,
            longitude=document.longitude,
            confirmed_on=document.confirmed_on,
            updated_at=document.updated_at,
            facets=lines,
            occurrences=occurrences,
            calendar_until=document.calendar_until,
            card=dict(document.card),
            fingerprint=content,
            stamp=_number(content, lines, occurrences.hex()),
        ),
    )


_WRITTEN = [
    field.name
    for field in SearchEntry._meta.concrete_fields
    if field.name not in {"id", "kind", "object_id"}
]


@dataclass
class _Found:
    """What a request found: the rows by each of its conditions."""

    columns: Columns
    text: TextScore
    facets: dict[str, Mask]
    other: Mask

    def mask(self, without: str = "") -> Mask:
        """Return the rows that meet all conditions, or all but that of one facet."""
        mask = self.other
        for name, rows in self.facets.items():
            if name != without:
                mask = mask & rows
        return mask


class DatabaseEngine(SearchEngine):
    """Finds words in the database, and everything else in columns in memory.

    The columns are shared by the threads of a process. Each search first asks, in one short
    query, whether they still are what the database holds.
    """

    def __init__(self) -> None:
        self._columns = Columns.empty()
        self._refreshing = threading.Lock()

    # What the kinds of database do each in their way

    @abstractmethod
    def _find(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        """Return, for each set of marked terms, the ids of entries that hold any of them."""

    @abstractmethod
    def _find_prefixes(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        """As ``_find``, of marked terms that begin as given."""

    @abstractmethod
    def _write_terms(self, entries: Sequence[tuple[int, frozenset[str]]]) -> None:
        """Make these the terms of the entries."""

    @abstractmethod
    def _remove_terms(self, entry_ids: Sequence[int]) -> None:
        """Take out the terms of the entries."""

    @abstractmethod
    def _lock(self) -> None:
        """Wait until nobody else writes the index; hold until the transaction ends."""

    def _tidy_terms(self) -> None:
        """Put the terms in order after many writings."""

    # Reading

    @property
    def _alias(self) -> str:
        return router.db_for_write(SearchEntry) or "default"

    def _rows(self, sql: str, params: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        with connections[self._alias].cursor() as cursor:
            cursor.execute(sql, list(params))
            return cursor.fetchall()

    def _execute(self, sql: str) -> None:
        with connections[self._alias].cursor() as cursor:
            cursor.execute(sql)

    def _execute_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with connections[self._alias].cursor() as cursor:
            cursor.executemany(sql, list(rows))

    def columns(self) -> Columns:
        """Return the columns as of now. Makes one query while nothing has changed."""
        state = (self._alias, *self._state())
        columns = self._columns
        if columns.state == state:
            return columns
        with self._refreshing:
            if self._columns.state != state:
                self._columns = self._refreshed(state)
            return self._columns

    def _state(self) -> tuple[Any, ...]:
        changes = SearchChange.objects.using(self._alias)
        found = changes.aggregate(count=Count("*"), total=Sum("token"))
        return found["count"], found["total"] or 0

    def _refreshed(self, state: tuple[Any, ...]) -> Columns:
        columns = self._columns
        if columns.state is None or columns.state[0] != self._alias:
            columns = Columns(None, FacetCodes(), *Columns._read(FacetCodes(), []))
        entries = SearchEntry.objects.using(self._alias).order_by("pk")
        stamps = entries.values_list("pk", "stamp")
        pairs = np.array(list(stamps), dtype=np.int64).reshape(-1, 2)
        holds, wanted = columns.changes(pairs[:, 0], pairs[:, 1])
        fields = ["pk" if name == "id" else name for name in _COLUMN_NAMES]
        rows: list[Row] = []
        if len(wanted) * 4 > len(pairs):
            missing = set(wanted.tolist())
            everything = entries.values_list(*fields).iterator(chunk_size=5_000)
            rows = [Row(*values) for values in everything if values[0] in missing]
        else:
            for some in _chunks(wanted.tolist()):
                rows += [Row(*values) for values in entries.filter(pk__in=some).values_list(*fields)]
        return columns.refreshed(state, holds, rows)

    def _lookup(self, columns: Columns, sets: list[frozenset[str]]) -> list[np.ndarray[Any, Any]]:
        """Return the rows that hold any term of each set. Makes at most one query."""
        found = {terms: columns.remembered(terms) for terms in sets}
        missing = [terms for terms, rows in found.items() if rows is None]
        if missing:
            for terms, ids in zip(missing, self._find(missing), strict=True):
                found[terms] = rows = columns.rows_of(ids)
                columns.remember(terms, rows)
        return [found[terms] for terms in sets]  # type: ignore[misc]

    def _found(self, request: SearchRequest, query: Query) -> _Found:
        columns = self.columns()
        plain = columns.plain
        scorer = Scorer(
            columns.size, plain.name_lengths, lambda sets: self._lookup(columns, sets)
        )
        text = scorer.score(query)
        other = text.mask.copy()
        if query.said and query.is_empty:
            other[:] = False
        facets: dict[str, Mask] = {}
        for limit, named in zip(query.limits, text.limits, strict=True):
            if limit.facet:
                passes = columns.with_facet(limit.facet, limit.values) | named
                facets[limit.facet] = facets.get(limit.facet, True) & passes
            elif limit.period:
                starts = minutes(max(limit.period.starts, timezone.now()))
                other &= columns.takes_place(starts, minutes(limit.period.ends)) | named
            elif limit.near:
                other &= (self._distances(columns, limit.near) <= limit.radius) | named
        for name, values in request.selected.items():
            if not values:
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
            starts = max(request.period.starts, timezone.now())
            other &= columns.takes_place(minutes(starts), minutes(request.period.ends))
        return _Found(columns, text, facets, other)

    @staticmethod
    def _distances(columns: Columns, near: Point) -> Floats:
        """Metres along the great circle, as in ``ListingQuerySet.with_distance``; NaN: no point."""
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

    def _facet_counts(self, found: _Found, rows: Ints) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {facet.name: {} for facet in FACETS}
        columns = found.columns
        counts.update(columns.facet_counts(rows))
        for name in found.facets:
            own = columns.facet_counts(np.flatnonzero(found.mask(without=name)))
            counts[name] = own.get(name, {})
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
            SearchEntry.objects.using(self._alias)
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
                    next_occurrence=_next(columns, row, starts, ends),
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
            starts = columns.next_starts(*span)[rows]
            return [np.where(starts < 0, np.iinfo(np.int64).max, starts), names]
        if request.sort is Sort.DISTANCE and request.near:
            distances = self._distances(columns, request.near)[rows]
            return [np.where(np.isnan(distances), np.inf, distances), names]
        if request.sort is Sort.RELEVANCE and (not query.is_empty or request.near):
            score = found.text.score[rows].astype(np.float64)
            fresh = timezone.localdate().toordinal() - FRESH_FOR.days
            score += weights.CONFIRMED * (columns.plain.confirmed[rows] >= fresh)
            score += weights.UPCOMING * columns.takes_place(span[0], 2**31 - 1)[rows]
            if request.near:
                distances = self._distances(columns, request.near)[rows]
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
        cells = merge_overlapping(_cells(columns, mask, shift_for(zoom)), zoom)
        located = int(np.count_nonzero(mask & columns.located))
        return MapResponse(
            total=total,
            unlocated=total - located,
            clusters=tuple(
                Cluster(cell.latitude, cell.longitude, cell.count, BoundingBox(*cell.bbox))
                for cell in cells
                if cell.count > 1
            ),
            points=self._points(columns, [cell.row for cell in cells if cell.count == 1]),
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
        entries = SearchEntry.objects.using(self._alias)
        for some in _chunks(ids, 5_000):
            for pk, texts, slug in entries.filter(pk__in=some).values_list("pk", "names", "slug"):
                names[ids[pk]] = (texts, slug)
        return {
            row: Named(plain.kinds[row], int(plain.object_ids[row]), *names[row])
            for row in rows
            if row in names
        }

    def complete(self, words: Sequence[QueryWord], prefix: str, limit: int) -> list[Named]:
        """See ``SearchEngine.complete``. Makes at most four queries."""
        columns = self.columns()
        forms = (Form.LEMMA, Form.SURFACE, Form.BASE, Form.PART)
        begins = [frozenset(f"{Field.NAME}{form}{prefix}" for form in some) for some in
                  (forms[:2], forms[2:])] if prefix else []
        found = [columns.rows_of(np.sort(ids)) for ids in self._find_prefixes(begins)]
        score = np.zeros(columns.size, dtype=np.float32)
        mask = np.zeros(columns.size, dtype=bool) if found else np.ones(columns.size, dtype=bool)
        for weight, rows in zip((weights.EXACT, weights.FORMS[Form.PART]), found, strict=False):
            score[rows] = np.maximum(score[rows], np.float32(weight))
            mask[rows] = True
        sets = [
            (weight, terms) for word in words for weight, terms in form_sets(word, Field.NAME)[1:]
        ]
        looked_up = iter(self._lookup(columns, [terms for _weight, terms in sets]))
        for _word in words:
            holds = np.zeros(columns.size, dtype=bool)
            for _form in range(len(sets) // len(words)):
                holds[next(looked_up)] = True
            mask &= holds
        rows = np.flatnonzero(mask)
        keys = [-score[rows], columns.plain.name_lengths[rows], columns.name_ranks[rows]]
        return list(self._named(columns, _first(keys, rows, limit).tolist()).values())

    def vocabulary(self) -> Mapping[str, int]:
        """See ``SearchEngine.vocabulary``. Makes one query."""
        return dict(SearchWord.objects.using(self._alias).values_list("word", "listings"))

    def keys(self) -> set[tuple[str, int]]:
        """See ``SearchEngine.keys``."""
        return set(SearchEntry.objects.using(self._alias).values_list("kind", "object_id"))

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See ``SearchEngine.writing``."""
        with transaction.atomic(using=self._alias):
            self._lock()
            yield

    def update(self, documents: Iterable[Document]) -> int:
        """See ``SearchEngine.update``. Each chunk is written in one transaction."""
        return sum(self._update(chunk) for chunk in _chunks(documents))

    def _update(self, documents: list[Document]) -> int:
        given = {(document.kind, document.object_id): document for document in documents}
        with self.writing():
            entries = SearchEntry.objects.using(self._alias)
            kept: dict[tuple[str, int], tuple[int, int]] = {}
            for kind in {kind for kind, _object_id in given}:
                ids = [object_id for some, object_id in given if some == kind]
                rows = entries.filter(kind=kind, object_id__in=ids)
                for object_id, content, stamp in rows.values_list(
                    "object_id", "fingerprint", "stamp"
                ):
                    kept[kind, object_id] = (content, stamp)
            made = [_entry(document) for document in given.values()]
            changed = [
                pair
                for pair in made
                if kept.get((pair.entry.kind, pair.entry.object_id))
                != (pair.entry.fingerprint, pair.entry.stamp)
            ]
            if not changed:
                return 0
            entries.bulk_create(
                [pair.entry for pair in changed],
                update_conflicts=True,
                unique_fields=["kind", "object_id"],
                update_fields=_WRITTEN,
            )
            rewritten = [
                pair
                for pair in changed
                if kept.get((pair.entry.kind, pair.entry.object_id), (None,))[0]
                != pair.entry.fingerprint
            ]
            self._write_terms([(pair.entry.pk, pair.document.terms) for pair in rewritten])
            words = sorted(set().union(*(pair.document.words for pair in rewritten)))
            SearchWord.objects.using(self._alias).bulk_create(
                [SearchWord(word=word) for word in words], ignore_conflicts=True
            )
            self._leave_trace()
        return len(changed)

    def remove(self, keys: Iterable[tuple[str, int]]) -> None:
        """See ``SearchEngine.remove``."""
        by_kind: dict[str, list[int]] = {}
        for kind, object_id in keys:
            by_kind.setdefault(kind, []).append(object_id)
        if not by_kind:
            return
        with self.writing():
            removed = False
            for kind, object_ids in by_kind.items():
                for some in _chunks(object_ids):
                    entries = SearchEntry.objects.using(self._alias)
                    ids = list(
                        entries.filter(kind=kind, object_id__in=some).values_list("pk", flat=True)
                    )
                    if ids:
                        self._remove_terms(ids)
                        entries.filter(pk__in=ids)._raw_delete(self._alias)
                        removed = True
            if removed:
                self._leave_trace()

    def _leave_trace(self) -> None:
        SearchChange.objects.using(self._alias).create(token=secrets.randbits(40))

    def tidy(self, words: Mapping[str, int]) -> None:
        """See ``SearchEngine.tidy``."""
        with self.writing():
            kept = SearchWord.objects.using(self._alias)
            known = self.vocabulary()
            kept.bulk_create(
                [
                    SearchWord(word=word, listings=count)
                    for word, count in sorted(words.items())
                    if known.get(word) != count
                ],
                update_conflicts=True,
                unique_fields=["word"],
                update_fields=["listings"],
                batch_size=5_000,
            )
            for some in _chunks(sorted(known.keys() - words.keys())):
                kept.filter(word__in=some).delete()
            changes = SearchChange.objects.using(self._alias)
            newest = list(changes.order_by("-pk").values_list("pk", flat=True)[:CHANGES_KEPT])
            if newest:
                changes.filter(pk__lt=newest[-1]).delete()
            self._tidy_terms()

    def drift(self, documents: Iterable[Document]) -> Drift:
        """See ``SearchEngine.drift``.

        Days beyond those that the index knows are no drift: rebuilding moves the calendar on.
        """
        leftover = self.keys()
        missing, outdated = [], []
        today = timezone.now().replace(hour=0, minute=0)
        for chunk in _chunks(documents):
            kept: dict[tuple[str, int], tuple[int, Any, bytes]] = {}
            for kind in {document.kind for document in chunk}:
                ids = [document.object_id for document in chunk if document.kind == kind]
                rows = SearchEntry.objects.using(self._alias).filter(kind=kind, object_id__in=ids)
                for object_id, *values in rows.values_list(
                    "object_id", "fingerprint", "calendar_until", "occurrences"
                ):
                    kept[kind, object_id] = tuple(values)
            for document in chunk:
                key = (document.kind, document.object_id)
                leftover.discard(key)
                if key not in kept:
                    missing.append(key)
                elif not _agrees(document, *kept[key], now=today):
                    outdated.append(key)
        return Drift(tuple(missing), tuple(outdated), tuple(sorted(leftover)))


def _agrees(
    document: Document,
    content: int,
    until: datetime.date | None,
    occurrences: bytes,
    *,
    now: datetime.datetime,
) -> bool:
    if fingerprint(document) != content:
        return False
    first = minutes(now + datetime.timedelta(days=1))
    last = minutes(
        datetime.datetime.combine(until, datetime.time.min, datetime.UTC)
        if until
        else now + datetime.timedelta(days=365)
    )

    def within(packed: bytes) -> list[list[int]]:
        times = np.frombuffer(packed, dtype="<i4").reshape(-1, 2)
        found: list[list[int]] = times[(times[:, 0] >= first) & (times[:, 0] < last)].tolist()
        return found

    return within(bytes(occurrences)) == within(pack(document.occurrences))


def _first(keys: list[np.ndarray[Any, Any]], rows: Ints, count: int) -> Ints:
    """Return the first rows in the order of the keys."""
    if len(rows) > 4 * count:
        # Only what can be among them needs sorting.
        last = np.partition(keys[0], count - 1)[count - 1]
        near = np.flatnonzero(keys[0] <= last)
        keys, rows = [key[near] for key in keys], rows[near]
    return np.asarray(rows[np.lexsort(keys[::-1])][:count])


def _next(columns: Columns, row: int, starts: int, ends: int | None) -> datetime.datetime | None:
    times = columns.calendar.values[columns.calendar.offsets[row] : columns.calendar.offsets[row + 1]]
    valid = times[(times[:, 1] >= starts) & (times[:, 0] < (ends or 2**31 - 1))]
    return moment(int(valid[0, 0])) if len(valid) else None


def _cells(columns: Columns, mask: Mask, shift: int) -> Iterator[Cell]:
    """Yield the squares of the grid that hold any of the rows."""
    ordered, numbers = columns.by_cell
    chosen = mask[ordered]
    rows, cells = ordered[chosen], numbers[chosen] >> np.uint64(2 * shift)
    if not len(rows):
        return
    starts = np.concatenate(([0], np.flatnonzero(np.diff(cells)) + 1))
    latitudes, longitudes = columns.plain.latitudes[rows], columns.plain.longitudes[rows]
    counts = np.diff(np.concatenate((starts, [len(rows)])))
    firsts = cells[starts]
    yield from map(
        _cell,
        separated(firsts).tolist(),
        separated(firsts >> np.uint64(1)).tolist(),
        counts.tolist(),
        (np.add.reduceat(latitudes, starts) / counts).tolist(),
        (np.add.reduceat(longitudes, starts) / counts).tolist(),
        np.minimum.reduceat(longitudes, starts).tolist(),
        np.minimum.reduceat(latitudes, starts).tolist(),
        np.maximum.reduceat(longitudes, starts).tolist(),
        np.maximum.reduceat(latitudes, starts).tolist(),
        rows[starts].tolist(),
    )


def _cell(
    x: int,
    y: int,
    count: int,
    latitude: float,
    longitude: float,
    west: float,
    south: float,
    east: float,
    north: float,
    row: int,
) -> Cell:
    return Cell(x, y, count, latitude, longitude, (west, south, east, north), row)
