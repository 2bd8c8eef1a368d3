"""Voikko's readings of a Finnish word: the one place that asks the library."""

import functools
import re
import threading
from typing import Any, NamedTuple

try:
    import libvoikko
except ImportError:  # pragma: no cover - the binding is a locked requirement
    libvoikko = None

LONGEST_WORD = 60
"""Voikko is asked about words up to this length; nothing longer is a word."""

_IN_PARENTHESES = re.compile(r"\(([^)]*)\)")

_lock = threading.Lock()


class Reading(NamedTuple):
    """One way to read a word.

    ``base`` is in lower case. ``spans`` are where the parts of a compound stand in the word.
    ``root`` is the word that the last part is derived from in ``steps`` derivations; it is
    empty where Voikko sees none. ``participle`` is the kind of participle, empty for all else.
    ``suffixed`` tells of a possessive suffix or a clitic (“kuusi” as “your moon”),
    ``potential`` of the mood that hardly anybody uses, ``proper`` of a proper name.
    """

    base: str
    word_class: str
    spans: tuple[tuple[int, int], ...]
    root: str
    steps: int
    participle: str
    suffixed: bool
    potential: bool
    proper: bool

    @property
    def is_verb(self) -> bool:
        """Whether this is a form of a verb."""
        return self.word_class == "teonsana"


@functools.lru_cache(maxsize=1)
def handle() -> Any | None:
    """Open Voikko once; None where the system library or the dictionary is missing."""
    if libvoikko is None:
        return None
    try:
        return libvoikko.Voikko("fi")
    except (OSError, libvoikko.VoikkoException):
        return None


def is_available() -> bool:
    """Whether Finnish is analysed by Voikko on this machine."""
    return handle() is not None


def readings(word: str) -> list[Reading]:
    """Return all readings of a lower-case word, proper names included; none if unknown."""
    voikko = handle()
    if voikko is None or len(word) > LONGEST_WORD:
        return []
    # One handle must not be used by two threads at a time.
    with _lock:
        found = voikko.analyze(word)
    return [_reading(attributes) for attributes in found]


def _reading(attributes: dict[str, str]) -> Reading:
    base = attributes["BASEFORM"].casefold()
    spans = _spans(attributes.get("STRUCTURE", ""))
    root, steps = _root(attributes.get("WORDBASES", ""))
    if root == base:
        root = ""
    return Reading(
        base,
        attributes.get("CLASS", ""),
        spans,
        root,
        steps,
        attributes.get("PARTICIPLE", ""),
        "POSSESSIVE" in attributes or "FOCUS" in attributes,
        attributes.get("MOOD") == "potential",
        attributes["BASEFORM"][:1].isupper(),
    )


def _spans(structure: str) -> tuple[tuple[int, int], ...]:
    """Turn Voikko's STRUCTURE (``=pppp=ppppp``) into the spans of a word's parts."""
    spans, position = [], 0
    for segment in structure.split("="):
        if segment:
            spans.append((position, position + len(segment)))
            position += len(segment)
    return tuple(spans)


def _root(wordbases: str) -> tuple[str, int]:
    """Read Voikko's WORDBASES: ``+ui(uida)+n+ti(+ti)`` is derived from “uida” in one step."""
    root, steps = "", 0
    for inside in _IN_PARENTHESES.findall(wordbases):
        if inside.startswith("+"):
            steps += 1
        else:
            root, steps = inside.casefold().replace("=", ""), 0
    return (root, steps) if steps else ("", 0)
