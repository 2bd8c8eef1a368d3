"""Lines of a calendar file, as RFC 5545 writes them."""

import datetime
import re
from collections.abc import Iterable

MAX_OCTETS = 75
"""Octets of a line, the end of it left out."""

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_CONTINUATION = 0b1000_0000
_CONTINUATION_MASK = 0b1100_0000


def text_value(text: str) -> str:
    """Return a text as a value; characters that no calendar may hold are left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORBIDDEN.sub("", lines).translate(_ESCAPED)


def text_list(texts: Iterable[str]) -> str:
    """Return texts as one value of several."""
    return ",".join(map(text_value, texts))


def date_value(date: datetime.date) -> str:
    """Return a day: 20261124."""
    return date.isoformat().replace("-", "")


def clock_value(date: datetime.date, time: datetime.time) -> str:
    """Return a time by the clock: 20261124T180000."""
    return f"{date_value(date)}T{time:%H%M%S}"


def utc_value(moment: datetime.datetime) -> str:
    """Return an aware moment: 20261124T160000Z."""
    utc = moment.astimezone(datetime.UTC)
    return f"{clock_value(utc.date(), utc.time())}Z"


def folded(line: str) -> str:
    """Return a line with its end, broken where it is too long, never within a character."""
    octets = line.encode()
    if len(octets) <= MAX_OCTETS:
        return f"{line}\r\n"
    pieces, start, room = [], 0, MAX_OCTETS
    while len(octets) - start > room:
        stop = start + room
        while octets[stop] & _CONTINUATION_MASK == _CONTINUATION:
            stop -= 1
        pieces.append(octets[start:stop])
        # The space that continues a line counts.
        start, room = stop, MAX_OCTETS - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces).decode() + "\r\n"


def written(lines: Iterable[str]) -> str:
    """Return lines as the text of a file."""
    return "".join(map(folded, lines))
