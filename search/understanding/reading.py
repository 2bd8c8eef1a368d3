"""From a typed query to its meanings and the words that are left."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from django.utils import timezone

from search.analysis import Token, tokenise
from search.analysis.common_words import is_common_word
from search.costs import COST

from .ages import find_ages
from .clock import find_clock
from .dates import find_dates, period
from .denials import ALL_VALUES, Denials, other_values
from .elsewhere import ELSEWHERE
from .lexicon import (
    NEAR_READER,
    PLAIN,
    TIME_AFTER_DAY,
    TIME_BEFORE_WORD,
    Lexicon,
    Phrase,
    lexicon_cache,
)
from .meaning import Found, Meaning, Understanding
from .open_days import with_open_days
from .sums import find_sums
from .weekdays import weekday_at, weekdays_between
from .wording import Wording

MAX_LENGTH = 1_000
"""Characters of a query that are read; what comes after them is left out."""

MAX_TOKENS = 60
"""Words of a query that are interpreted; further ones are left as they are."""

PLACES = frozenset({"municipality", "place", ELSEWHERE})
"""Meanings that say where."""

_COMMAS = re.compile(r"\s*([,;])(?:\s*[,;])*")
_EDGE = " \t\r\n\u00a0,;:.!?·|/\\–—-&'’"
_TYPES = (
    PLAIN,
    COST,
    "when",
    "weekday",
    "time",
    "price",
    "accessibility",
    "target",
    "municipality",
    "kind",
)
_ORDER = {name: number for number, name in enumerate(_TYPES)}


def understand(text: str, today: datetime.date | None = None) -> Understanding:
    """Find what a query means. Reads registers once a minute: four queries, else none."""
    text = text[:MAX_LENGTH]
    reader = _Reader(text, today or timezone.localdate(), lexicon_cache.get())
    return reader.understand()


def text_without(text: str, *dropped: Meaning, today: datetime.date | None = None) -> str:
    """Return a query without the words of some of its meanings and what only tied them to it."""
    reader = _Reader(text[:MAX_LENGTH], today or timezone.localdate(), lexicon_cache.get())
    return reader.text_without(dropped)


def _span(token: Token) -> tuple[int, int]:
    return token.start, token.end


class _Reader:
    """Reads one query."""

    def __init__(self, text: str, today: datetime.date, lexicon: Lexicon) -> None:
        self.text, self.today, self.lexicon = text, today, lexicon
        self.tokens = tuple(islice(tokenise(text), MAX_TOKENS))
        self.wording = Wording(text, self.tokens)
        self.denials = Denials(self.wording, lexicon)
        self.refused: list[Found] = []

    def understand(self) -> Understanding:
        """Recognise, choose, and take out."""
        recognised = self._recognised()
        contradicted = self.denials.contradicted(recognised)
        found = self._with_open_days(item for item in recognised if item not in contradicted)
        unheeded = self.denials.unheeded(found, self.refused, contradicted)
        left = tuple(self.text[one.start : one.end] for one in unheeded)
        excepted = [(one.start, one.end) for one in unheeded if one.is_exception]
        rest = self._rest(found, excepted)
        if not found:
            return Understanding((), (rest if excepted else "") or self.text.strip(), left)
        meanings: dict[tuple[str, tuple[str, ...], bool], Meaning] = {}
        near_reader = next(
            (self.text[item.start : item.end] for item in found if item.type == NEAR_READER), ""
        )
        for item in found:
            if item.type == NEAR_READER:
                continue
            # What is said twice is meant once.
            key = (item.type, item.values, item.denied)
            meanings.setdefault(key, self._meaning(item, found))
        return Understanding(tuple(meanings.values()), rest, left, near_reader)

    def text_without(self, dropped: Sequence[Meaning]) -> str:
        """Take out every stretch that has one of the meanings: what is said twice is meant once."""
        recognised = self._recognised()
        contradicted = self.denials.contradicted(recognised)
        found = self._with_open_days(item for item in recognised if item not in contradicted)
        unwanted = {(meaning.type, meaning.values, meaning.denied) for meaning in dropped}
        out: list[tuple[int, int]] = []
        for item in found:
            if item.type == NEAR_READER:
                continue
            meaning = self._meaning(item, found)
            if (meaning.type, meaning.values, meaning.denied) in unwanted:
                out += [(item.start, item.end), *self._tied(item, found)]
        if not out:
            return self.text
        pieces, position = [], 0
        for start, end in sorted(out):
            # “maanantai-iltana”: the hyphen goes with either half.
            start -= self.text[start - 1 : start] == "-"
            end += self.text[end : end + 1] == "-"
            pieces.append(self.text[position:start])
            position = max(position, end)
        pieces.append(self.text[position:])
        text = " ".join("".join(pieces).split())
        return _COMMAS.sub(r"\1", text).strip(_EDGE)

    def _tied(self, item: Found, found: Sequence[Found]) -> list[tuple[int, int]]:
        """Return the stretches of words that only tie a meaning to what stands beside it."""
        free = [
            token
            for token in self.tokens
            if not any(other.start <= token.start < other.end for other in found)
        ]
        before = [token for token in self.tokens if token.end <= item.start]
        after = [token for token in self.tokens if token.start >= item.end]
        tied = self._beside(item) if item.type in PLACES else []
        while before and (self._ties(before[-1], free) or _span(before[-1]) in tied):
            tied.append(_span(before.pop()))
        # “barn och unga”: without the children only the young are left, without “och”.
        while not before and after and (self._ties(after[0], free) or _span(after[0]) in tied):
            tied.append(_span(after.pop(0)))
        return tied

    def _ties(self, token: Token, free: Sequence[Token]) -> bool:
        return token in free and self._is_function_word(token)

    def _recognised(self) -> list[Found]:
        """Read from left to right; of what begins at a word the longest counts."""
        by_start: dict[int, list[Found]] = {}
        for item in (
            *find_dates(self.text, self.today),
            *find_ages(self.text, self.lexicon.ages),
            *find_clock(self.text),
            *find_sums(self.text),
        ):
            # “+65” begins before its first word.
            inside = (token.start for token in self.tokens if token.start >= item.start)
            by_start.setdefault(next(inside, item.start), []).append(item)
        chosen: list[Found] = []
        position = 0
        while position < len(self.tokens):
            token = self.tokens[position]
            candidates = [*by_start.get(token.start, ()), *self._at(position, chosen)]
            candidates = [
                item for item in candidates if not self.wording.is_quoted(item.start, item.end)
            ]
            if not candidates or self.denials.excepts_from(position):
                position += 1
                continue
            best = min(
                candidates, key=lambda item: (-item.stop, _ORDER.get(item.type, len(_ORDER)))
            )
            meant = None if best.type == PLAIN else self.denials.as_meant(best, position, chosen)
            if meant:
                chosen.append(replace(meant, then=None))
                chosen += [meant.then] if meant.then else []
            elif best.type != PLAIN:
                self.refused.append(best)
            stop = max(best.stop, meant.stop if meant else 0)
            while position < len(self.tokens) and self.tokens[position].start < stop:
                position += 1
        return self._with_one_period(chosen)

    def _at(self, position: int, chosen: Sequence[Found]) -> Iterator[Found]:
        """Yield what begins at a word, dates, ages and hours aside."""
        start = self.tokens[position].start
        for phrase in self.lexicon.phrases_at(self.tokens, position):
            count = len(phrase.pattern)
            if not self.wording.is_unbroken(position, count) or self._is_idle(
                phrase, position, chosen
            ):
                continue
            end = self.tokens[position + count - 1].end
            type_, values = phrase.type, phrase.values
            if type_ == "when":
                values = (period(values[0], self.today),)
            elif type_ in {TIME_AFTER_DAY, TIME_BEFORE_WORD}:
                type_ = "time"
            then = Found(start, end, *phrase.then) if phrase.then else None
            yield Found(start, end, type_, values, then=then)
        if weekday := weekday_at(self.text, self.tokens, position):
            yield weekday
        yield from self._names_at(position)
        if topic := self.denials.topic_at(position, chosen):
            yield topic

    def _is_idle(self, phrase: Phrase, position: int, chosen: Sequence[Found]) -> bool:
        """Whether a bare time of day is no time here: “alcohol free evening”."""
        if phrase.type == TIME_AFTER_DAY:
            day = chosen[-1] if chosen and chosen[-1].type in {"weekday", "when"} else None
            return day is None or day.end != self.tokens[position - 1].end
        if phrase.type == TIME_BEFORE_WORD:
            after = self.tokens[position + 1 : position + 2]
            return not after or self._is_function_word(after[0])
        return False

    def _names_at(self, position: int) -> Iterator[Found]:
        start = self.tokens[position].start
        for count in range(1, self.lexicon.longest_name + 1):
            words = self.tokens[position : position + count]
            if len(words) < count or not self.wording.is_unbroken(position, count):
                return
            name = " ".join(token.word for token in words)
            if code := self.lexicon.municipalities.get(name):
                yield Found(start, words[-1].end, "municipality", (code,))
            elif not (count > 1 or name in self.lexicon.surely_places or self._is_name(position)):
                continue
            elif places := self.lexicon.places.get(name):
                yield Found(start, words[-1].end, "place", (places[0].value,), places)
            elif code := self.lexicon.elsewhere.get(name):
                yield Found(start, words[-1].end, ELSEWHERE, (code,))

    def _is_name(self, position: int) -> bool:
        """Whether a place's name is no ordinary word here.

        A capital letter tells, but not at the beginning, where telephones put one.
        """
        token = self.tokens[position]
        if token.word.isdigit() or not is_common_word(token.word):
            return True
        return position > 0 and self.text[token.start].isupper() and not self.text.isupper()

    def _with_one_period(self, found: Sequence[Found]) -> list[Found]:
        """Let one period hold: the first dates if there are any, else the first named one.

        What is said beside dates only repeats them: “viikonloppuna 28.–29.11.”. Further ones
        stay words.
        """
        periods = [item for item in found if item.type == "when"]
        dated = [item for item in periods if ".." in item.values[0]]
        kept = (dated or periods)[:1]
        named = [item for item in periods if dated and item not in dated]
        repeated = [replace(item, values=kept[0].values) for item in named]
        others = [item for item in found if item.type != "when"]
        return sorted([*kept, *repeated, *others], key=lambda item: item.start)

    def _with_open_days(self, found: Iterable[Found]) -> list[Found]:
        joined = self._joined(list(found))
        return with_open_days(joined, self.wording, self.lexicon, self.today)

    def _joined(self, found: Sequence[Found]) -> list[Found]:
        """Join “ma–pe” into one stretch that means all days between, and days that are denied."""
        joined: list[Found] = []
        for item in found:
            last = joined[-1] if joined else None
            if last and last.type == item.type and last.denied and item.type in ALL_VALUES:
                if item.denied:
                    values = tuple(dict.fromkeys((*last.values, *item.values)))
                    joined[-1] = replace(last, end=item.end, values=values)
                    continue
            elif (
                last is not None
                and last.type == item.type == "weekday"
                and len(last.values) == len(item.values) == 1
                and re.fullmatch(r"\s*[-–—]\s*", self.text[last.end : item.start])
            ):
                days = weekdays_between(last.values[0], item.values[0])
                joined[-1] = Found(last.start, item.end, "weekday", days)
                continue
            joined.append(item)
        return [item for one in joined for item in other_values(one)]

    def _meaning(self, item: Found, found: Sequence[Found]) -> Meaning:
        text = self.text[item.start : item.end]
        if not item.places:
            return Meaning(
                item.type,
                item.values[0],
                text,
                item.start,
                item.end,
                extra_values=item.values[1:],
                denied=item.denied,
            )
        towns = [other for other in found if other.type == "municipality" and not other.denied]
        codes = {value for other in towns for value in other.values}
        place = next(
            (place for place in item.places if place.municipality in codes), item.places[0]
        )
        value = place.code if place.code and text.strip().isdigit() else place.name
        return Meaning(
            item.type,
            value,
            text,
            item.start,
            item.end,
            (place.latitude, place.longitude),
            place.radius_m,
        )

    def _rest(self, found: Sequence[Found], excepted: Sequence[tuple[int, int]]) -> str:
        """Take out meanings, what is excepted, and the words that only tied them to the rest."""
        out = [*((item.start, item.end) for item in found), *excepted]
        for item in found:
            if item.type in PLACES:
                out += self._beside(item)
        out.sort()
        pieces = []
        start = 0
        for gap_start, gap_end in [*out, (len(self.text), len(self.text))]:
            if gap_start > start:
                pieces.append(self._trimmed(start, gap_start))
            start = max(start, gap_end)
        return " ".join(piece for piece in pieces if piece)

    def _beside(self, item: Found) -> list[tuple[int, int]]:
        """Return the stretches of words like “lähellä” before and after a place."""
        before = [token for token in self.tokens if token.end <= item.start]
        after = [token for token in self.tokens if token.start >= item.end]
        while before and before[-1].word in self.lexicon.function_words:
            before.pop()
        while after and after[0].word in self.lexicon.function_words:
            after.pop(0)
        words = [*before[-1:], *after[:1]]
        return [
            (token.start, token.end) for token in words if token.word in self.lexicon.beside_places
        ]

    def _trimmed(self, start: int, end: int) -> str:
        """Return a stretch of the text without function words at its edges."""
        inside = [token for token in self.tokens if start <= token.start and token.end <= end]
        while inside and self._is_function_word(inside[0]):
            start = inside.pop(0).end
        while inside and self._is_function_word(inside[-1]):
            end = inside.pop().start
        piece = self.text[start:end].strip(_EDGE)
        return piece if any(character.isalnum() for character in piece) else ""

    def _is_function_word(self, token: Token) -> bool:
        quoted = self.wording.is_quoted(token.start, token.end)
        return token.word in self.lexicon.function_words and not quoted
