"""Weekdays that the lexicon cannot hold: with a time of day, shortened, and from one to another."""

import re
from collections.abc import Sequence

from search.analysis import Token
from search.times_of_day import TimeOfDay
from servicemap.models.fields import WEEKDAY_CODES as CODES

from .meaning import Found

_NAMES = {
    name: CODES[number]
    for names in (
        "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
        "måndag tisdag onsdag torsdag fredag lördag söndag",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for number, name in enumerate(names.split())
}
SHORT = dict(zip(["ma", "ti", "ke", "to", "pe", "la", "su"], CODES, strict=True))

WORKING_DAYS = CODES[:5]

WEEKEND = CODES[5:]

_ENDINGS = "(?:na|nä|n|t|a|ä|ksi|lla|llä|in|sin|isin|ina|inä|en|jen)?"
_TIME_OF_DAY = re.compile(
    rf"(?:(?P<weekday>{'|'.join(_NAMES)})s?-?|(?P<short>{'|'.join(SHORT)})-"
    r"|(?P<working>arki|vardags?)-?|(?P<weekend>viikonloppu|helg)-?)"
    rf"(?:(?P<morning>(?:aamui?|aamupäiv[äi]){_ENDINGS}"
    r"|(?:morgon|förmiddag)(?:en|ar|s|arna)?|morgnar(?:na)?|mornings?)"
    rf"|(?P<afternoon>iltapäiv[äi]{_ENDINGS}|eftermiddag(?:en|ar|s|arna)?|afternoons?)"
    rf"|(?P<evening>(?:iltai?|ilto|illa|illo){_ENDINGS}|kväll(?:en|ar|s|arna)?"
    r"|(?:evening|night)s?)"
    rf"|(?P<daytime>päiv[äi]{_ENDINGS}))"
)
_TIMES = {
    "morning": (str(TimeOfDay.MORNING),),
    "afternoon": (str(TimeOfDay.AFTERNOON),),
    "evening": (str(TimeOfDay.EVENING),),
    "daytime": (str(TimeOfDay.MORNING), str(TimeOfDay.AFTERNOON)),
}
_SHORT_RANGE = re.compile(rf"({'|'.join(SHORT)})-({'|'.join(SHORT)})")
_AFTER_SHORT = re.compile(r"klo|kl|kello|(?:aamu|ilta|illa|iltapäivä|päivä)\w{0,5}|\d.*")
_AND = {"ja", "tai", "sekä"}


def weekdays_between(first: str, last: str) -> tuple[str, ...]:
    """Return the weekdays from one to another, over the turn of the week if need be."""
    start, end = CODES.index(first), CODES.index(last)
    count = (end - start) % 7 + 1
    return tuple(CODES[(start + step) % 7] for step in range(count))


def weekday_at(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """Recognise a weekday in a word beyond the lexicon's phrases."""
    token = tokens[position]
    if match := _TIME_OF_DAY.fullmatch(token.word):
        return _with_time_of_day(token, match)
    if match := _SHORT_RANGE.fullmatch(token.word):
        values = weekdays_between(SHORT[match[1]], SHORT[match[2]])
        return Found(token.start, token.end, "weekday", values)
    if token.word in SHORT and _is_meant(text, tokens, position):
        return Found(token.start, token.end, "weekday", (SHORT[token.word],))
    return None


def _with_time_of_day(token: Token, match: re.Match[str]) -> Found:
    """Divide “maanantai-iltana”: the weekday, and the time of day in the rest of the word."""
    name = match["weekday"] or match["short"] or match["working"] or match["weekend"]
    values: tuple[str, ...] = ((_NAMES | SHORT).get(name, ""),)
    if match["working"] or match["weekend"]:
        values = WORKING_DAYS if match["working"] else WEEKEND
    [part] = [part for part in _TIMES if match[part]]
    if part == "daytime" and not match["weekday"] and not match["short"]:
        # “arkipäivänä”: a day, not the middle of one.
        return Found(token.start, token.end, "weekday", values)
    time = Found(token.start + match.start(part), token.end, "time", _TIMES[part])
    return Found(token.start, token.start + len(name), "weekday", values, then=time)


def _is_meant(text: str, tokens: Sequence[Token], position: int) -> bool:
    """Whether a two-letter word is a weekday: “to” is English, too, and “la” a part of names."""
    typed = text[tokens[position].start : tokens[position].end]
    if typed.isupper() and not text.isupper():
        return False
    before = [token.word for token in tokens[:position]]
    after = [token.word for token in tokens[position + 1 :]]
    if not before and not after:
        return False
    beside = [*before[-1:], *after[:1]]
    across = [*(before[-2:-1] if before[-1:] and before[-1] in _AND else [])]
    across += after[1:2] if after[:1] and after[0] in _AND else []
    if any(word in SHORT for word in [*beside, *across]):
        return True
    if after and _AFTER_SHORT.fullmatch(after[0]):
        return True
    if tokens[position].word == "to":
        return not after
    capitals = text[tokens[position + 1].start].isupper() if after else False
    return not (typed[0].isupper() and capitals)
