"""Moments as whole minutes since 1970 (UTC), as the index keeps them."""

import datetime
from collections.abc import Iterable

import numpy as np


def minutes(moment: datetime.datetime) -> int:
    """Return whole minutes since 1970 (UTC)."""
    return int(moment.timestamp() // 60)


def moment(minute: int) -> datetime.datetime:
    """Return the moment of a whole minute since 1970 (UTC)."""
    return datetime.datetime.fromtimestamp(minute * 60, datetime.UTC)


def pack(occurrences: Iterable[tuple[datetime.datetime, datetime.datetime]]) -> bytes:
    """Return occurrences in order as ``SearchEntry.occurrences`` keeps them."""
    pairs = sorted((minutes(starts), minutes(ends)) for starts, ends in occurrences)
    return np.array(pairs, dtype="<i4").tobytes()
