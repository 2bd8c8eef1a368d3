"""Which places are open now, or on a coming weekday, as bits of one number for each row."""

import datetime
from collections.abc import Iterable, Iterator

import numpy as np
from django.utils import timezone

from search.open_times import VALUES
from servicemap.models.fields import WEEKDAY_CODES

from .arrays import Ints, Mask, Ragged
from .minutes import minutes

_BIT = {value: 1 << place for place, value in enumerate(VALUES)}
_NUMBERS = np.arange(1 << len(VALUES))
_HOLD = np.array([(_NUMBERS & bit) != 0 for bit in _BIT.values()], dtype=np.int64)
"""For each time which of all numbers have its bit."""


class Openings:
    """The opening hours of each row: spans of minutes since 1970 (UTC)."""

    def __init__(self, spans: Ragged) -> None:
        self.spans = spans
        self._latest: tuple[int, Ints] | None = None

    def with_values(self, values: Iterable[str]) -> Mask:
        """Return the rows that are open at one of the times."""
        wanted = sum(_BIT.get(value, 0) for value in set(values))
        return np.asarray((self._bits & wanted) != 0)

    def counts(self, rows: Ints) -> dict[str, int]:
        """Count the rows that are open at each of the times; nothing where none is."""
        bits = self._bits
        of_rows = bits if len(rows) == len(bits) else bits[rows]
        counts = _HOLD @ np.bincount(of_rows, minlength=len(_NUMBERS))
        return {value: count for value, count in zip(VALUES, counts.tolist(), strict=True) if count}

    @property
    def _bits(self) -> Ints:
        """The times at which each row is open, as of this minute."""
        now = timezone.now()
        minute, latest = minutes(now), self._latest
        if latest is None or latest[0] != minute:
            latest = self._latest = minute, self._bits_at(now)
        return latest[1]

    def _bits_at(self, now: datetime.datetime) -> Ints:
        # As wide as they are counted fastest.
        bits = np.zeros(len(self.spans.offsets) - 1, dtype=np.int64)
        asked = list(_times(now))
        first, last = minutes(now), max(ends for _value, _starts, ends in asked)
        opens, closes = self.spans.values[:, 0], self.spans.values[:, 1]
        near = np.flatnonzero((closes > first) & (opens < last))
        opens, closes, owners = opens[near], closes[near], self.spans.owners[near]
        for value, starts, ends in asked:
            bits[owners[(closes > starts) & (opens < ends)]] |= _BIT[value]
        return bits


def _times(now: datetime.datetime) -> Iterator[tuple[str, int, int]]:
    """Yield the minutes of each time, the last not included: this one, and those of seven days.

    What is over of today does not count.
    """
    minute = minutes(now)
    yield VALUES[0], minute, minute + 1
    zone = timezone.get_default_timezone()
    today = now.astimezone(zone).date()
    midnights = [
        minutes(
            datetime.datetime.combine(
                today + datetime.timedelta(days=ahead), datetime.time.min, zone
            )
        )
        for ahead in range(len(WEEKDAY_CODES) + 1)
    ]
    for ahead, code in enumerate(
        WEEKDAY_CODES[today.weekday() :] + WEEKDAY_CODES[: today.weekday()]
    ):
        yield code, max(minute, midnights[ahead]), midnights[ahead + 1]
