"""Documents as entries of the index, and when the two agree."""

import datetime
import hashlib
from dataclasses import dataclass

import numpy as np

from search.models import SearchEntry

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
        sorted(document.terms),
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


@dataclass(frozen=True)
class Pair:
    """A document and the entry that keeps it."""

    document: Document
    entry: SearchEntry


def pair(document: Document) -> Pair:
    """Make the entry of a document."""
    content, occurrences = fingerprint(document), pack(document.occurrences)
    lines = _facet_lines(document)
    return Pair(
        document,
        SearchEntry(
            kind=document.kind,
            object_id=document.object_id,
            name_key=document.name_key,
            name_length=document.name_length,
            names=dict(document.names),
            slug=document.slug,
            latitude=document.latitude,
            longitude=document.longitude,
            confirmed_on=document.confirmed_on,
            updated_at=document.updated_at,
            facets=lines,
            occurrences=occurrences,
            calendar_until=document.calendar_until,
            card=dict(document.card),
            fingerprint=content,
            stamp=_number(content, lines, occurrences.hex()),
        ),
    )


WRITTEN = [
    field.name
    for field in SearchEntry._meta.concrete_fields
    if field.name not in {"id", "kind", "object_id"}
]


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
