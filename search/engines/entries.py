"""Documents as entries of the index, and when the two agree."""

import datetime
import hashlib
import json
from typing import NamedTuple

import numpy as np

from .base import Document
from .columns import minutes, pack


def _number(*parts: object) -> int:
    """Return a 63-bit number that tells these values from any others."""
    digest = hashlib.blake2b(
        repr(parts).encode("utf-8", "backslashreplace"), digest_size=8
    ).digest()
    return int.from_bytes(digest, "big") >> 1


def _facet_lines(document: Document, *, calendar: bool = True) -> str:
    return "\n".join(
        f"{name}={value}"
        for name in sorted(document.facets)
        if calendar or name != "weekday"
        for value in sorted(document.facets[name])
    )


def fingerprint(document: Document) -> int:
    """Return a number for everything in a document but what changes as days go by."""
    return _number(
        document.kind,
        document.object_id,
        " ".join(sorted(document.terms)),
        document.name_key,
        document.names,
        document.slug,
        _facet_lines(document, calendar=False),
        document.card,
        document.updated_at.astimezone(datetime.UTC).isoformat(),
        document.latitude,
        document.longitude,
        document.confirmed_on,
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
    calendar_until: datetime.date | None
    card: str
    fingerprint: int
    stamp: int


def stored(document: Document) -> Stored:
    """Make the row of a document."""
    content, occurrences = fingerprint(document), pack(document.occurrences)
    lines = _facet_lines(document)
    return Stored(
        document.kind,
        document.object_id,
        document.name_key,
        document.name_length,
        json.dumps(document.names, ensure_ascii=False),
        document.slug,
        document.latitude,
        document.longitude,
        document.confirmed_on,
        document.updated_at,
        lines,
        occurrences,
        document.calendar_until,
        json.dumps(document.card, ensure_ascii=False),
        content,
        _number(content, lines, occurrences.hex()),
    )


def agrees(
    document: Document,
    content: int,
    until: datetime.date | None,
    occurrences: bytes,
    *,
    now: datetime.datetime,
) -> bool:
    """Whether an entry's fingerprint, its calendar's end and its occurrences fit the document.

    Days beyond those that the entry knows are left out.
    """
    if fingerprint(document) != content:
        return False
    first = minutes(now + datetime.timedelta(days=1))
    last = minutes(
        datetime.datetime.combine(until, datetime.time.min, datetime.UTC)
        if until
        else now + datetime.timedelta(days=365)
    )

    def within(packed: bytes) -> list[list[int]]:
        times = np.frombuffer(packed, dtype="<i4").reshape(-1, 2)
        found: list[list[int]] = times[(times[:, 0] >= first) & (times[:, 0] < last)].tolist()
        return found

    return within(bytes(occurrences)) == within(pack(document.occurrences))
