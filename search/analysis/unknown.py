"""Finnish words that Voikko does not know: names, brands, rare words, unusual compounds.

Such a word gets terms of three kinds. Where it ends in a word that Voikko knows, the base form
of that ending with the rest kept in front: “villähteenkerholla” is a “villähteenkerho”. Where
rules of inflection lead to a word that Voikko knows, that word. And always, behind a mark, what
the rules and the Snowball stemmer make of it: marked terms meet only each other.
"""

from collections.abc import Callable

from . import inflection, voikko
from .letters import VOWELS, in_harmony
from .stems import stem
from .word import Part, Word

MARK = "~"
"""Stands before a guessed dictionary form or a stem, so that it meets no word that looks alike."""

SHORTEST_ENDING = 5
"""Letters of a known ending; shorter ones are found in any name (“denve|riin”)."""

SHORTEST_LAST_PART = 4
"""Letters of its base form."""

SHORTEST_INFLECTED = 4
"""Letters of a word that may have an ending; shorter ones are abbreviations."""

SHORTEST_FRONT = 3
"""Letters before a known ending."""

SHORTEST_UNKNOWN_FRONT = 4
"""Letters before a known ending that Voikko does not know either."""

MAX_ENDINGS = 14
"""Endings that Voikko is asked about, longest first."""

MAX_FORMS = 12
"""Guessed dictionary forms that Voikko is asked about."""

MAX_PIECES = 6
"""Pieces of a hyphenated word that are analysed."""


def analyse(word: str, analyse_known: Callable[[str], Word]) -> Word:
    """Analyse a lower-case word that Voikko does not know."""
    if "-" in word.strip("-"):
        return _hyphenated(word, analyse_known)
    if len(word) > voikko.LONGEST_WORD:
        return Word(frozenset((word,)))
    if (other := in_harmony(word)) != word and voikko.readings(other):
        return analyse_known(other)
    if len(word) < SHORTEST_INFLECTED:
        return Word(frozenset((word, MARK + word)) if word.isalpha() else frozenset((word,)))
    terms = {word, MARK + stem(word, "fi")}
    parts: tuple[Part, ...] = ()
    if word.isalpha():
        guessed = inflection.dictionary_forms(word)
        terms.update(MARK + form for form in guessed)
        terms.update(f"{MARK}{stem}-" for stem in inflection.verb_stems(word))
        known = {form for form in guessed[1 : MAX_FORMS + 1] if _is_dictionary_form(form)}
        terms |= known
        if not known:
            compounds, parts = _by_ending(word, analyse_known)
            terms |= compounds
    return Word(frozenset(terms), parts)


def _is_dictionary_form(word: str) -> bool:
    return any(reading.base == word for reading in voikko.readings(word))


def _by_ending(
    word: str, analyse_known: Callable[[str], Word]
) -> tuple[set[str], tuple[Part, ...]]:
    """Split off the longest ending that Voikko knows as a noun or an adjective."""
    last = len(word) - SHORTEST_ENDING
    tried = 0
    for position in range(SHORTEST_FRONT, last + 1):
        if not _may_join(word, position):
            continue
        tried += 1
        if tried > MAX_ENDINGS:
            break
        ending = word[position:]
        readings = [
            reading
            for reading in voikko.readings(ending)
            if reading.word_class in ("nimisana", "laatusana", "nimisana_laatusana")
            and len(reading.base) >= SHORTEST_LAST_PART
        ]
        front = word[:position]
        if not readings or (position < SHORTEST_UNKNOWN_FRONT and not voikko.readings(front)):
            continue
        compounds = {front + reading.base for reading in readings}
        return compounds, _parts_at(word, position, analyse_known)
    return set(), ()


def _parts_at(word: str, position: int, analyse_known: Callable[[str], Word]) -> tuple[Part, ...]:
    """Return the rest in front and the last part of what stands at a position."""
    ending = analyse_known(word[position:])
    last = Part(ending.bases, 0, len(word) - position, ending.related)
    if ending.parts:
        last = ending.parts[-1]
    start = position + last.start
    moved = Part(last.terms, start, position + last.end, last.related)
    front = word[:start]
    if len(front) < SHORTEST_UNKNOWN_FRONT:
        return (moved,)
    terms = {front}
    # First parts stand in the genitive: “villähteen” in “villähteenkerho”.
    if front.endswith("n") or voikko.readings(front):
        terms |= analyse_known(front).bases
    return (Part(frozenset(terms), 0, start), moved)


def _may_join(word: str, position: int) -> bool:
    """Whether two parts of a compound may meet here: each has a vowel, no syllable is torn."""
    front, ending = word[:position], word[position:]
    if VOWELS.isdisjoint(front) or front[-1] not in "aeiouyäönlrst":
        return False
    if ending[0] in VOWELS:
        return front[-1] in "nst" or (
            front[-1] in VOWELS - {ending[0]} and len(ending) >= SHORTEST_ENDING
        )
    return len(ending) > 1 and (ending[1] in VOWELS or len(ending) > 6)


def _hyphenated(word: str, analyse_known: Callable[[str], Word]) -> Word:
    """Analyse the pieces; the last one's base forms make the whole word's."""
    parts: list[Part] = []
    bases = {word}
    position = 0
    pieces = word.split("-")
    for number, piece in enumerate(pieces[:MAX_PIECES]):
        if len(piece) > 1:
            analysed = analyse_known(piece)
            parts.append(Part(analysed.bases, position, position + len(piece), analysed.related))
            if number == len(pieces) - 1:
                front = word[:position]
                bases.update(
                    MARK + front + base[1:] if base.startswith(MARK) else front + base
                    for base in analysed.bases
                )
        position += len(piece) + 1
    # Who writes “sauna-vuoro” looks for “saunavuoro” too.
    bases |= {base.replace("-", "") for base in bases if not base.endswith("-")}
    return Word(frozenset(bases), tuple(parts))
