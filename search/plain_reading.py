"""Reads the words of a text as they are: what pages are asked, few of which have place or time."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from search.analysis import tokenise
from search.periods import DAY, period_of
from search.query import MAX_QUERY_LENGTH, Query, QueryWord, words_of
from search.reading import alternatives_of, everyday, meant_by, offers_choice, quoted_words
from search.stop_words import STOP_WORDS
from search.synonyms import synonyms_of
from search.understanding import Meaning
from search.understanding.dates import comes_every_year
from search.understanding.lexicon import lexicon_cache
from servicemap.models.fields import WEEKDAY_CODES

TIMES = frozenset({"when", "weekday", "time"})
"""Meanings that say when."""

LEAP_YEAR = 366 * DAY


@dataclass(frozen=True)
class Days:
    """The days that a text speaks of: from ``first`` to ``last``, or some weekdays, or both.

    ``weekdays`` are numbers, Monday is 0. What comes ``every_year`` may have been a year before.
    """

    first: datetime.date = datetime.date.min
    last: datetime.date = datetime.date.max
    weekdays: frozenset[int] = frozenset(range(7))
    every_year: bool = False

    def hold(self, day: datetime.date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last and day.weekday() in self.weekdays

    def meet(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether a span of days has one of them."""
        return first <= self.last and self.first <= last

    @property
    def year_before(self) -> "Days | None":
        """The same days the last time that they were, None where others are meant."""
        if not self.every_year:
            return None
        try:
            first, last = (day.replace(year=day.year - 1) for day in (self.first, self.last))
        except ValueError:
            # The end of February.
            return replace(
                self, first=self.first - LEAP_YEAR, last=self.last - LEAP_YEAR, every_year=False
            )
        return replace(self, first=first, last=last, every_year=False)


@dataclass(frozen=True)
class PlainReading:
    """The words of a text, whatever they may mean, and what it says of municipalities and days.

    Words that name municipalities or times are optional in the ``query`` beside others; the latter
    are ``times``. What speaks of the ``denied`` words is not wanted. ``when`` are the meanings
    that ``days`` are of.
    """

    query: Query
    municipalities: tuple[Meaning, ...] = ()
    denied: tuple[QueryWord, ...] = ()
    times: tuple[QueryWord, ...] = ()
    when: tuple[Meaning, ...] = ()
    days: Days | None = None


def read_plainly(text: str) -> PlainReading:
    """Return the words of a text and what will do in their place.

    It asks for nothing where there are only words that stand in any text.
    """
    text = text[:MAX_QUERY_LENGTH]
    understood = meant_by(text)
    towns = tuple(m for m in understood.meanings if m.type == "municipality" and not m.denied)
    lexicon, as_they_are = lexicon_cache.get(), quoted_words(text)
    denied = [
        word
        for meaning in understood.meanings
        if meaning.denied
        for word in _asked(meaning.text)
        if word.text not in lexicon.denial_words
    ]
    left_out = {word.text for stretch in understood.unheeded for word in words_of(stretch)}
    left_out |= {token.word for m in understood.meanings if m.denied for token in tokenise(m.text)}
    times = tuple(m for m in understood.meanings if m.type in TIMES and not m.denied)
    in_times = {word.text for time in times for word in words_of(time.text)} - as_they_are
    named = {word.text for town in towns for word in words_of(town.text)} - as_they_are | in_times
    words = tuple(
        word
        for word in _asked(text)
        if word.text in as_they_are
        or (word.text not in left_out and (word.text,) not in lexicon.denials)
    )
    are_beside = any(word.text not in named for word in words)
    if are_beside:
        words = tuple(
            replace(word, optional=True) if word.text in named else word for word in words
        )
    when = tuple(m for m in times if m.type != "time") if are_beside else ()
    query = Query(
        words, alternatives_of(words), any_word=offers_choice(text), said=bool(text.strip())
    )
    return PlainReading(
        query,
        towns,
        tuple(denied),
        times=tuple(word for word in words if are_beside and word.text in in_times),
        when=when,
        days=_days(when),
    )


def _days(when: Iterable[Meaning]) -> Days | None:
    """Return the days that some meanings speak of, None where there are none."""
    days: Days | None = None
    for meaning in when:
        if meaning.type == "weekday":
            numbers = frozenset(WEEKDAY_CODES.index(code) for code in meaning.values)
            days = replace(days or Days(), weekdays=numbers)
        else:
            period = period_of(meaning.value)
            days = replace(
                days or Days(),
                first=period.starts.date(),
                last=period.ends.date() - DAY,
                every_year=".." in meaning.value and comes_every_year(meaning.text),
            )
    return days


def _asked(text: str) -> tuple[QueryWord, ...]:
    """Return the words of a text but for those that stand in any and are of no synonym's phrase."""
    words = everyday(words_of(text), quoted_words(text))
    phrases = synonyms_of([word.text for word in words])
    kept = {
        place
        for each in phrases
        if each.end - each.start > 1
        for place in range(each.start, each.end)
    }
    return tuple(
        word for place, word in enumerate(words) if place in kept or word.text not in STOP_WORDS
    )
