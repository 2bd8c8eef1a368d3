"""What a query asks results not to be: “ei lapsille”, “ilman”, “muille kuin”, “jumppa -lapset”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from search.analysis import Token
from search.times_of_day import TimeOfDay

from .lexicon import Lexicon
from .meaning import Found
from .weekdays import CODES
from .wording import Wording

DENIABLE = frozenset({"target", "price", "municipality", "kind"})
"""What results can be asked not to be: the register knows all values of a listing."""

ALL_VALUES = {"weekday": CODES, "time": tuple(map(str, TimeOfDay))}
"""Of these, asking for none of some means asking for one of the others."""

_MINUS = re.compile(r"(?:^|\s)-\Z")
"""As in “jumppa -lapset”."""


def other_values(item: Found) -> Iterator[Found]:
    """Turn a denied weekday or time of day into all the others; nothing where there are none."""
    if item.denied and item.type in ALL_VALUES:
        others = tuple(value for value in ALL_VALUES[item.type] if value not in item.values)
        if others:
            yield replace(item, values=others, denied=False)
    else:
        yield item


def as_meant(
    item: Found, position: int, chosen: Sequence[Found], wording: Wording, lexicon: Lexicon
) -> Found | None:
    """Return what is meant after the words before it: “ei lapsille”, “advice for associations”.

    ``chosen`` are the meanings before the word at ``position``, where this one begins. None where
    they turn it into something else.
    """
    if item.type in DENIABLE and _MINUS.search(wording.text, 0, item.start):
        return replace(item, start=item.start - 1, denied=True)
    before = wording.tokens[position - 1] if position else None
    if before is None or (chosen and chosen[-1].end >= before.end):
        return item
    if item.type == "kind" and before.word in lexicon.for_whom:
        words = wording.tokens[: position - 1]
        if any(token.word not in lexicon.function_words for token in words):
            return None
    if (denial := _denial_of(item, position, chosen, wording, lexicon)) is None:
        return item
    widened = any(
        denial <= token.start < item.start and token.word in lexicon.only
        for token in wording.tokens
    )
    is_deniable = item.type in DENIABLE or item.type in ALL_VALUES
    if widened or item.then or not is_deniable:
        return None
    return replace(item, start=denial, denied=True)


def _denial_of(
    item: Found, position: int, chosen: Sequence[Found], wording: Wording, lexicon: Lexicon
) -> int | None:
    """Return where the denial of a meaning starts, or None where it is not denied.

    What is joined to something denied is denied, too: “ei lapsille eikä nuorille”.
    """
    last = chosen[-1] if chosen else None
    for first in range(position - 1, -1, -1):
        token = wording.tokens[first]
        if not wording.is_unbroken(first, position - first + 1):
            return None
        if last and token.start < last.end:
            joins = last.denied and last.type == item.type and first < position - 1
            return item.start if joins else None
        if token.word in lexicon.denials:
            return token.start
        if token.word not in lexicon.function_words | lexicon.only:
            return None
    return None


def unheeded(found: Sequence[Found], wording: Wording, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the denials before words that are left: “ilman ilmoittautumista”."""

    def is_left(token: Token) -> bool:
        spans = [*((item.start, item.end) for item in found), *wording.quoted]
        return not any(start <= token.start < end for start, end in spans)

    return tuple(
        wording.text[token.start : after.end]
        for position, (token, after) in enumerate(pairwise(wording.tokens))
        if token.word in lexicon.denials
        and after.word not in lexicon.only
        and is_left(token)
        and is_left(after)
        and wording.is_unbroken(position, 2)
    )
