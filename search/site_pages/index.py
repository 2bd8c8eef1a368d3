"""Which entries hold a term, and how it stands there: in memory, one index for each language."""

import bisect
import datetime
import functools
import itertools
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from search.analysis.folding import fold
from search.analysis.stems import stem
from search.query import Query, QueryWord
from search.site_pages.entries import LEVELS, Entry, Key, Level, Standing
from search.spelling import Vocabulary

Hits = dict[int, int]
"""How something stands in each entry, by its number, at best."""

SWEDISH = "sv:"
"""What marks the stems of Swedish words."""

SHORTEST_BEGINNING = 5
"""Letters of a word that may be taken for the beginning of another."""

STANDING_BITS = 3
STANDING = (1 << STANDING_BITS) - 1

INSTEAD = tuple(
    Standing.TITLE_INSTEAD if LEVELS[standing] == Level.TITLE else Standing.TEXT_INSTEAD
    for standing in Standing
)
"""How what stands so counts where it does in place of what was asked: a level lower."""

_DERIVED = {
    Standing.TITLE: Standing.TITLE_DERIVED,
    Standing.HEADING: Standing.HEADING_DERIVED,
    Standing.TEXT: Standing.TEXT_DERIVED,
}
DERIVED = tuple(_DERIVED.get(standing, standing) for standing in Standing)
"""How what stands so counts where it is only what the word asked for comes from."""

_numbers = itertools.count()


@dataclass(frozen=True)
class Index:
    """Entries by number, and for each term the numbers of those that hold it with its standing.

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
            left = array(
                "I", (one for one in postings[term] if one >> STANDING_BITS not in numbers)
            )
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
            for _standing, terms in self.entries[number].analysis.standings:
                for term in terms:
                    found.setdefault(term, set()).add(number)
        return found

    @functools.cached_property
    def expiring(self) -> Sequence[tuple[int, datetime.datetime]]:
        """The numbers of the entries that nobody may read from some moment on, with that."""
        found = ((number, entry.expires) for number, entry in self.entries.items())
        return [(number, moment) for number, moment in found if moment is not None]

    @functools.cached_property
    def vocabulary(self) -> Vocabulary:
        """The words by which mistyped ones are corrected, made when it is first asked for."""
        words = Counter({term: len(ones) for term, ones in self.postings.items() if _is_word(term)})
        for entry in self.entries.values():
            words.update(entry.analysis.words)
        return Vocabulary(words)

    @functools.cached_property
    def _swedish(self) -> Mapping[str, str]:
        """The stems of Swedish words by how they are written without dots and rings."""
        stems = (term.removeprefix(SWEDISH) for term in self.postings if term.startswith(SWEDISH))
        return {plain: stem for stem in stems if (plain := fold(stem)) != stem}

    @functools.cached_property
    def _dotted(self) -> Sequence[tuple[str, str]]:
        """The words that are not Finnish and have dots or rings, each after how it is without."""
        words = {word for entry in self.entries.values() for word in entry.analysis.words}
        return sorted((plain, word) for word in words if (plain := fold(word)) != word)

    def with_dots(self, typed: str) -> str:
        """Return what was probably meant by a Swedish word without its dots, or nothing.

        The very word if its stem is known, else the first that begins so.
        """
        plain = stem(typed, "sv")
        dotted = self._swedish.get(plain, "")
        if dotted and typed.startswith(plain):
            return dotted + typed[len(plain) :]
        if len(typed) < SHORTEST_BEGINNING:
            return ""
        place = bisect.bisect_left(self._dotted, (typed, ""))
        begins, word = self._dotted[place] if place < len(self._dotted) else ("", "")
        return word if begins.startswith(typed) else ""

    def holding(self, query: Query) -> list[Hits]:
        """Return the entries that hold each word of the query.

        A synonym does in place of words, a level below its own; and the parts of a compound do
        where all of them stand in a title.
        """
        words = [self._holding(word) for word in query.words]
        for other in query.alternatives:
            instead = _in_all([self._holding(word) for word in other.words])
            for position in range(other.start, other.stop):
                _add(words[position], instead)
        for position, word in enumerate(query.words):
            _add(words[position], self._in_parts(word))
        return words

    def _holding(self, word: QueryWord) -> Hits:
        found = self._holding_any(word.terms)
        for number, standing in self._holding_any(word.related).items():
            derived = DERIVED[standing]
            if found.get(number, derived) >= derived:
                found[number] = derived
        return found

    def _holding_any(self, terms: Iterable[str]) -> Hits:
        found: Hits = {}
        for term in terms:
            for one in self.postings.get(term, ()):
                number, standing = one >> STANDING_BITS, one & STANDING
                if found.get(number, standing) >= standing:
                    found[number] = standing
        return found

    def _in_parts(self, word: QueryWord) -> Hits:
        if len(word.parts) < 2:
            return {}
        together = _in_all([self._holding_any(part) for part in word.parts])
        return {
            number: standing
            for number, standing in together.items()
            if standing <= Standing.TITLE_DERIVED
        }


def _postings_of(entries: Mapping[int, Entry]) -> "dict[str, array[int]]":
    found: dict[str, array[int]] = {}
    for number, entry in entries.items():
        for standing, terms in entry.analysis.standings:
            one = number << STANDING_BITS | standing
            for term in terms:
                if (ones := found.get(term)) is None:
                    found[term] = array("I", (one,))
                else:
                    ones.append(one)
    return found


def _is_word(term: str) -> bool:
    """Whether a term is a base form, and no mere stem."""
    return term.isalpha()


def _add(found: Hits, instead: Hits) -> None:
    """Let entries count as found by other words."""
    for number, standing in instead.items():
        worth = INSTEAD[standing]
        if found.get(number, worth) >= worth:
            found[number] = worth


def _in_all(words: Sequence[Hits]) -> Hits:
    """Return the entries that hold all of some words, with the worst of their standings."""
    if not words:
        return {}
    found, *others = sorted(words, key=len)
    for other in others:
        found = {
            number: max(standing, other[number])
            for number, standing in found.items()
            if number in other
        }
    return found
