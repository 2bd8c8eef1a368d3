"""The index's columns in memory: filters, counts, orders and map cells by array arithmetic.

The database finds words; everything else that a search asks is answered from here. An instance
never changes. When the index does, ``refreshed`` makes the next one, reading only the rows
whose stamps differ.
"""

import datetime
import functools
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.grid import cells_of
from search.open_times import OPEN
from search.query import QueryWord
from search.remembering import Remembered
from servicemap.querysets import EARTH_RADIUS_M

from .arrays import Floats, Ints, Mask, Ragged
from .base import Point
from .minutes import moment
from .openings import Openings
from .slots import ALL, Slots, joined, with_slots
from .z_curve import interleaved

NO_DAY = 0
"""Stands for a date that is not known; dates are proleptic ordinals."""

POSTINGS_KEPT = 6_000_000
"""Rows of found words that are remembered, at four bytes each."""

WORDS_KEPT = 4_000_000
"""Rows of what words are worth that are remembered, at eight bytes each."""

ANSWERS_KEPT = 1_000_000
"""Rows of recent answers that are remembered, at some ten bytes each."""


class Row(NamedTuple):
    """What is read of each entry, in the order of the columns."""

    id: int
    stamp: int
    kind: str
    object_id: int
    name_key: str
    name_length: int
    latitude: float | None
    longitude: float | None
    confirmed_on: datetime.date | None
    updated_at: datetime.datetime
    facets: str
    occurrences: bytes
    hours: bytes


