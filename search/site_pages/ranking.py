"""The order of what is found: where the words stand, and whether it is past or closed."""

import datetime
import heapq

from search.query import Query
from search.site_pages.entries import Entry, Key
from search.site_pages.index import Hits, Index
from servicemap.models import GrantState

OLD = datetime.timedelta(days=365)
"""After so long what is past comes after everything else."""

LAST = 10
"""Worse than any level."""

FAR = datetime.date.max.toordinal()
"""The last of all days: what is newer is nearer to it."""

STATES = {GrantState.UPCOMING: 1, GrantState.CLOSED: 2}
"""What comes after the grants that one can apply for now, and after pages."""


def ranked(
    index: Index, hits: Hits, query: Query, today: datetime.date, stop: int
) -> list[tuple[Entry, int]]:
    """Return the best of what was found, up to ``stop``, each with the level of its words.

    A title that holds all words comes before headings and leads, those before the rest. News, past
    evenings and closed grants count as if the words stood a level lower, and come last there, the
    newest first; what is older than ``OLD`` comes after everything. Where that is equal, open
    grants come before those to come, and a title that says little else before longer ones.
    """
    asked = frozenset().union(*(word.terms | word.related for word in query.words))
    entries = index.entries
    found = ((entries[number], level) for number, level in hits.items())
    ordered = heapq.nsmallest(
        stop, ((*_place(entry, level, asked, today), entry, level) for entry, level in found)
    )
    return [(place[-2], place[-1]) for place in ordered]


def _place(
    entry: Entry, level: int, asked: frozenset[str], today: datetime.date
) -> tuple[int, int, int, float, tuple[int, str, Key]]:
    """Return what an entry is ordered by: no two have the same."""
    lower = state = newest = 0
    if entry.past_from is not None and entry.past_from <= today:
        newest = FAR - entry.past_from.toordinal()
        lower = LAST if entry.past_from <= today - OLD else 1
    if entry.grant is not None:
        now = entry.grant.status(today).state
        state, lower = STATES.get(now, 0), int(now == GrantState.CLOSED)
    return (level + lower, state, newest, -_share(entry, asked), entry.alphabetic)


def _share(entry: Entry, asked: frozenset[str]) -> float:
    """Return how much of a title is what was asked for: 1 if it says nothing else."""
    if asked.isdisjoint(entry.title_terms):
        return 0.0
    words = entry.analysis.title_words
    return sum(1 for terms in words if not terms.isdisjoint(asked)) / len(words)
