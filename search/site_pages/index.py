"""Which entries hold a term, and on which level: kept in memory, one index for each language."""

import itertools
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from search.query import Query, QueryWord
from search.site_pages.entries import Entry, Key, Level

Hits = dict[int, int]
"""The best level on which each entry, by its number, holds something."""

_numbers = itertools.count()


@dataclass(frozen=True)
class Index:
    """Entries by number, and for each term the numbers of those that hold it with the level.

    Never changed: threads that are searching keep the one they have. A number is used once.
    """

    entries: Mapping[int, Entry] = field(default_factory=dict)
    postings: Mapping[str, "array[int]"] = field(default_factory=dict)

    def with_entries(self, wanted: Iterable[Entry]) -> "Index":
        """Return the index of these entries; what costs is how many of them differ."""
        fresh = {entry.key: entry for entry in wanted}
        kept: dict[int, Entry] = {}
        known: set[Key] = set()
        for number, entry in self.entries.items():
            new = fresh.get(entry.key)
            # The terms are what was worked for; what else is known of an entry may be another.
            if new is not None and new.analysis is entry.analysis:
                kept[number] = new
                known.add(entry.key)
        gone = [number for number in self.entries if number not in kept]
        added = {next(_numbers): entry for key, entry in fresh.items() if key not in known}
        postings = dict(self.postings)
        for term, numbers in self._terms_of(gone).items():
            left = array("I", (one for one in postings[term] if one >> 2 not in numbers))
            if left:
                postings[term] = left
            else:
                del postings[term]
        for term, ones in _postings_of(added).items():
            before = postings.get(term)
            postings[term] = before + ones if before else ones
        return Index({**kept, **added}, postings)

    def _terms_of(self, numbers: Iterable[int]) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for number in numbers:
            for term in itertools.chain(*self.entries[number].analysis.levels):
                found.setdefault(term, set()).add(number)
        return found

    def find(self, query: Query) -> Hits:
        """Return the entries that hold all words of the query, at the level of the worst of them.

        A synonym does in place of words, a level below its own; and the parts of a compound do
        where all of them stand in a title.
        """
        words = [self._holding(word.terms | word.related) for word in query.words]
        for other in query.alternatives:
            instead = _in_all([self._holding(word.terms | word.related) for word in other.words])
            for position in range(other.start, other.stop):
                _add(words[position], instead, Level.HEADING)
        for position, word in enumerate(query.words):
            _add(words[position], self._in_parts(word), Level.HEADING)
        return _in_any(words) if query.any_word else _in_all(words)

    def _holding(self, terms: Iterable[str]) -> Hits:
        found: Hits = {}
        for term in terms:
            for one in self.postings.get(term, ()):
                number, level = one >> 2, one & 3
                if found.get(number, level) >= level:
                    found[number] = level
        return found

    def _in_parts(self, word: QueryWord) -> Hits:
        if len(word.parts) < 2:
            return {}
        together = _in_all([self._holding(part) for part in word.parts])
        return {number: level for number, level in together.items() if level == Level.TITLE}


def _postings_of(entries: Mapping[int, Entry]) -> "dict[str, array[int]]":
    found: dict[str, array[int]] = {}
    for number, entry in entries.items():
        for level, terms in enumerate(entry.analysis.levels):
            one = number << 2 | level
            for term in terms:
                if (ones := found.get(term)) is None:
                    found[term] = array("I", (one,))
                else:
                    ones.append(one)
    return found


def _add(found: Hits, instead: Hits, least: Level) -> None:
    """Let entries count as found by other words: a level lower, and never above ``least``."""
    for number, level in instead.items():
        worth = min(Level.TEXT, max(least, level + 1))
        if found.get(number, worth) >= worth:
            found[number] = worth


def _in_all(words: Collection[Hits]) -> Hits:
    if not words:
        return {}
    found, *others = sorted(words, key=len)
    for other in others:
        found = {
            number: level if level > other[number] else other[number]
            for number, level in found.items()
            if number in other
        }
    return found


def _in_any(words: Iterable[Hits]) -> Hits:
    found: Hits = {}
    for number, level in _each(words):
        found[number] = min(level, found.get(number, level))
    return found


def _each(words: Iterable[Hits]) -> Iterator[tuple[int, int]]:
    for word in words:
        yield from word.items()
