"""Weekdays that the lexicon cannot hold: with a time of day, shortened, and from one to another."""

import re
from collections.abc import Sequence

from search.analysis import Token
from servicemap.models.fields import WEEKDAYS

from .meaning import Found

CODES = tuple(code for code, _label in WEEKDAYS)

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

_TIME_OF_DAY = re.compile(
    rf"(?:(?P<weekday>{'|'.join(_NAMES)})s?-?|(?P<short>{'|'.join(SHORT)})-|(?P<working>arki)-?)"
    r"(?:(?:aamu|aamupäivä|päivä|iltapäivä|ilta)(?:na|nä|a|ä|n|t|ksi)?"
    r"|(?:illa|aamu|aamupäivi|iltapäivi|päivi)(?:lla|llä|n|t|sin|isin|ina|inä)"
    r"|(?:ilto|iltai|aamui)(?:ina|sin|na)"
    r"|(?:kväll|morgon|eftermiddag|förmiddag)(?:en|ar|s|arna)?"
    r"|(?:morning|evening|afternoon|night)s?)"
)
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
        name = match["weekday"] or match["short"] or match["working"]
        values = WORKING_DAYS if match["working"] else ((_NAMES | SHORT)[name],)
        return Found(token.start, token.start + len(name), "weekday", values)
    if match := _SHORT_RANGE.fullmatch(token.word):
        values = weekdays_between(SHORT[match[1]], SHORT[match[2]])
        return Found(token.start, token.end, "weekday", values)
    if token.word in SHORT and _is_meant(text, tokens, position):
        return Found(token.start, token.end, "weekday", (SHORT[token.word],))
    return None


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
