"""What a query asks results not to be: “ei lapsille”, “ilman”, “muille kuin”, “jumppa -lapset”."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from search.analysis import Token
from search.times_of_day import TimeOfDay

from .lexicon import Lexicon
from .meaning import Found
from .topics import TOPIC, topics_cache
from .weekdays import CODES, WEEKEND
from .wording import Wording

DENIABLE = frozenset({"target", "price", "municipality", "kind", TOPIC})
"""What results can be asked not to be: the register knows all values of a listing."""

ALL_VALUES = {"weekday": CODES, "time": tuple(map(str, TimeOfDay))}
"""Of these, asking for none of some means asking for one of the others."""

LONGEST_PHRASE = 4
"""Words of the longest phrase that denies."""

_JOINS = frozenset({"ja", "tai", "eikä", "enkä", "och", "eller", "and", "or", "nor"})
"""Between words of which the first is excepted these except the second, too."""

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
class Unheeded:
    """A stretch that denies what no register tells of; an exception is not looked for."""

    start: int
    end: int
    is_exception: bool


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
        if item.type in DENIABLE and (stop := self._excepted_until(self._after(item, position))):
            return replace(item, end=stop, denied=True)
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
        if item.type == "when" and item.values == ("weekend",):
            # Who has no time at the weekend asks for the other days.
            item = replace(item, type="weekday", values=WEEKEND)
        is_deniable = item.type in DENIABLE or item.type in ALL_VALUES
        if widened or item.then or not is_deniable:
            return None
        return replace(item, start=denial, denied=True)

    def excepts_from(self, position: int) -> bool:
        """Whether words in a row from one on except what follows: “men inte” is for no men."""
        return any(
            self._phrase_until(position + count, self.lexicon.exceptions) == position
            for count in range(2, LONGEST_PHRASE + 1)
            if position + count <= len(self.wording.tokens)
        )

    def contradicted(self, found: Sequence[Found]) -> list[Found]:
        """Return the denied topics that are asked for as well: “tanssia, ei lavatansseja”.

        What is denied is a part of them then, of which no register tells.
        """
        denied = [item for item in found if item.denied and item.type == TOPIC]
        if not denied:
            return []
        wanted: set[str] = set()
        for position, token in enumerate(self.wording.tokens):
            if not any(item.start <= token.start < item.end for item in found):
                wanted.update(topics_cache.get().at(self.wording.tokens, position)[1])
        return [item for item in denied if not wanted.isdisjoint(item.values)]

    def unheeded(
        self, found: Sequence[Found], refused: Sequence[Found], contradicted: Sequence[Found]
    ) -> tuple[Unheeded, ...]:
        """Return the denials before words that are left: “ilman ilmoittautumista”.

        ``refused`` are meanings that nothing can be asked not to have: “paitsi ensi viikolla”.
        """
        tokens = self.wording.tokens
        spans = [*((item.start, item.end) for item in found), *self.wording.quoted]
        stops = {item.start: item.stop for item in refused}

        def is_left(token: Token) -> bool:
            return not any(start <= token.start < end for start, end in spans)

        stretches = [Unheeded(item.start, item.end, is_exception=True) for item in contradicted]
        spans += [(item.start, item.end) for item in contradicted]
        for position, (token, after) in enumerate(pairwise(tokens)):
            first = self._denial_at(position)
            if (
                first is not None
                and after.word not in self.lexicon.only
                and is_left(token)
                and is_left(after)
                and self.wording.is_unbroken(position, 2)
            ):
                start, end = tokens[first].start, stops.get(after.start, after.end)
                excepts = self._phrase_until(position + 1, self.lexicon.exceptions) is not None
                if stop := self._excepted_until(first) if first else None:
                    start, end = tokens[first - 1].start, stop
                elif excepts:
                    end = self._end_of_exception(position + 1, is_left, stops)
                stretches.append(Unheeded(start, end, excepts))
        return tuple(stretches)

    def _end_of_exception(
        self, position: int, is_left: Callable[[Token], bool], stops: Mapping[int, int]
    ) -> int:
        """Return where what is excepted ends that begins at a word: “avantouintia tai saunaa”."""
        tokens = self.wording.tokens
        idle = self.lexicon.function_words | self.lexicon.wanting
        end = tokens[position].end
        for place in range(position, len(tokens)):
            token = tokens[place]
            follows = place == position or self.wording.is_unbroken(place - 1, 2)
            if not follows or not is_left(token):
                break
            end = max(end, stops.get(token.start, token.end))
            joined = place + 1 < len(tokens) and tokens[place + 1].word in _JOINS
            goes_on = token.end < end or token.word in idle | _JOINS or joined
            if not goes_on:
                break
        return end

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
        tokens, lexicon = self.wording.tokens, self.lexicon
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
            if token.word not in lexicon.function_words | lexicon.only | lexicon.wanting:
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

    def _after(self, item: Found, position: int) -> int:
        """Return which word follows on a meaning that begins at a word."""
        tokens, after = self.wording.tokens, position
        while after < len(tokens) and tokens[after].start < item.end:
            after += 1
        return after

    def _excepted_until(self, position: int) -> int | None:
        """Return where a phrase ends that begins at a word and excepts what stands before it."""
        tokens = self.wording.tokens
        for count in range(min(LONGEST_PHRASE, len(tokens) - position), 0, -1):
            stop = position + count
            words = tuple(token.word for token in tokens[position:stop])
            if (
                words in self.lexicon.exceptions_after
                and self.wording.is_unbroken(position - 1, count + 1)
                and (stop == len(tokens) or not self.wording.is_unbroken(stop - 1, 2))
            ):
                return tokens[stop - 1].end
        return None

    def _outside(self, item: Found, position: int) -> Found | None:
        """Return a municipality outside of which something is to be: “Lahden ulkopuolella”."""
        tokens, after = self.wording.tokens, self._after(item, position)
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