class FacetCodes:
    """Numbers for facet values, the same for all columns of a process."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self.pairs: list[tuple[str, str]] = []

    def code(self, line: str) -> int:
        """Return the number of ``name=value``."""
        found = self._codes.get(line)
        if found is None:
            name, _separator, value = line.partition("=")
            # The pair comes first: whoever sees the number finds what it stands for.
            self.pairs.append((name, value))
            found = self._codes[line] = len(self.pairs) - 1
        return found

    def known(self, name: str, values: Iterable[str]) -> list[int]:
        """Return the numbers of those values that anything has had."""
        codes = (self._codes.get(f"{name}={value}") for value in values)
        return [code for code in codes if code is not None]


@dataclass(frozen=True)
class _Plain:
    """The columns of one value a row."""

    ids: Ints
    stamps: Ints
    kinds: NDArray[Any]
    object_ids: Ints
    name_keys: NDArray[Any]
    name_lengths: NDArray[np.float32]
    latitudes: Floats
    longitudes: Floats
    confirmed: NDArray[np.int32]
    updated: Ints

    def taken(self, rows: Ints) -> "_Plain":
        """Return these rows only, in their order."""
        return _Plain(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    def followed_by(self, other: "_Plain") -> "_Plain":
        """Return both, one after the other."""
        return _Plain(
            *(
                np.concatenate((getattr(self, name), getattr(other, name)))
                for name in self.__dataclass_fields__
            )
        )


def _as_utc(value: datetime.datetime | str) -> datetime.datetime:
    parsed = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=datetime.UTC)


def _day(value: datetime.date | str | None) -> int:
    if value is None:
        return NO_DAY
    return (datetime.date.fromisoformat(value) if isinstance(value, str) else value).toordinal()


def _plain(rows: Sequence[Row]) -> _Plain:
    def column(position: int, dtype: Any) -> NDArray[Any]:
        return np.array([row[position] for row in rows], dtype=dtype)

    def degrees(position: int) -> Floats:
        values = [np.nan if row[position] is None else row[position] for row in rows]
        return np.array(values, dtype=np.float64)

    return _Plain(
        ids=column(0, np.int64),
        stamps=column(1, np.int64),
        kinds=column(2, object),
        object_ids=column(3, np.int64),
        name_keys=column(4, object),
        name_lengths=column(5, np.float32),
        latitudes=degrees(6),
        longitudes=degrees(7),
        confirmed=np.array([_day(row.confirmed_on) for row in rows], dtype=np.int32),
        updated=np.array(
            [int(_as_utc(row.updated_at).timestamp() * 1e6) for row in rows], dtype=np.int64
        ),
    )


def _times(packed: Sequence[bytes]) -> Ragged:
    """Return starts and ends as they were packed for each row."""
    return Ragged(
        np.frombuffer(b"".join(map(bytes, packed)), dtype="<i4").reshape(-1, 2),
        np.array([len(times) // 8 for times in packed], dtype=np.int64),
    )


class Columns:
    """All entries of the index, by rising id; a row's number is its place here."""

    def __init__(
        self,
        state: Any,
        codes: FacetCodes,
        plain: _Plain,
        facets: Ragged,
        calendar: Ragged,
        hours: Ragged,
    ) -> None:
        self.state = state
        self.codes = codes
        self.plain = plain
        self.facets = facets
        self.calendar = calendar
        self.openings = Openings(hours)
        self.size = len(plain.ids)
        self.postings: Remembered[frozenset[str], NDArray[np.int32]] = Remembered(POSTINGS_KEPT)
        self.words: Remembered[QueryWord, Any] = Remembered(WORDS_KEPT)
        self.answers: Remembered[Hashable, Any] = Remembered(ANSWERS_KEPT)

    @classmethod
    def empty(cls) -> "Columns":
        """Return the columns of an empty index that nobody has read yet."""
        return cls(None, FacetCodes(), *cls._read(FacetCodes(), []))

    @staticmethod
    def _read(codes: FacetCodes, rows: Sequence[Row]) -> tuple[_Plain, Ragged, Ragged, Ragged]:
        lines = [row.facets.split("\n") if row.facets else [] for row in rows]
        values = [codes.code(line) for some in lines for line in some]
        calendar = _times([row.occurrences for row in rows])
        return (
            _plain(rows),
            Ragged(
                np.array(values, dtype=np.int32),
                np.array([len(some) for some in lines], dtype=np.int64),
            ),
            Ragged(with_slots(calendar.values), calendar.lengths),
            _times([row.hours for row in rows]),
        )

    def changes(self, ids: Ints, stamps: Ints) -> tuple[Mask, Ints]:
        """Compare with the ids (rising) and stamps in the database.

        Returns which rows here still hold, and the ids that have to be read.
        """
        places = np.searchsorted(ids, self.plain.ids)
        places[places == len(ids)] = 0
        if len(ids):
            holds = (ids[places] == self.plain.ids) & (stamps[places] == self.plain.stamps)
        else:
            holds = np.zeros(self.size, dtype=bool)
        return holds, np.setdiff1d(ids, self.plain.ids[holds], assume_unique=True)

    def refreshed(self, state: Any, holds: Mask, rows: Sequence[Row]) -> "Columns":
        """Return the columns with the rows that still hold, and with new ones."""
        kept = np.flatnonzero(holds)
        fresh, facets, calendar, hours = self._read(self.codes, rows)
        plain = self.plain.taken(kept).followed_by(fresh)
        facets = self.facets.taken(kept).followed_by(facets)
        calendar = self.calendar.taken(kept).followed_by(calendar)
        hours = self.openings.spans.taken(kept).followed_by(hours)
        if np.any(np.diff(plain.ids) < 0):
            order = np.argsort(plain.ids, kind="stable")
            plain, facets = plain.taken(order), facets.taken(order)
            calendar, hours = calendar.taken(order), hours.taken(order)
        return Columns(state, self.codes, plain, facets, calendar, hours)

    # Rows

    def rows_of(self, ids: Ints) -> NDArray[np.int32]:
        """Return the rows of those ids (rising) that are here."""
        if not self.size or not len(ids):
            return np.empty(0, dtype=np.int32)
        places = np.searchsorted(self.plain.ids, ids)
        places[places == self.size] = 0
        return places[self.plain.ids[places] == ids].astype(np.int32)

    # Filters

    @functools.cached_property
    def slots(self) -> Slots:
        """The weekdays and times of day at which each row takes place."""
        return joined(self.calendar.values[:, 2], self.calendar.offsets)

    def with_facet(self, name: str, values: Iterable[str]) -> Mask:
        """Return the rows that have one of the values."""
        if name == OPEN:
            return self.openings.with_values(values)
        mask = np.zeros(self.size, dtype=bool)
        for code in self.codes.known(name, values):
            mask[self._rows_with(code)] = True
        return mask

    def _rows_with(self, code: int) -> Ints:
        ordered, starts = self._rows_by_code
        if code + 1 >= len(starts):
            return np.empty(0, dtype=np.int64)
        return ordered[starts[code] : starts[code + 1]]

    @functools.cached_property
    def _rows_by_code(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.facets.values, kind="stable")
        counts = np.bincount(self.facets.values, minlength=len(self.codes.pairs))
        return self.facets.owners[order], np.concatenate(([0], np.cumsum(counts)))

    def facet_counts(self, rows: Ints) -> dict[str, dict[str, int]]:
        """Count the values of all facets among the rows."""
        if len(rows) == self.size:
            values = self.facets.values
        else:
            values = self.facets.values[self.facets.positions(rows)]
        counts = np.bincount(values, minlength=len(self.codes.pairs))
        found: dict[str, dict[str, int]] = {}
        for code in np.flatnonzero(counts):
            name, value = self.codes.pairs[code]
            found.setdefault(name, {})[value] = int(counts[code])
        found[OPEN] = self.openings.counts(rows)
        return found

    @functools.cached_property
    def located(self) -> Mask:
        """Which rows have a point."""
        return ~np.isnan(self.plain.latitudes)

    def in_box(self, west: float, south: float, east: float, north: float) -> Mask:
        """Return the rows in a box in degrees, edges included."""
        with np.errstate(invalid="ignore"):
            return np.asarray(
                (self.plain.latitudes >= south)
                & (self.plain.latitudes <= north)
                & (self.plain.longitudes >= west)
                & (self.plain.longitudes <= east)
            )

    def distances(self, near: Point) -> Floats:
        """Metres along the great circle, as in ``ListingQuerySet.with_distance``; NaN: no point."""
        with np.errstate(invalid="ignore"):
            latitudes, longitudes = np.radians(self.plain.latitudes), self.plain.longitudes
            latitude = np.radians(near.latitude)
            cosines = np.sin(latitude) * np.sin(latitudes) + np.cos(latitude) * np.cos(
                latitudes
            ) * np.cos(np.radians(longitudes - near.longitude))
            return np.asarray(EARTH_RADIUS_M * np.arccos(np.clip(cosines, -1, 1)))

    def takes_place(self, starts: int, ends: int) -> Mask:
        """Return the rows with an occurrence that touches the minutes from starts up to ends."""
        times = self.calendar.values
        mask = np.zeros(self.size, dtype=bool)
        mask[self.calendar.owners[(times[:, 1] >= starts) & (times[:, 0] < ends)]] = True
        return mask

    @functools.cached_property
    def last_ends(self) -> Ints:
        """The minute in which each row's last occurrence ends; -1 where there is none."""
        found = np.full(self.size, -1, dtype=np.int64)
        np.maximum.at(found, self.calendar.owners, self.calendar.values[:, 1].astype(np.int64))
        return found

    def next_starts(self, starts: int, ends: int | None = None, slots: np.int32 = ALL) -> Ints:
        """Return when each row next takes place in the minutes from starts; -1 for never.

        Only occurrences in one of the slots count.
        """
        times = self.calendar.values
        valid = times[:, 1] >= starts
        if slots != ALL:
            valid &= (times[:, 2] & slots) != 0
        if ends is not None:
            valid &= times[:, 0] < ends
        found = np.full(self.size, -1, dtype=np.int64)
        # Written from the last to the first: the earliest of each row stays.
        positions = np.flatnonzero(valid)[::-1]
        found[self.calendar.owners[positions]] = times[positions, 0]
        return found

    def next_moments(
        self, rows: Ints, starts: int, ends: int | None, slots: np.int32 = ALL
    ) -> list[datetime.datetime | None]:
        """Return when each of some rows next takes place in the minutes from starts, if it does.

        In one of the slots, if it does so, else in any.
        """
        positions = self.calendar.positions(rows)
        times = self.calendar.values[positions]
        owners = np.repeat(np.arange(len(rows)), self.calendar.lengths_of(rows))
        valid = (times[:, 1] >= starts) & (times[:, 0] < (ends or 2**31 - 1))
        found = np.full(len(rows), -1, dtype=np.int64)
        for counts in (valid, valid & ((times[:, 2] & slots) != 0)):
            # Written from the last to the first: the earliest of each row stays.
            last_first = np.flatnonzero(counts)[::-1]
            found[owners[last_first]] = times[last_first, 0]
        return [moment(minute) if minute >= 0 else None for minute in found.tolist()]

    # Orders

    @functools.cached_property
    def name_ranks(self) -> NDArray[np.int32]:
        """The place of each row when all are in the order of their names."""
        keys = self.plain.name_keys
        order = sorted(range(self.size), key=keys.__getitem__)
        ranks = np.empty(self.size, dtype=np.int32)
        ranks[order] = np.arange(self.size, dtype=np.int32)
        return ranks

    @functools.cached_property
    def by_cell(self) -> tuple[Ints, NDArray[np.uint64]]:
        """The located rows in the order of the grid's Z-curve, and their numbers on it.

        The rows of a cell, at any zoom, follow each other.
        """
        rows = np.flatnonzero(self.located)
        x, y = cells_of(self.plain.latitudes[rows], self.plain.longitudes[rows])
        numbers = interleaved(x) | (interleaved(y) << np.uint64(1))
        order = np.argsort(numbers, kind="stable")
        return rows[order], numbers[order]
