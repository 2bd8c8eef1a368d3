"""What was found by days: the occurrences that are asked for, one after the other."""

import datetime
import functools
from typing import NamedTuple

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from .arrays import Ints
from .base import Period
from .matching import Found
from .minutes import minutes, moment
from .slots import DAY_MINUTES, local_minutes

_EPOCH = datetime.date(1970, 1, 1)

Span = tuple[datetime.datetime, datetime.datetime, bool]
"""Start and end in the site's time zone, and whether it lasts the whole day."""


class Shown(NamedTuple):
    """Some occurrences: the row of each, and its time."""

    rows: Ints
    spans: list[Span]


class DayBook:
    """The occurrences of what was found that start within a span of days."""

    def __init__(self, found: Found, within: Period) -> None:
        columns = found.columns
        positions = found.moments.occurrences(np.flatnonzero(found.mask()))
        starts = columns.calendar.values[positions, 0]
        first, last = minutes(within.starts), minutes(within.ends)
        later = starts[starts >= last]
        self._next = int(later.min()) if len(later) else None
        inside = positions[(starts >= first) & (starts < last)]
        owners = columns.calendar.owners[inside]
        order = np.lexsort((columns.name_ranks[owners], columns.calendar.values[inside, 0]))
        self._rows: Ints = owners[order]
        self._times = columns.calendar.values[inside[order], :2]
        self._days = local_minutes(self._times[:, 0]) // DAY_MINUTES

    @functools.cached_property
    def _each(self) -> list[tuple[int, int, int]]:
        """Each day that has any, where its occurrences begin, and how many they are."""
        found = np.unique(self._days, return_index=True, return_counts=True)
        return list(zip(*(column.tolist() for column in found), strict=True))

    @property
    def counts(self) -> dict[datetime.date, int]:
        """How many occurrences each day has that has any."""
        return {_EPOCH + datetime.timedelta(days=day): count for day, _at, count in self._each}

    @property
    def next_starts(self) -> datetime.datetime | None:
        """When the first occurrence after the span starts."""
        return None if self._next is None else timezone.localtime(moment(self._next))

    def page(self, each_day: int, number: int) -> Shown:
        """Return one page of each day's occurrences."""
        skipped = (number - 1) * each_day
        picked = [
            position
            for _day, at, count in self._each
            for position in range(at + skipped, at + min(skipped + each_day, count))
        ]
        times = self._times[picked]
        return Shown(self._rows[picked], [_span(*pair) for pair in times.tolist()])


def _span(starts: int, ends: int) -> Span:
    start, end = timezone.localtime(moment(starts)), timezone.localtime(moment(ends))
    midnight = datetime.time.min
    # An occurrence with times lies within its day: from midnight to midnight is all of it.
    return start, end, start.time() == end.time() == midnight and end > start


def starts_of(found: Found, rows: NDArray[np.integer]) -> dict[int, tuple[datetime.datetime, ...]]:
    """Return the starts of the occurrences of each row that are asked for, in order."""
    calendar = found.columns.calendar
    positions = found.moments.occurrences(rows.astype(np.int64))
    found_starts: dict[int, list[int]] = {row: [] for row in rows.tolist()}
    pairs = (calendar.owners[positions].tolist(), calendar.values[positions, 0].tolist())
    for row, start in zip(*pairs, strict=True):
        found_starts[row].append(start)
    return {row: tuple(map(moment, sorted(starts))) for row, starts in found_starts.items()}
