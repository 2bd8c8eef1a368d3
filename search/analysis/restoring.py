"""Finnish words typed without their dots: “paijanne” for “päijänne”."""

import functools
from collections.abc import Iterator
from itertools import islice

from . import finnish, voikko
from .folding import DOTTED

MAX_ATTEMPTS = 120
"""Spellings that Voikko is asked about for one word."""

LONGEST_WORD = 30
"""Longer words are left as they are."""


@functools.lru_cache(maxsize=10_000)
def respelt(word: str) -> str:
    """Return a lower-case Finnish word with its dots put back, or as it is; letters stay in place.

    A hyphenated word that is none as a whole is respelt piece by piece.
    """
    spelling = _restored(word)
    if not spelling and "-" in word:
        spelling = "-".join(_restored(piece) or piece for piece in word.split("-"))
    return spelling or word


def restored(word: str) -> frozenset[str]:
    """Return the base forms of a lower-case Finnish word with its dots put back.

    Empty where the word is Finnish as it stands, or where nothing fits.
    """
    spelling = respelt(word)
    return finnish.analyse(spelling).bases if spelling != word else frozenset()


def _restored(word: str) -> str:
    """Return the spelling with dots that suits a word, or an empty text.

    Vowel harmony holds within each part of a compound, so dots come in runs: one run is tried
    before two, and the spelling that makes the fewest parts wins. Asks Voikko ``MAX_ATTEMPTS``
    times at most.
    """
    places = [number for number, letter in enumerate(word) if letter in DOTTED]
    if not places or len(word) > LONGEST_WORD or not voikko.is_available():
        return ""
    own = _fewest_parts(word)
    # “hameenlinna” reads as a compound of “hame”; Hämeenlinna is one word of the dictionary.
    if own == 1 or (own and _fewest_parts(_dotted(word, places)) >= own):
        return ""
    best, fewest = "", own or 99
    for spelling in islice(_spellings(word, places), MAX_ATTEMPTS):
        parts = _fewest_parts(spelling)
        if parts and parts < fewest:
            best, fewest = spelling, parts
            if parts == 1:
                break
    return best


def _fewest_parts(word: str) -> int:
    """Count the parts of a word in its simplest reading; 0 where Voikko does not know it."""
    return min(
        (
            max(len(reading.spans), 1)
            for reading in voikko.readings(word)
            # “paijanne” could be the potential of “paijata”.
            if not reading.potential
        ),
        default=0,
    )


def _dotted(word: str, places: list[int]) -> str:
    letters = list(word)
    for place in places:
        letters[place] = DOTTED[letters[place]]
    return "".join(letters)


def _spellings(word: str, places: list[int]) -> Iterator[str]:
    """Yield the spellings: all dots, then each run of them, then each two runs."""
    count = len(places)
    runs = [
        places[start:end]
        for length in range(count, 0, -1)
        for start in range(count - length + 1)
        for end in (start + length,)
    ]
    for run in runs:
        yield _dotted(word, run)
    for first in runs:
        for second in runs:
            if first[-1] < second[0] and places.index(second[0]) - places.index(first[-1]) > 1:
                yield _dotted(word, first + second)
