"""What a query asks results not to be: “ei lapsille”, “ilman”, “muille kuin”, “jumppa -lapset”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from search.analysis import Token
from search.times_of_day import TimeOfDay

from .lexicon import Lexicon
from .meaning import Found
from .topics import TOPIC, topics_cache
from .weekdays import CODES
from .wording import Wording

DENIABLE = frozenset({"target", "price", "municipality", "kind", TOPIC})
"""What results can be asked not to be: the register knows all values of a listing."""

ALL_VALUES = {"weekday": CODES, "time": tuple(map(str, TimeOfDay))}
"""Of these, asking for none of some means asking for one of the others."""

LONGEST_PHRASE = 4
"""Words of the longest phrase that denies."""

_MINUS_BEFORE = re.compile(r"(?:^|\s)-\w")
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


@dataclass(frozen=True)
class Denials:
    """What a query's words deny."""

    wording: Wording
    lexicon: Lexicon

    @cached_property
    def deny(self) -> bool:
        """Whether any of the words, or a minus, may deny something."""
        return bool(_MINUS_BEFORE.search(self.wording.text)) or any(
            self._denial_at(position) is not None for position in range(len(self.wording.tokens))
        )

    def as_meant(self, item: Found, position: int, chosen: Sequence[Found]) -> Found | None:
        """Return what is meant by what is around: “ei lapsille”, “advice for associations”.

        ``chosen`` are the meanings before the word at ``position``, where this one begins. None
        where they turn it into something else.
        """
        text, tokens = self.wording.text, self.wording.tokens
        if item.type in DENIABLE and _MINUS.search(text, 0, item.start):
            return replace(item, start=item.start - 1, denied=True)
        if item.type == "municipality" and (outside := self._outside(item, position)):
            return outside
        before = tokens[position - 1] if position else None
        if before is None or (chosen and chosen[-1].end >= before.end):
            return item
        if item.type == "kind" and before.word in self.lexicon.for_whom:
            words = tokens[: position - 1]
            if any(token.word not in self.lexicon.function_words for token in words):
                return None
        if (denial := self._denial_of(item, position, chosen)) is None:
            return item
        widened = any(
            denial <= token.start < item.start and token.word in self.lexicon.only
            for token in tokens
        )
        is_deniable = item.type in DENIABLE or item.type in ALL_VALUES
        if widened or item.then or not is_deniable:
            return None
        return replace(item, start=denial, denied=True)

    def unheeded(self, found: Sequence[Found]) -> tuple[str, ...]:
        """Return the denials before words that are left: “ilman ilmoittautumista”."""
        tokens = self.wording.tokens
        spans = [*((item.start, item.end) for item in found), *self.wording.quoted]

        def is_left(token: Token) -> bool:
            return not any(start <= token.start < end for start, end in spans)

        stretches = []
        for position, (token, after) in enumerate(pairwise(tokens)):
            first = self._denial_at(position)
            if (
                first is not None
                and after.word not in self.lexicon.only
                and is_left(token)
                and is_left(after)
                and self.wording.is_unbroken(position, 2)
            ):
                stretches.append(self.wording.text[tokens[first].start : after.end])
        return tuple(stretches)

    def topic_at(self, position: int, chosen: Sequence[Found]) -> Found | None:
        """Return the topics that are named from a word on, where they are not wanted."""
        if not self.deny:
            return None
        tokens = self.wording.tokens
        count, slugs = topics_cache.get().at(tokens, position)
        if not slugs or not self.wording.is_unbroken(position, count):
            return None
        item = Found(tokens[position].start, tokens[position + count - 1].end, TOPIC, slugs)
        meant = self.as_meant(item, position, chosen)
        return item if meant and meant.denied else None

    def _denial_of(self, item: Found, position: int, chosen: Sequence[Found]) -> int | None:
        """Return where the denial of a meaning starts, or None where it is not denied.

        What is joined to something denied is denied, too: “ei lapsille eikä nuorille”.
        """
        tokens = self.wording.tokens
        last = chosen[-1] if chosen else None
        for position_before in range(position - 1, -1, -1):
            token = tokens[position_before]
            if not self.wording.is_unbroken(position_before, position - position_before + 1):
                return None
            if last and token.start < last.end:
                joins = last.denied and last.type == item.type and position_before < position - 1
                return item.start if joins else None
            if (first := self._denial_at(position_before)) is not None:
                return tokens[first].start
            if token.word not in self.lexicon.function_words | self.lexicon.only:
                return None
        return None

    def _denial_at(self, position: int) -> int | None:
        """Return at which word the denial begins that ends with a word, or None."""
        return self._phrase_until(position + 1, self.lexicon.denials)

    def _phrase_until(self, stop: int, phrases: frozenset[tuple[str, ...]]) -> int | None:
        """Return at which word the longest phrase begins that ends before a word, or None."""
        for count in range(min(LONGEST_PHRASE, stop), 0, -1):
            words = self.wording.tokens[stop - count : stop]
            if tuple(token.word for token in words) in phrases and self.wording.is_unbroken(
                stop - count, count
            ):
                return stop - count
        return None

    def _outside(self, item: Found, position: int) -> Found | None:
        """Return a municipality outside of which something is to be: “Lahden ulkopuolella”."""
        tokens, after = self.wording.tokens, position
        while after < len(tokens) and tokens[after].start < item.end:
            after += 1
        for count in range(min(LONGEST_PHRASE, len(tokens) - after), 0, -1):
            words = tuple(token.word for token in tokens[after : after + count])
            if words in self.lexicon.outside_after and self.wording.is_unbroken(
                after - 1, count + 1
            ):
                return replace(item, end=tokens[after + count - 1].end, denied=True)
        first = self._phrase_until(position, self.lexicon.outside_before)
        if first is not None and self.wording.is_unbroken(first, position - first + 1):
            return replace(item, start=tokens[first].start, denied=True)
        return None
