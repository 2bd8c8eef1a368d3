"""What pages and grants are found by a query, and what is given up where none holds all of it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from search.plain_reading import Days, PlainReading, read_plainly
from search.query import Query, QueryWord
from search.reading import quoted_words, replaced
from search.site_pages.entries import LEVELS, Entry, Level
from search.site_pages.index import Hits, Index
from search.spelling import likely_corrections

COMMON_FROM = 5
"""Entries that hold a word before it is common at all."""

COMMON = 1 / 8
"""The share of all entries above which a word says little of those that hold it."""

LEAST = 0.5
"""The share of what was asked, by the weight of its words, that an answer has to hold."""

NEARLY = 0.8
"""The share of the best that what is shown beside it has to hold."""


class Hit(NamedTuple):
    """How an entry holds what was asked: by its worst word, and by all, the less the better.

    ``named`` is how the municipalities stand there that were named, if they do. ``dated`` tells
    that it is of the days that were asked for.
    """

    worst: int
    badness: float
    named: int | None = None
    dated: bool = False


@dataclass(frozen=True)
class Found:
    """What was found by a text.

    ``unknown`` are words that nothing holds, and that were left out. With ``some_words`` nothing
    holds all of the others, so that most of them are enough. ``elsewhere`` tells that all of it is
    of other municipalities than were named, ``other_days`` that none of it is of the days that
    were asked for, nor speaks of them. ``held`` are the words that something here holds.
    """

    text: str
    reading: PlainReading
    hits: Mapping[int, Hit] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    some_words: bool = False
    elsewhere: bool = False
    other_days: bool = False
    held: frozenset[str] = frozenset()

    @property
    def gave_up(self) -> bool:
        """Whether anything had to be given up."""
        return bool(self.unknown or self.some_words or self.elsewhere or self.other_days)

    @property
    def query(self) -> Query:
        """The words that were asked for."""
        return self.reading.query


@dataclass(frozen=True)
class _Asked:
    """A word that has to be found, the entries that hold it, and how much it says (> 0)."""

    word: QueryWord
    hits: Hits
    weight: float
    is_common: bool


class Asking:
    """A text that is asked of an index."""

    def __init__(self, index: Index, text: str) -> None:
        self.text = text
        self._index = index
        self._reading = read_plainly(text)
        query = self._reading.query
        holding = index.holding(query)
        count = len(index.entries)
        self._asked = [
            _Asked(
                word,
                hits,
                math.log1p(count / len(hits)) if hits else 0.0,
                len(hits) > max(COMMON_FROM, count * COMMON),
            )
            for word, hits in zip(query.words, holding, strict=True)
            if not word.optional
        ]
        self._named: Hits = {}
        self._speaking: list[Hits] = []
        for word, hits in zip(query.words, holding, strict=True):
            if not word.optional:
                continue
            if word in self._reading.times:
                self._speaking.append(hits)
                continue
            for number, standing in hits.items():
                self._named[number] = min(standing, self._named.get(number, standing))

    @property
    def words(self) -> frozenset[str]:
        """The words that have to be found."""
        return frozenset(each.word.text for each in self._asked)

    @property
    def unknown(self) -> list[QueryWord]:
        """The words that nothing holds."""
        return [each.word for each in self._asked if not each.hits]

    def all_words(self) -> Found:
        """Return what holds all words, or one of them where that is enough."""
        return self._found(self._in_any() if self._reading.query.any_word else self._in_all())

    def most_words(self) -> Found:
        """Return what holds all words that anything holds, or else most of them.

        Never what holds only the lesser part of what was asked, or only common words in passing.
        What stands in quotation marks is not given up.
        """
        known = [each for each in self._asked if each.hits]
        unknown = tuple(word.text for word in self.unknown)
        as_they_are = quoted_words(self.text)
        if not known or not as_they_are.isdisjoint(unknown):
            return Found(self.text, self._reading)
        usual = sum(each.weight for each in known) / len(known)
        whole = usual * len(self._asked)
        held: defaultdict[int, float] = defaultdict(float)
        for each in known:
            for number in each.hits:
                held[number] += each.weight
        must = [each.hits for each in known if each.word.text in as_they_are]
        together = set(known[0].hits).intersection(*(each.hits for each in known[1:]))
        some_words = not together
        answers = {
            number: weight
            for number, weight in (
                ((number, held[number]) for number in together) if together else held.items()
            )
            if all(number in hits for hits in must)
            and self._tells(number, known, enough=weight >= LEAST * whole, all_held=not some_words)
        }
        best = max(answers.values(), default=0.0)
        kept = {number for number, weight in answers.items() if weight >= NEARLY * best}
        return replace(self._found(kept), unknown=unknown, some_words=some_words)

    def _tells(self, number: int, known: list[_Asked], *, enough: bool, all_held: bool) -> bool:
        """Whether an entry is about what was asked.

        ``enough`` tells that it holds the greater part, ``all_held`` that all it lacks is what
        nothing holds. A common word says what it is about only where it is called that alone.
        """
        held = [each for each in known if number in each.hits]
        rare = [each for each in held if not each.is_common]
        titled = [each for each in held if LEVELS[each.hits[number]] == Level.TITLE]
        if not enough:
            return all_held and any(each in titled for each in rare)
        is_called_so = len(self._index.entries[number].analysis.title_words) == 1
        return bool(rare) or (bool(titled) and is_called_so)

    def corrected(self, known: frozenset[str] = frozenset()) -> str | None:
        """Return the text with the words that nothing holds corrected by those of the index.

        None where there is nothing to correct. Those of ``known`` stay as they are.
        """
        kept = known | quoted_words(self.text)
        words = {word.text: self._meant(word.text) for word in self.unknown}
        words = {typed: meant for typed, meant in words.items() if meant and typed not in kept}
        return replaced(self.text, words) if words else None

    def _meant(self, typed: str) -> str:
        """Return the word that was probably meant, or nothing."""
        if dotted := self._index.with_dots(typed):
            return dotted
        near = likely_corrections(typed, self._index.vocabulary)
        return near[0].word if near else ""

    def _in_all(self) -> set[int]:
        if not self._asked:
            return set()
        first, *others = sorted((each.hits for each in self._asked), key=len)
        found = set(first)
        for hits in others:
            found.intersection_update(hits)
        return found

    def _in_any(self) -> set[int]:
        return {number for each in self._asked for number in each.hits}

    def _found(self, numbers: Iterable[int]) -> Found:
        wanted = set(numbers) - self._unwanted()
        far = self._elsewhere(wanted)
        elsewhere = bool(wanted) and far == wanted
        kept = wanted if elsewhere else wanted - far
        timely, dated = self._timely(kept)
        other_days = bool(kept) and self._reading.days is not None and not timely
        kept = timely or kept
        named = self._named.get
        combine = min if self._reading.query.any_word else max
        worst: dict[int, int] = {}
        badness: dict[int, float] = {}
        for each in self._asked:
            weight = each.weight
            for number, standing in each.hits.items():
                if number not in kept:
                    continue
                if number in worst:
                    worst[number] = combine(worst[number], standing)
                    badness[number] += weight * standing
                else:
                    worst[number], badness[number] = standing, weight * standing
        hits = {
            number: Hit(standing, badness[number], named(number), number in dated)
            for number, standing in worst.items()
        }
        held = frozenset(each.word.text for each in self._asked if not kept.isdisjoint(each.hits))
        return Found(
            self.text,
            self._reading,
            hits,
            elsewhere=elsewhere,
            other_days=other_days,
            held=held,
        )

    def _timely(self, numbers: set[int]) -> tuple[set[int], set[int]]:
        """Return those that are of the days that were asked for, or speak of them by name.

        Besides only the former. What comes every year counts a year before where nothing else does.
        """
        days = self._reading.days
        if days is None:
            return set(), set()
        dated = self._of_days(numbers, days)
        speaking = set(numbers).intersection(*self._speaking) if self._speaking else set()
        if not dated and (before := days.year_before):
            dated = self._of_days(numbers, before)
        return dated | speaking, dated

    def _of_days(self, numbers: set[int], days: Days) -> set[int]:
        entries = self._index.entries
        return {number for number in numbers if _is_of_days(entries[number], days)}

    def _elsewhere(self, numbers: set[int]) -> set[int]:
        """Return those that are of other municipalities than were named."""
        named = {value for town in self._reading.municipalities for value in town.values}
        entries = self._index.entries
        return {
            number
            for number in (numbers if named else ())
            if (of := entries[number].municipalities) and named.isdisjoint(of)
        }

    def _unwanted(self) -> frozenset[int]:
        """Return the entries that are about what is denied: their titles or headings say it."""
        denied = self._index.holding(Query(self._reading.denied)) if self._reading.denied else []
        return frozenset(
            number
            for hits in denied
            for number, standing in hits.items()
            if LEVELS[standing] <= Level.HEADING
        )


def _is_of_days(entry: Entry, days: Days) -> bool:
    """Whether something takes place on some days; of a grant, whether one can apply then."""
    if entry.grant is not None:
        periods = entry.grant.periods.all()
        open_then = any(days.meet(period.opens_on, period.closes_on) for period in periods)
        return open_then or entry.grant.is_continuous
    return entry.day is not None and days.hold(entry.day)
