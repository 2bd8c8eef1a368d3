"""What a request asks of when things take place: span of days, weekday and time of day.

One and the same occurrence has to meet all of it: what is on Mondays in the morning and on
Fridays in the evening is not on Friday morning.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from search.query import Limit
from servicemap.models.fields import WEEKDAY_CODES

from .arrays import Ints, Mask
from .base import Period, SearchRequest
from .columns import Columns
from .minutes import minutes
from .slots import ALL, TIMES, Slots, counts, joined, slots_of

VALUES = {"weekday": WEEKDAY_CODES, "time": TIMES}
"""The facets that are about when things take place, with their values."""


@dataclass(frozen=True)
class _Wanted:
    """Slots one of which an occurrence needs; ``spared`` rows pass as they are named so."""

    about: str
    slots: np.int32
    spared: Mask | None = None


class Moments:
    """The rows by when they take place."""

    def __init__(
        self,
        columns: Columns,
        request: SearchRequest,
        limits: Sequence[Limit],
        named: Sequence[Mask],
    ) -> None:
        self._columns = columns
        self._chosen = request.period
        self._wanted = [
            _Wanted(about, slots_of(about, values))
            for about in VALUES
            if (values := request.selected.get(about))
        ]
        self._said: list[Period] = []
        self._said_spares = np.zeros(columns.size, dtype=bool)
        for about in VALUES:
            said = [pair for pair in zip(limits, named, strict=True) if pair[0].facet == about]
            if said:
                # Of what is said of one thing any will do, as with the values of a facet.
                slots = slots_of(about, (value for limit, _ in said for value in limit.values))
                spared = np.logical_or.reduce([names for _limit, names in said])
                self._wanted.append(_Wanted(about, slots, spared))
        for limit, names in zip(limits, named, strict=True):
            if limit.period:
                self._said.append(limit.period)
                self._said_spares |= names

    @functools.cached_property
    def together(self) -> bool:
        """Whether several things are asked that one occurrence must meet."""
        about = {wanted.about for wanted in self._wanted}
        return "time" in about or bool(about and (self._chosen or self._said))

    @property
    def slots(self) -> np.int32:
        """The slots of the occurrences that are asked for."""
        slots = ALL
        for wanted in self._wanted:
            slots &= wanted.slots
        return slots

    @property
    def span(self) -> Period | None:
        """The days of the occurrences that are asked for, from the first to the last."""
        if not self._said:
            return self._chosen
        said = Period(
            min(period.starts for period in self._said), max(period.ends for period in self._said)
        )
        return _shared(said, self._chosen) if self._chosen else said

    @property
    def counted(self) -> tuple[str, ...]:
        """The facets of which the values have to be counted by occurrences."""
        return tuple(VALUES) if self.together or self._chosen or self._said else ("time",)

    @functools.cached_property
    def _slots(self) -> Slots:
        """The slots of each row's occurrences within the spans of days."""
        slots = self._within([self._chosen] if self._chosen else [])
        if not self._said:
            return slots
        chosen = self._chosen
        said = self._within([_shared(one, chosen) if chosen else one for one in self._said])
        return np.where(self._said_spares, slots, said)

    def _within(self, periods: Sequence[Period]) -> Slots:
        if not periods:
            return self._columns.slots
        times = self._columns.calendar.values
        inside = np.zeros(len(times), dtype=bool)
        for period in periods:
            starts = minutes(max(period.starts, timezone.now()))
            inside |= (times[:, 1] >= starts) & (times[:, 0] < minutes(period.ends))
        return joined(np.where(inside, times[:, 2], 0), self._columns.calendar.offsets)

    def _left(self, without: str) -> tuple[Slots, Mask | None]:
        """Return the slots that all but one facet leave, and the rows that no facet touches."""
        slots, spared = self._slots, None
        for wanted in self._wanted:
            if wanted.about == without:
                continue
            narrowed = slots & wanted.slots
            rest = wanted.spared
            slots = narrowed if rest is None else np.where(rest, slots, narrowed)
            rest = np.zeros(self._columns.size, dtype=bool) if rest is None else rest
            spared = rest if spared is None else spared & rest
        return slots, spared

    def mask(self, without: str = "") -> Mask:
        """Return the rows with an occurrence that meets everything, or all but one facet."""
        slots, spared = self._left(without)
        return np.ones(self._columns.size, dtype=bool) if spared is None else (slots != 0) | spared

    @property
    def asks(self) -> bool:
        """Whether anything at all is asked of when things take place."""
        return bool(self._wanted or self._chosen or self._said)

    def occurrences(self, rows: Ints) -> Ints:
        """Return where in the calendar the occurrences of rows stand that meet everything.

        What is over meets nothing. Of rows that are named so, what was said touches none.
        """
        calendar = self._columns.calendar
        positions = calendar.positions(rows)
        times, owners = calendar.values[positions], calendar.owners[positions]
        now = timezone.now()
        meets = times[:, 1] >= minutes(now)
        if self._chosen:
            meets &= _touched(times, self._chosen)
        if self._said:
            said = [_touched(times, period) for period in self._said]
            meets &= np.logical_or.reduce([*said, self._said_spares[owners]])
        for wanted in self._wanted:
            met = (times[:, 2] & wanted.slots) != 0
            meets &= met if wanted.spared is None else met | wanted.spared[owners]
        return np.asarray(positions[meets], dtype=np.int64)

    def counts(self, about: str, rows: Ints) -> dict[str, int]:
        """Count the values of a facet among rows, as far as everything else leaves them."""
        slots, _spared = self._left(about)
        return counts(slots[rows], about, VALUES[about])

    def met(self, limit: Limit) -> Mask:
        """Return the rows that take place at the times of a limit."""
        return (self._columns.slots & slots_of(limit.facet, limit.values)) != 0


def _touched(times: NDArray[Any], period: Period) -> Mask:
    """Tell which occurrences touch a span of days."""
    return np.asarray(
        (times[:, 1] >= minutes(period.starts)) & (times[:, 0] < minutes(period.ends))
    )


def _shared(one: Period, other: Period) -> Period:
    return Period(max(one.starts, other.starts), min(one.ends, other.ends))
