"""Hours in a query that say in which part of the day something begins: “klo 18 jälkeen”."""

import datetime
import re
from collections.abc import Iterator

from search.times_of_day import STARTS

from .meaning import Found

_HOUR = r"(?P<hour>\d{1,2})(?:[.:](?P<minute>[0-5]\d))?(?![\d.:]*\d)"
_CLOCK = r"(?:(?:klo|kello|kl|klockan)\.?\s*)"
_ENGLISH_HOUR = rf"{_HOUR}(?:\s?(?P<half>[ap]\.?m\b\.?|o'?clock\b))?"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_AFTER = (
    _compiled(rf"(?<![\w.,:+-]){_CLOCK}?{_HOUR}\s+jälkeen\b"),
    _compiled(rf"\bjälkeen\s+{_CLOCK}?{_HOUR}"),
    _compiled(rf"\b{_CLOCK}{_HOUR}\s+(?:alkaen|lähtien|eteenpäin|(?:och\s+)?framåt)\b"),
    _compiled(rf"\befter\s+{_CLOCK}?{_HOUR}"),
    _compiled(rf"\bfrån\s+{_CLOCK}{_HOUR}"),
)
_BEFORE = (
    _compiled(rf"\bennen\s+{_CLOCK}?{_HOUR}(?::?[at]?[aä]\b)?"),
    _compiled(rf"\b(?:före|innan)\s+{_CLOCK}?{_HOUR}"),
)
_AT = _compiled(rf"\b{_CLOCK}{_HOUR}(?:\s*[-–]\s*\d{{1,2}}(?:[.:][0-5]\d)?(?!\d))?")
_AT_ENGLISH = _compiled(rf"\b(?:at\s+)?{_HOUR}\s?(?P<half>[ap]\.?m\b\.?)")
_AFTER_ENGLISH = _compiled(rf"\b(?:after|past)\s+{_ENGLISH_HOUR}(?!\s?\w*year)")
_BEFORE_ENGLISH = _compiled(rf"\bbefore\s+{_ENGLISH_HOUR}")

_NIGHT_UNTIL = 7
"""“After 5” in English is in the afternoon."""

_BOUNDS = tuple(STARTS.items())


def find_clock(text: str) -> Iterator[Found]:
    """Yield the hours in a text as times of day: all those in which something may then begin."""
    if not any(character.isdigit() for character in text):
        return
    for patterns, values in ((_AFTER, _times_from), (_BEFORE, _times_until)):
        for pattern in patterns:
            for match in pattern.finditer(text):
                if (moment := _moment(match)) and (found := values(moment)):
                    yield Found(match.start(), match.end(), "time", found)
    for pattern, values in ((_AFTER_ENGLISH, _times_from), (_BEFORE_ENGLISH, _times_until)):
        for match in pattern.finditer(text):
            if (moment := _moment(match, english=True)) and (found := values(moment)):
                yield Found(match.start(), match.end(), "time", found)

    # “klo 18 jälkeen” is more than “klo 18”: the longer stretch counts.
    for pattern, english in ((_AT, False), (_AT_ENGLISH, True)):
        for match in pattern.finditer(text):
            if moment := _moment(match, english=english):
                yield Found(match.start(), match.end(), "time", _times_from(moment)[:1])


def _moment(match: re.Match[str], *, english: bool = False) -> datetime.time | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").casefold() if english else ""
    if half.startswith("p") or (english and not half.startswith("a") and hour <= _NIGHT_UNTIL):
        hour = hour % 12 + 12
    try:
        return datetime.time(hour, minute)
    except ValueError:
        return None


def _times_from(moment: datetime.time) -> tuple[str, ...]:
    """Return the times of day that last beyond a moment."""
    ends = [start for _time, start in _BOUNDS[1:]]
    passed = sum(end <= moment for end in ends)
    return tuple(str(time) for time, _start in _BOUNDS[passed:])


def _times_until(moment: datetime.time) -> tuple[str, ...]:
    """Return the times of day that begin before a moment."""
    return tuple(str(time) for time, start in _BOUNDS if start < moment)
