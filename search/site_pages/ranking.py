"""The order of what is found: where the words stand, where it is of, whether it is past."""

import datetime
import heapq
from enum import IntEnum

from search.site_pages.entries import LEVELS, Entry, Key, Level
from search.site_pages.index import Index
from search.site_pages.matching import Found, Hit
from servicemap.models import GrantState

OLD = datetime.timedelta(days=365)
"""After so long what is past comes after everything else."""

LAST = 10
"""Worse than any level."""

FAR = datetime.date.max.toordinal()
"""The last of all days: what is newer is nearer to it."""

STATES = {GrantState.UPCOMING: 1, GrantState.CLOSED: 2}
"""What comes after the grants that one can apply for now, and after pages."""


class Nearness(IntEnum):
    """How much something is of the municipality that was named."""

    ITS_OWN = 0
    OF_ALL = 1


def ranked(index: Index, found: Found, today: datetime.date, stop: int) -> list[tuple[Entry, int]]:
    """Return the best of what was found, up to ``stop``, each with the level of its words.

    A title that holds all words comes before headings and leads, those before the rest: an entry
    is as good as its worst word. What is of the days that were asked for comes before what only
    speaks of them. News and past evenings count as if the words stood a level lower;
    what is older than ``OLD`` comes after everything. On a level what is of a municipality that was
    named comes first, and what is past last, the newest first. Where that is equal all words
    together decide, the rare ones most, and exact ones before what they are derived from. At last
    open grants come before those to come, these before closed ones, and a title that says little
    else before longer ones.
    """
    asked = frozenset().union(*(word.terms | word.related for word in found.query.words))
    named = frozenset(value for town in found.reading.municipalities for value in town.values)
    ordered = heapq.nsmallest(
        stop,
        (
            (*_place(index.entries[number], hit, asked, named, today), number)
            for number, hit in found.hits.items()
        ),
    )
    return [(index.entries[place[-1]], LEVELS[found.hits[place[-1]].worst]) for place in ordered]


def _place(
    entry: Entry, hit: Hit, asked: frozenset[str], named: frozenset[str], today: datetime.date
) -> tuple[bool, int, int, int, float, int, float, tuple[int, str, Key]]:
    """Return what an entry is ordered by: no two have the same."""
    lower = state = newest = 0
    if entry.past_from is not None and entry.past_from <= today:
        newest = FAR - entry.past_from.toordinal()
        lower = LAST if entry.past_from <= today - OLD else 1
    if entry.grant is not None:
        state = STATES.get(entry.grant.status(today).state, 0)
    nearness = _nearness(entry, hit, named) if named else Nearness.OF_ALL
    share = -_share(entry, asked)
    level = LEVELS[hit.worst] + lower
    others = (nearness, newest, hit.badness, state, share, entry.alphabetic)
    return (not hit.dated, level, *others)


def _nearness(entry: Entry, hit: Hit, named: frozenset[str]) -> Nearness:
    in_heading = hit.named is not None and LEVELS[hit.named] <= Level.HEADING
    is_its_own = entry.narrows or in_heading or not named.isdisjoint(entry.municipalities)
    return Nearness.ITS_OWN if is_its_own else Nearness.OF_ALL


def _share(entry: Entry, asked: frozenset[str]) -> float:
    """Return how much of a title is what was asked for: 1 if it says nothing else."""
    if asked.isdisjoint(entry.title_terms):
        return 0.0
    words = entry.analysis.title_words
    return sum(1 for terms in words if not terms.isdisjoint(asked)) / len(words)
