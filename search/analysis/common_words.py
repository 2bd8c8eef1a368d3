"""Telling ordinary Finnish words from names."""

import functools

from . import voikko


@functools.lru_cache(maxsize=50_000)
def is_common_word(word: str) -> bool:
    """Whether a lower-case word is, in any reading, a form of a simple ordinary noun or the like.

    “nokassa” is (nokka), “vääksyssä”, “järvikylä” and “koitti” are not: a name, a compound and a
    verb. Without Voikko every word counts as ordinary.
    """
    if not voikko.is_available():
        return True
    return any(
        not reading.proper and not reading.is_verb and len(reading.spans) == 1
        for reading in voikko.readings(word)
    )
