"""In which order what was found is listed."""

from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from search import weights
from search.query import Query
from servicemap.querysets import FRESH_FOR

from .arrays import Ints
from .base import SearchRequest, Sort
from .matching import Found

Keys = list[NDArray[Any]]
"""What rows are ordered by, the first key first; the smallest comes first."""


def sort_keys(
    request: SearchRequest, query: Query, found: Found, rows: Ints, span: tuple[int, int | None]
) -> Keys:
    """Return the keys of the rows' order; ``span`` are the minutes that occurrences count in."""
    columns = found.columns
    names = columns.name_ranks[rows]
    if request.sort is Sort.UPDATED:
        return [-columns.plain.updated[rows], names]
    if request.sort is Sort.NEXT or (request.sort is Sort.RELEVANCE and query.asks_only_when):
        starts = columns.next_starts(*span, found.moments.slots)[rows]
        return [np.where(starts < 0, np.iinfo(np.int64).max, starts), names]
    if request.sort is Sort.DISTANCE and request.near:
        distances = columns.distances(request.near)[rows]
        # A hall comes before what takes place in it where its name is what was asked for.
        return [np.where(np.isnan(distances), np.inf, distances), -found.text.score[rows], names]
    near = request.near or query.near
    if request.sort is Sort.RELEVANCE and (not query.is_empty or near):
        score = found.text.score[rows].astype(np.float64)
        fresh = timezone.localdate().toordinal() - FRESH_FOR.days
        score += weights.CONFIRMED * (columns.plain.confirmed[rows] >= fresh)
        score += weights.UPCOMING * (columns.last_ends[rows] >= span[0])
        if near:
            nearness = weights.NEARNESS / (1 + columns.distances(near)[rows] / weights.NEAR_M)
            score += np.nan_to_num(nearness, nan=0.0)
        return [-score, names]
    return [names]


def first_rows(keys: Keys, rows: Ints, count: int) -> Ints:
    """Return the first rows in the order of the keys."""
    if len(rows) > 4 * count:
        # Only what can be among them needs sorting.
        last = np.partition(keys[0], count - 1)[count - 1]
        near = np.flatnonzero(keys[0] <= last)
        keys, rows = [key[near] for key in keys], rows[near]
    return np.asarray(rows[np.lexsort(keys[::-1])][:count])
