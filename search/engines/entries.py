"""Documents as entries of the index, and when the two agree."""

import datetime
import hashlib
import json
from dataclasses import dataclass, replace

import numpy as np

from search.models import SearchEntry

from .base import Document
from .columns import minutes, pack
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


def _facet_lines(document: Document, *, calendar: bool = True) -> str:
    return "\n".join(
        # A line is one value.
        f"{name}={value.replace(NEWLINE, REPLACEMENT)}"
        for name in sorted(document.facets)
        if calendar or name != "weekday"
        for value in sorted(document.facets[name])
    )


def _described(document: Document) -> str:
    """Return everything in a document but what changes as days go by, in Python's own writing."""
    return repr(
        (
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


@dataclass(frozen=True)
class Pair:
    """A document and the entry that keeps it."""

    document: Document
    entry: SearchEntry


def pair(document: Document) -> Pair:
    """Make the entry of a document."""
    described = _described(document)
    content, occurrences = _number(described), pack(storable_times(document.occurrences))
    if "\\x00" in described or "\\ud" in described:
        document = _storable(document)
    lines = _facet_lines(document)
    located = on_earth(document.latitude, document.longitude)
    return Pair(
        document,
        SearchEntry(
            kind=document.kind,
            object_id=document.object_id,
            name_key=document.name_key[:LONGEST_KEY],
            name_length=min(document.name_length, LONGEST_NAME),
            names=dict(document.names),
            slug=document.slug,
            latitude=document.latitude if located else None,
            longitude=document.longitude if located else None,
            confirmed_on=document.confirmed_on,
            updated_at=document.updated_at,
            facets=lines,
            occurrences=occurrences,
            calendar_until=document.calendar_until,
            card=dict(document.card),
            fingerprint=content,
            stamp=_number(repr((content, lines, occurrences.hex()))),
        ),
    )


WRITTEN = [
    field.name
    for field in SearchEntry._meta.concrete_fields
    if field.name not in {"id", "kind", "object_id"}
]


_JSON = {"names", "card"}
_OF_THE_DAY = {"facets", "occurrences", "calendar_until", "stamp"}
"""Fields that change as days go by, as far as the calendar goes into them."""


def is_kept(made: SearchEntry, kept: SearchEntry) -> bool:
    """Whether an entry is in the index just as it is made now."""
    return made.stamp == kept.stamp and all(_is_same(name, made, kept) for name in WRITTEN)


def _is_same(name: str, made: SearchEntry, kept: SearchEntry) -> bool:
    one, other = getattr(made, name), getattr(kept, name)
    if name in _JSON:
        return bool(one == other or json.loads(json.dumps(one)) == other)
    return bytes(one) == bytes(other) if name == "occurrences" else bool(one == other)


def agrees(document: Document, kept: SearchEntry, *, now: datetime.datetime) -> bool:
    """Whether an entry is what the document makes, the calendar as far as the entry knows it."""
    made = pair(document).entry
    if not all(_is_same(name, made, kept) for name in WRITTEN if name not in _OF_THE_DAY):
        return False
    if _timeless(made.facets) != _timeless(kept.facets):
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

    return within(bytes(kept.occurrences)) == within(bytes(made.occurrences))


def _timeless(lines: str) -> list[str]:
    return [line for line in lines.split(NEWLINE) if not line.startswith("weekday=")]
