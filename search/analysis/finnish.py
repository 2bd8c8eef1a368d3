"""Finnish words: base forms, the parts of compounds, and what a word is derived from."""

import functools
from collections.abc import Container, Iterable, Iterator

from . import unknown, voikko
from .derivations import participle_verbs, related_verbs
from .voikko import Reading, is_available
from .word import Part, Word

__all__ = ["analyse", "is_available", "is_known", "is_simple"]

SHORTEST_PART = 2
"""Single letters are no parts of compounds."""

MOST_PARTS = 5
"""Compounds of more parts are not looked into for compounds inside them."""

MAX_READINGS = 24
"""Readings that are looked at; a long row of short words can have hundreds."""


Span = tuple[int, int]


@functools.lru_cache(maxsize=50_000)
def analyse(word: str) -> Word:
    """Analyse one word, given in lower case.

    All readings' base forms count. Of the ways to split one base form into a compound, the
    one with the fewest parts is taken: “nuorisoseura” is nuoriso + seura, not nuori + sose +
    ura. A participle counts as a form of its verb too. What Voikko does not know is analysed by
    its longest known ending and by Finnish inflection: see ``unknown``.
    """
    if word.isascii() and not word.isalpha() and not any(map(str.isalpha, word)):
        return Word(frozenset((word,)))
    readings = voikko.readings(word)[:MAX_READINGS]
    return _known(word, readings) if readings else unknown.analyse(word, analyse)


def is_known(word: str) -> bool:
    """Whether Voikko knows a lower-case word, in any form."""
    return bool(voikko.readings(word))


def is_simple(word: str) -> bool:
    """Whether Voikko knows a lower-case word, in any form, as one that is no compound."""
    return any(len(reading.spans) < 2 for reading in voikko.readings(word))


def _known(word: str, readings: list[Reading]) -> Word:
    readings = _without_finer(readings)
    own = [
        len(reading.spans) for reading in readings if reading.base == word and not reading.suffixed
    ]
    if own:
        # Who writes “kuusi” means the tree or the number, not “your moon”.
        readings = [
            reading for reading in readings if not reading.suffixed or len(reading.spans) < min(own)
        ]
    bases = {reading.base for reading in readings}
    lexical = {reading.base for reading in readings if not reading.root}
    splits: dict[str, Reading] = {}
    related: set[str] = set()
    for reading in readings:
        chosen = splits.get(reading.base)
        if chosen is None or len(reading.spans) < len(chosen.spans):
            splits[reading.base] = reading
    for reading in readings:
        if reading.participle:
            (related if reading.base in lexical else bases).update(_verbs_of(reading))
    for reading in splits.values():
        if not reading.participle and len(reading.spans) < 2 and not reading.is_verb:
            related |= _derived_from(reading, readings)
    if "-" in word:
        bases |= {base.replace("-", "") for base in bases}
    parts: dict[tuple[int, int], tuple[set[str], set[str]]] = {}
    simple = {reading.base for reading in readings if len(reading.spans) < 2}
    for reading in splits.values():
        if len(reading.spans) > 1:
            if simple and word[: reading.spans[0][1]] not in simple:
                # “kattilasta” is of “kattila”, not a “lasta” of a “katti”.
                continue
            for span, text in _part_texts(word, reading):
                terms, origins = parts.setdefault(span, (set(), set()))
                terms.add(text)
                if text != word:
                    part = _part(text)
                    terms |= part.bases
                    origins |= part.related
                    if span == reading.spans[-1]:
                        related |= _compounds(word[: span[0]], part.related)
    found = [
        Part(frozenset(terms), *span, frozenset(origins - terms))
        for span, (terms, origins) in parts.items()
    ]
    if len(parts) > 2:
        found += _joined_parts(word, splits.values(), parts)
    return Word(
        frozenset(bases),
        tuple(sorted(found, key=lambda part: (part.start, part.end))),
        frozenset(related - bases),
    )


