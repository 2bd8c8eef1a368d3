"""The forms of Finnish place names, by rule: many names are in no dictionary."""

import re
from dataclasses import dataclass

from search.analysis.letters import WEAK

_SPECIAL = (
    # The end of a name, then what stands for it before endings: strong grade, weak grade.
    ("mäki", "mäke", "mäe"),
    ("joki", "joke", "joe"),
    ("lahti", "lahte", "lahde"),
    ("järvi", "järve", "järve"),
    ("niemi", "nieme", "nieme"),
    ("koski", "koske", "koske"),
    ("salmi", "salme", "salme"),
    ("saari", "saare", "saare"),
    ("nurmi", "nurme", "nurme"),
    ("lampi", "lampe", "lamme"),
    ("korpi", "korpe", "korve"),
    ("vesi", "vete", "vede"),
    ("kivi", "kive", "kive"),
    ("tuli", "tule", "tule"),
    ("selkä", "selkä", "selä"),
    ("reikä", "reikä", "reiä"),
    ("kangas", "kankaa", "kankaa"),
    ("ranta", "ranta", "ranna"),
    ("inen", "ise", "ise"),
    ("änen", "äse", "äse"),
    ("nne", "ntee", "ntee"),
    ("hde", "htee", "htee"),
)
_WEAK = {**WEAK, "k": ""}
_GRADED = re.compile(r"(.*[aeiouyäö][lrhnm]??)(kk|pp|tt|nk|nt|mp|lt|rt|ht|k|p|t)([aeiouyäö])$")
_VOWELS = "aeiouyäö"


@dataclass(frozen=True)
class Forms:
    """A name's forms in lower case: where it is “in” and where it is “at” apart."""

    plain: frozenset[str]
    inner: frozenset[str]
    outer: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """All forms together."""
        return self.plain | self.inner | self.outer


def stems(name: str) -> tuple[set[str], set[str]]:
    """Return what stands before endings: of the strong grade and of the weak one."""
    for end, strong, weak in _SPECIAL:
        if name.endswith(end):
            root = name[: -len(end)]
            return {root + strong}, {root + weak}
    if name.endswith("e"):
        return {name + "e"}, {name + "e"}
    if name[-1:] not in _VOWELS:
        return {name + "i"}, {name + "i"}
    weak_stems = {name}
    if match := _GRADED.match(name):
        root, consonants, vowel = match.groups()
        weak_stems.add(root + _WEAK[consonants] + vowel)
    return {name}, weak_stems


def inflected(name: str) -> Forms:
    """Return the forms of a name in lower case; only its last word is inflected.

    Forms of both vowel harmonies and, where grades are uncertain, of both grades are there:
    one too many does no harm, one too few is not found.
    """
    name = name.casefold()
    strong, weak = stems(name)
    plain, inner, outer = {name}, set(), set()
    for stem in weak:
        plain.add(stem + "n")
        inner |= {stem + end for end in ("ssa", "ssä", "sta", "stä")}
        outer |= {stem + end for end in ("lla", "llä", "lta", "ltä", "lle")}
    for stem in strong:
        inner |= _illatives(stem)
        plain |= {stem + end for end in ("a", "ä", "ta", "tä")}
    if name.endswith("inen"):
        root = name[: -len("inen")]
        plain |= {root + end for end in ("ista", "istä", "isten", "isia", "isiä", "iset")}
        inner |= {root + end for end in ("isissa", "isissä", "isista", "isistä", "isiin")}
        outer |= {root + end for end in ("isilla", "isillä", "isilta", "isiltä", "isille")}
    elif name.endswith("änen"):
        root = name[: -len("nen")]
        plain |= {root + end for end in ("stä", "sten", "siä", "set")}
    elif name.endswith("vesi"):
        plain |= {name[:-2] + "ttä"}
    elif name.endswith(("kangas", "nne", "hde")):
        plain |= {name + end for end in ("ta", "tä", "tta", "ttä")}
    return Forms(frozenset(plain), frozenset(inner), frozenset(outer))


def _illatives(stem: str) -> set[str]:
    last = stem[-1]
    forms = {f"{stem}{last}n"}
    if stem[-2:-1] in _VOWELS:
        forms |= {f"{stem}h{last}n", f"{stem}seen"}
    return forms


def inhabitant(name: str) -> str:
    """Return the adjective of a place: “Lahti” → “lahtelainen”, “Sysmä” → “sysmäläinen”."""
    strong, _weak = stems(name.casefold())
    stem = min(strong)
    return stem + ("lainen" if re.search("[aou]", stem) else "läinen")
