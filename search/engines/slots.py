"""The weekday and the time of day of occurrences, as bits of one number.

Each weekday has four *slots*: what begins in its morning, afternoon and evening, and what lasts the
whole day. An occurrence is in one slot, a row has those of all its occurrences. So whether a
row takes place on some weekdays at some times is one comparison of bits, and always about one
and the same occurrence.
"""

import datetime
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from search.times_of_day import STARTS
from servicemap.models.fields import WEEKDAY_CODES

Slots = NDArray[np.int32]

TIMES = tuple(str(time) for time in STARTS)
_WHOLE_DAY = len(TIMES)
_SLOTS_A_DAY = len(TIMES) + 1
DAY_MINUTES = 24 * 60
_QUARTER = 15
"""Minutes at which clocks change: no time zone does so at others."""

_THURSDAY = 3
"""1 January 1970 was one."""

ALL = np.int32((1 << (_SLOTS_A_DAY * len(WEEKDAY_CODES))) - 1)


def slots_of(facet: str, values: Iterable[str]) -> np.int32:
    """Return the slots of some values of the facets ``weekday`` and ``time``."""
    wanted = set(values)
    bits = 0
    for day, weekday in enumerate(WEEKDAY_CODES):
        for part in range(_SLOTS_A_DAY):
            value = weekday if facet == "weekday" else (*TIMES, "")[part]
            if value and value in wanted:
                bits |= 1 << (day * _SLOTS_A_DAY + part)
    return np.int32(bits)


def with_slots(times: NDArray[Any]) -> NDArray[np.int32]:
    """Add a column with the slot to the start and end of occurrences in minutes since 1970."""
    return np.column_stack((times, _slots(times))).astype(np.int32, copy=False)


def _slots(times: NDArray[Any]) -> Slots:
    starts = local_minutes(times[:, 0])
    days, minutes = np.divmod(starts, DAY_MINUTES)
    bounds = [start.hour * 60 + start.minute for start in STARTS.values()]
    parts = np.searchsorted(bounds, minutes, side="right") - 1
    # An occurrence with times lies within its day: from midnight to midnight is all of it.
    midnight = np.flatnonzero(minutes == 0)
    lasts = local_minutes(times[midnight, 1]) - starts[midnight]
    parts[midnight[lasts >= DAY_MINUTES]] = _WHOLE_DAY
    weekdays = (days + _THURSDAY) % len(WEEKDAY_CODES)
    return np.asarray(np.left_shift(1, weekdays * _SLOTS_A_DAY + parts), dtype=np.int32)


def local_minutes(minutes: NDArray[Any]) -> NDArray[np.int64]:
    """Return minutes since 1970 (UTC) as the clocks of the site's time zone count them."""
    quarters, places = np.unique(minutes // _QUARTER, return_inverse=True)
    offsets = np.array([_offset(quarter * _QUARTER) for quarter in quarters.tolist()], np.int64)
    return minutes.astype(np.int64) + (offsets[places] if len(offsets) else 0)


def _offset(minute: int) -> int:
    zone = timezone.get_default_timezone()
    try:
        offset = datetime.datetime.fromtimestamp(minute * 60, zone).utcoffset()
    except (ValueError, OverflowError, OSError):
        # Before the first year or after the last one.
        return 0
    return int(offset.total_seconds() // 60) if offset else 0


def joined(slots: Slots, offsets: NDArray[np.int64]) -> Slots:
    """Return the slots of each row; its occurrences stand from one offset up to the next."""
    found = np.zeros(len(offsets) - 1, dtype=np.int32)
    busy = np.flatnonzero(np.diff(offsets))
    if len(busy):
        found[busy] = np.bitwise_or.reduceat(slots, offsets[busy])
    return found


def counts(slots: Slots, facet: str, names: Iterable[str]) -> dict[str, int]:
    """Count how many of the rows have each value of a facet."""
    found = {name: int(np.count_nonzero(slots & slots_of(facet, [name]))) for name in names}
    return {name: count for name, count in found.items() if count}
