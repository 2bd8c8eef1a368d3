"""Snowball stems, for Swedish and English and for Finnish words nothing else knows."""

import functools
import threading
from typing import Any

import snowballstemmer

from .word import Word

NAMES = {"fi": "finnish", "sv": "swedish", "en": "english"}
_local = threading.local()


def _stemmer(language: str) -> Any:
    """A stemmer of this thread's own: Snowball's keep state while they work."""
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(NAMES[language])
    return stemmers[language]


@functools.lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the Snowball stem of a lower-case word."""
    return str(_stemmer(language).stemWord(word))


def analyse(word: str, language: str) -> Word:
    """Analyse a Swedish or English word.

    The terms carry the language, so that a stem meets only stems of the same language.
    """
    return Word(frozenset({f"{language}:{stem(word, language)}"}))


CACHES = (stem,)
