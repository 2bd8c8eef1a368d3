"""Documents as entries of the index, and when the two agree."""

import datetime
import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from search.keys import Key
from search.models import SearchEntry

from .base import Document
from .minutes import minutes, pack
from .storable import (
    REPLACEMENT,
    on_earth,
    storable_json,
    storable_text,
    storable_times,
)

NEWLINE = "\n"
DAY = datetime.timedelta(days=1)


LONGEST_NAME = 32_767
"""Words of a name that are counted."""

LONGEST_KEY = 250
"""Characters of a name that it is sorted by."""


def _number(text: str) -> int:
    """Return a 63-bit number that tells this text from any other."""
    digest = hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _facet_lines(document: Document) -> list[str]:
    return [
        # A line is one value.
        f"{name}={value.replace(NEWLINE, REPLACEMENT)}"
        for name in sorted(document.facets)
        for value in sorted(document.facets[name])
    ]


def _described(document: Document, terms: str, lines: list[str]) -> str:
    """Return everything in a document but what changes as days go by, in Python's own writing."""
    return repr(
        (
            document.kind,
            document.object_id,
            terms,
            document.name_key,
            document.names,
            document.slug,
            _timeless(lines),
            document.card,
            document.updated_at.astimezone(datetime.UTC).isoformat(),
            document.latitude,
            document.longitude,
            document.confirmed_on,
        )
    )


def _storable(document: Document) -> Document:
    """Return the document with texts that every database can hold."""
    return replace(
        document,
        name_key=storable_text(document.name_key),
        names=storable_json(document.names),
        slug=storable_text(document.slug),
        facets={
            name: frozenset(map(storable_text, values)) for name, values in document.facets.items()
        },
        card=storable_json(document.card),
    )


class Stored(NamedTuple):
    """A document as a row of the table of entries, in Python's types; see ``SearchEntry``."""

    kind: str
    object_id: int
    name_key: str
    name_length: int
    names: str
    slug: str
    latitude: float | None
    longitude: float | None
    confirmed_on: datetime.date | None
    updated_at: datetime.datetime
    facets: str
    occurrences: bytes
    hours: bytes
    calendar_until: datetime.date | None
    card: str
    fingerprint: int
    stamp: int


class Entry(NamedTuple):
    """A document as the database keeps it: its row, and its terms with a space between."""

    row: Stored
    terms: str

    @property
    def key(self) -> Key:
        """The key of the document."""
        return self.row.kind, self.row.object_id

    @property
    def term_set(self) -> set[str]:
        """The terms one by one."""
        return set(self.terms.split(" ")) - {""}


def make_entry(document: Document, storable: Callable[[frozenset[str]], Collection[str]]) -> Entry:
    """Make the entry of a document; ``storable`` says which terms a database keeps."""
    terms = " ".join(sorted(storable(document.terms)))
    return Entry(_stored(document, terms), terms)


def _stored(document: Document, terms: str) -> Stored:
    lines = _facet_lines(document)
    described = _described(document, terms, lines)
    content = _number(described)
    occurrences = pack(storable_times(document.occurrences))
    hours = pack(storable_times(document.hours))
    if "\\x00" in described or "\\ud" in described:
        document = _storable(document)
        lines = _facet_lines(document)
    facets = NEWLINE.join(lines)
    located = on_earth(document.latitude, document.longitude)
    return Stored(
        document.kind,
        document.object_id,
        document.name_key[:LONGEST_KEY],
        min(document.name_length, LONGEST_NAME),
        json.dumps(document.names, ensure_ascii=False),
        document.slug,
        document.latitude if located else None,
        document.longitude if located else None,
        document.confirmed_on,
        document.updated_at,
        facets,
        occurrences,
        hours,
        document.calendar_until,
        json.dumps(document.card, ensure_ascii=False),
        content,
        _number(repr((content, facets, occurrences.hex(), hours.hex()))),
    )


_TIMES = {"occurrences", "hours"}
_OF_THE_DAY = {"facets", *_TIMES, "calendar_until", "stamp"}
"""Fields that change as days go by, as far as the calendar goes into them."""


def is_kept(made: Stored, kept: SearchEntry) -> bool:
    """Whether an entry is in the index just as it is made now.

    That its calendar goes on for another day is no difference where nothing takes place then.
    """
    return all(_is_same(name, made, kept) for name in Stored._fields if name != "calendar_until")


def _is_same(name: str, made: Stored, kept: SearchEntry) -> bool:
    one, other = getattr(made, name), getattr(kept, name)
    if name in {"names", "card"}:
        return bool(json.loads(one) == other)
    return bytes(one) == bytes(other) if name in _TIMES else bool(one == other)


def agrees(made: Stored, kept: SearchEntry, *, now: datetime.datetime) -> bool:
    """Whether an entry is in the index as it is made, the calendar as far as that knows it."""
    if not all(_is_same(name, made, kept) for name in Stored._fields if name not in _OF_THE_DAY):
        return False
    if _timeless(made.facets.split(NEWLINE)) != _timeless(kept.facets.split(NEWLINE)):
        return False
    first = minutes(now + datetime.timedelta(days=1))
    # The last day is known up to the hour at which the entry was made.
    last = minutes(
        datetime.datetime.combine(kept.calendar_until, datetime.time.min, datetime.UTC) - DAY
        if kept.calendar_until
        else now + datetime.timedelta(days=365)
    )

    def within(packed: bytes) -> list[list[int]]:
        times = np.frombuffer(packed, dtype="<i4").reshape(-1, 2)
        found: list[list[int]] = times[(times[:, 0] >= first) & (times[:, 0] < last)].tolist()
        return found

    def open_within(packed: bytes) -> list[list[int]]:
        # Hours may be on at either end: of a place that never closes they are one span.
        times = np.frombuffer(packed, dtype="<i4").reshape(-1, 2)
        times = times[(times[:, 1] > first) & (times[:, 0] < last) & (first < last)]
        found: list[list[int]] = np.clip(times, first, last).tolist()
        return found

    return within(bytes(kept.occurrences)) == within(bytes(made.occurrences)) and open_within(
        bytes(kept.hours)
    ) == open_within(bytes(made.hours))


def _timeless(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if not line.startswith("weekday=")]
