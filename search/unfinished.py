"""Text that is being typed: its finished words, and what the word that is not may become."""

import functools
from dataclasses import dataclass

from search.analysis import analyse_word, restored, tokenise
from search.analysis.finnish import is_known
from search.analysis.folding import DOTTED
from search.query import MAX_QUERY_LENGTH, MAX_WORDS, query_word

SHORTEST_INFLECTED = 4
"""Letters of an unfinished word whose ending is looked into."""

MAX_SPELLINGS = 24
"""Spellings of an unfinished word that are tried."""

_MAX_DOTS = 6

_TAILS = (
    *("n", "a", "ä", "sa", "sä", "ssa", "ssä", "ta", "tä", "sta", "stä", "la", "lä", "lla", "llä"),
    *("lta", "ltä", "e", "le", "lle", "i", "si", "ksi", "en", "in", "an", "än", "on", "un"),
)
"""What the cases of Finnish may still lack at their end."""

_ENDINGS = ("ssa", "sta", "lla", "lta", "lle", "ksi")


@dataclass(frozen=True)
class Typed:
    """What has been typed, in lower case, with where each word starts in the text.

    ``begun`` is the last word, while it may still go on; it is empty after a space.
    """

    words: tuple[str, ...]
    begun: str
    starts: tuple[int, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """The finished words and the one that is not."""
        return (*self.words, self.begun) if self.begun else self.words


def typed(text: str) -> Typed:
    """Divide a text; one that is longer than a query may be is nothing to complete."""
    if len(text) > MAX_QUERY_LENGTH:
        return Typed((), "", ())
    tokens = list(tokenise(text))
    if not tokens or len(tokens) > MAX_WORDS:
        return Typed((), "", ())
    words = tuple(token.word for token in tokens)
    starts = tuple(token.start for token in tokens)
    # After a hyphen the word goes on, and nothing is known of how.
    if text[tokens[-1].end :].strip("-‐‑"):
        return Typed(words, "", starts)
    return Typed(words[:-1], words[-1], starts)


def spellings(begun: str) -> list[str]:
    """Return the ways in which an unfinished word may have been meant with dots or rings.

    Vowel harmony puts dots on neighbours, so they are put on one run of letters at a time.
    """
    places = [number for number, letter in enumerate(begun) if letter in DOTTED][:_MAX_DOTS]
    found: dict[str, None] = {}
    for length in range(len(places), 0, -1):
        for first in range(len(places) - length + 1):
            letters = list(begun)
            for place in places[first : first + length]:
                letters[place] = DOTTED[letters[place]]
            found["".join(letters)] = None
    for place in places:
        if begun[place] == "a":
            found[f"{begun[:place]}å{begun[place + 1 :]}"] = None
    return list(found)[:MAX_SPELLINGS]


@functools.lru_cache(maxsize=5_000)
def own_bases(begun: str) -> frozenset[str]:
    """Return the base forms of a word if it is finished as it stands."""
    return query_word(begun).terms if len(begun) >= SHORTEST_INFLECTED else frozenset()


@functools.lru_cache(maxsize=5_000)
def guessed_bases(begun: str) -> frozenset[str]:
    """Return the base forms of the inflected words that a word may become: “uimahallis”.

    Empty for what is a word as it stands. Asks Voikko some thirty times, or some three hundred
    times for a word that may lack its dots.
    """
    if len(begun) < SHORTEST_INFLECTED or not begun.isalpha() or is_known(begun):
        return frozenset()
    forms = [begun + tail for tail in _TAILS if is_known(begun + tail)]
    found = [analyse_word(form, "fi").bases for form in forms]
    return frozenset().union(*found) or restored(begun) or restored(_with_ending(begun))


def _with_ending(begun: str) -> str:
    """Return the word with the rest of the case ending that it has begun, if any."""
    return next(
        (
            begun + ending[length:]
            for length in (2, 1)
            for ending in _ENDINGS
            if begun.endswith(ending[:length])
        ),
        begun,
    )
