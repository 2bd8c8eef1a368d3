"""What every database can hold: characters and sizes that one of them refuses are replaced."""

import datetime
import math
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

REPLACEMENT = "\ufffd"
"""Unicode's own sign for what cannot be shown."""

LONGEST_TERM = 500
"""Characters of a term that are kept: PostgreSQL takes up to 2,046 bytes."""

LAST_MOMENT = datetime.datetime(6000, 1, 1, tzinfo=datetime.UTC)
"""Occurrences end before: minutes since 1970 must fit into 32 bits."""

# PostgreSQL's text has no NUL, UTF-8 has no lone surrogates.
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
# SQLite's index tells terms apart by these.
_NOT_IN_TERM = re.compile("[\x00-\x20\x7f\ud800-\udfff]")


def storable_text(text: str) -> str:
    """Return the text with what no database holds replaced."""
    return _NOT_TEXT.sub(REPLACEMENT, text)


def storable_json(value: Any) -> Any:
    """Return a value of JSON with its texts storable."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, Mapping):
        return {storable_text(str(key)): storable_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable_json(item) for item in value]
    return value


def storable_terms(terms: Collection[str]) -> Collection[str]:
    """Return the terms with what would tear one apart replaced, none too long."""
    longest = max(map(len, terms), default=0)
    if longest <= LONGEST_TERM and "" not in terms and not _NOT_IN_TERM.search("".join(terms)):
        return terms
    return {_NOT_IN_TERM.sub(REPLACEMENT, term)[:LONGEST_TERM] for term in terms if term}


def is_storable_word(word: str, longest: int) -> bool:
    """Whether a word can be kept as it is."""
    return len(word) <= longest and not _NOT_TEXT.search(word)


def on_earth(latitude: float | None, longitude: float | None) -> bool:
    """Whether there is such a point, in degrees."""
    return (
        latitude is not None
        and longitude is not None
        and math.isfinite(latitude)
        and math.isfinite(longitude)
        and abs(latitude) <= 90
        and abs(longitude) <= 180
    )


def storable_times(
    occurrences: Iterable[tuple[datetime.datetime, datetime.datetime]],
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """Return the occurrences that end early enough."""
    return [times for times in occurrences if times[1] < LAST_MOMENT]
