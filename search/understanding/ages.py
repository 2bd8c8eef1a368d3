"""Ages in a query: “7-vuotiaille”, “alle 10 v”, “65+”, “8 year olds”."""

import re
from collections.abc import Iterator, Sequence

from .meaning import Found

_AGES = re.compile(
    r"(?<![\w.,+-])"
    r"(?:(?P<below>alle|under|below)[ ]|(?P<above>yli|vähintään|över|over|above)[ ])?"
    r"(?:(?P<word>ages?|aged|från|ikä)[ ])?"
    r"(?P<plus_before>\+)?(?P<first>\d{1,3})(?:[ ]?(?:[-–—]|to|till)[ ]?(?P<last>\d{1,3}))?"
    r"(?:(?P<unit>[ ]?-?[ ]?(?:vuotia\w{1,12}|vuotta|v\b\.?|åring\w{0,4}|års?\b"
    r"|years?[ -]olds?\b|year[ -]old\b|yo\b|y/o\b))"
    r"|[ ]?(?P<plus>\+)(?!\d)|(?P<plural>s\b)?)",
    re.IGNORECASE,
)
OLDEST = 120


def find_ages(text: str, groups: Sequence[tuple[str, int, int]]) -> Iterator[Found]:
    """Yield the ages in a text as target groups; ``groups`` are slugs with their years."""
    for match in _AGES.finditer(text):
        plus = match["plus"] or (match["plus_before"] and int(match["first"]) >= 50)
        if not (match["unit"] or plus or match["word"] or _bounded_english(match)):
            continue
        first = int(match["first"])
        last = int(match["last"] or first)
        if match["below"]:
            # Under 30 is youth: only the groups next to the limit, children with the young.
            last = first - 1
            first = 0 if first <= 20 else last
        slugs = tuple(slug for slug, low, high in groups if low <= last and high >= first)
        if (match["above"] or plus) and 55 <= first < 60:
            slugs = tuple(slug for slug, low, _high in groups if low >= first)[:1]
        if slugs and last <= OLDEST and first <= last:
            end = match.end()
            if match["plus"] and text[end : end + 1] == "-":
                end += 1
            yield Found(match.start(), end, "target", slugs)


def _bounded_english(match: re.Match[str]) -> bool:
    """Whether it is “under 10s” or “over 65”: English says no unit there."""
    limit = (match["below"] or match["above"] or "").casefold()
    return limit in {"under", "over"} and (bool(match["plural"]) or int(match["first"]) >= 50)