def _without_finer(readings: list[Reading]) -> list[Reading]:
    """Leave out readings that divide the last part of another one's compound further.

    “viikonloppuisin” is of “viikon” and “loppuinen”, not of a “viikon”, a “loppu” and an “isä”.
    """
    compounds = {reading.spans for reading in readings if len(reading.spans) > 1}
    if len(compounds) < 2:
        return readings
    bases = {reading.base for reading in readings if not _is_finer(reading.spans, compounds)}
    return [
        reading
        for reading in readings
        if reading.base in bases or not _is_finer(reading.spans, compounds)
    ]


def _is_finer(spans: tuple[Span, ...], compounds: set[tuple[Span, ...]]) -> bool:
    """Whether one of the compounds is divided alike, but for a last part that is one."""
    return any(
        len(coarse) < len(spans)
        and coarse[:-1] == spans[: len(coarse) - 1]
        and coarse[-1][1] == spans[-1][1]
        for coarse in compounds
    )


def _joined_parts(word: str, splits: Iterable[Reading], taken: Container[Span]) -> Iterator[Part]:
    """Yield the compounds inside a compound of three or more: “lastenhoito”, “hoitoapu”."""
    seen: set[Span] = set()
    for reading in splits:
        spans = reading.spans
        for length in range(2, len(spans) if len(spans) <= MOST_PARTS else 0):
            for first in range(len(spans) - length + 1):
                start, end = spans[first][0], min(spans[first + length - 1][1], len(word))
                if (start, end) in taken or (start, end) in seen or start >= len(word):
                    continue
                seen.add((start, end))
                text = reading.base[start:] if first + length == len(spans) else word[start:end]
                bases = _part(text.strip("-")).bases
                if bases:
                    yield Part(bases, start, end, joined=True)


def _compounds(front: str, ends: frozenset[str]) -> set[str]:
    """Return the compounds that are words of their own: “valo” and “kuvata” are “valokuvata”."""
    return {front + end for end in ends if is_known(front + end)}


@functools.lru_cache(maxsize=20_000)
def _part(text: str) -> Word:
    """Analyse a part of a compound: “jää” in “jäähalli” is ice, not the verb “jäädä”."""
    readings = voikko.readings(text)
    simple = [reading for reading in readings if not reading.is_verb] or readings
    return _known(text, simple) if simple else Word(frozenset())


def _verbs_of(reading: Reading) -> frozenset[str]:
    """Return the verbs of a participle, with the parts before it in a compound."""
    if reading.steps == 1 + (reading.participle == "negation"):
        verbs = frozenset((reading.root,))
    else:
        last = reading.base[reading.spans[-1][0] :] if reading.spans else reading.base
        verbs = participle_verbs(last, reading.participle)
    if len(reading.spans) < 2:
        return verbs
    front = reading.base[: reading.spans[-1][0]]
    return frozenset(verb if verb.startswith(front) else front + verb for verb in verbs)


def _derived_from(reading: Reading, readings: list[Reading]) -> set[str]:
    """Return the words one step back; an older ancestor only where there is nothing nearer."""
    roots = {
        other.root
        for other in readings
        if other.base == reading.base and other.root and other.steps == 1
    }
    if reading.word_class == "nimisana" and not roots:
        roots |= related_verbs(reading.base)
    if not roots and reading.root and reading.word_class == "laatusana":
        roots.add(reading.root)
    return roots - {reading.base}


def _part_texts(word: str, reading: Reading) -> list[tuple[tuple[int, int], str]]:
    """Return where each part stands and its text, the last part in its base form."""
    found = []
    for start, end in reading.spans:
        is_last = (start, end) == reading.spans[-1]
        text = (reading.base[start:] if is_last else word[start:end]).strip("-")
        if len(text) >= SHORTEST_PART and start < len(word):
            found.append(((start, min(end, len(word))), text))
    return found


CACHES = (analyse, _part)
