"""Days on which a place is asked to be open: “auki sunnuntaina”, “open on Sunday”."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from search.open_times import OPEN
from servicemap.models.fields import WEEKDAY_CODES

from .lexicon import Lexicon
from .meaning import Found
from .weekdays import WEEKEND
from .wording import Wording

_BETWEEN = frozenset({"på", "i", "om", "on", "at", "the"})
"""Words between “open” and a day."""

_DAYS_AHEAD = {"today": 0, "tomorrow": 1}


def with_open_days(
    found: Sequence[Found], wording: Wording, lexicon: Lexicon, today: datetime.date
) -> list[Found]:
    """Return what was found, with days on which places are to be open in place of mere days.

    A day with a time of it stays one: of the hours of a day nothing can be asked.
    """
    return [_as_open(item, found, wording, lexicon, today) for item in found]


def _as_open(
    item: Found,
    found: Sequence[Found],
    wording: Wording,
    lexicon: Lexicon,
    today: datetime.date,
) -> Found:
    days = _weekdays(item, today)
    if not days or any(other.type == "time" for other in found):
        return item
    for start, end in _beside(item, wording, lexicon):
        free = not any(other.start < end and start < other.end for other in found)
        if free and not wording.is_quoted(start, end):
            return replace(
                item,
                start=min(start, item.start),
                end=max(end, item.end),
                type=OPEN,
                values=days,
            )
    return item


def _weekdays(item: Found, today: datetime.date) -> tuple[str, ...]:
    """Return the weekdays of a meaning that is about the days just ahead."""
    if item.denied or item.then:
        return ()
    if item.type == "weekday":
        return item.values
    if item.type == "when" and item.values == ("weekend",):
        return WEEKEND
    if item.type == "when" and item.values[0] in _DAYS_AHEAD:
        return (WEEKDAY_CODES[(today.weekday() + _DAYS_AHEAD[item.values[0]]) % 7],)
    return ()


def _beside(item: Found, wording: Wording, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield where a word that says “open” stands beside a day.

    Behind it only where nothing follows: “Sunday open stage” is open for another reason.
    """
    tokens = wording.tokens
    first = sum(token.start < item.start for token in tokens)
    last = sum(token.start < item.end for token in tokens)
    before = first - 1
    while before >= 0 and tokens[before].word in _BETWEEN:
        before -= 1
    if (
        before >= 0
        and tokens[before].word in lexicon.open_beside_day
        and not (before and (tokens[before - 1].word,) in lexicon.denials)
        and wording.is_unbroken(before, first - before + 1)
    ):
        yield tokens[before].start, tokens[before].end
    if (
        last < len(tokens)
        and tokens[last].word in lexicon.open_beside_day
        and wording.is_unbroken(last - 1, 2)
        and (last + 1 == len(tokens) or tokens[last + 1].word in lexicon.function_words)
    ):
        yield tokens[last].start, tokens[last].end
