"""Telling ordinary Finnish words from names."""

import functools

from . import finnish


@functools.lru_cache(maxsize=50_000)
def is_common_word(word: str) -> bool:
    """Whether a lower-case word is, in any reading, a form of a simple ordinary noun or the like.

    “nokassa” is (nokka), “vääksyssä”, “järvikylä” and “koitti” are not: a name, a compound and a
    verb. Without Voikko every word counts as ordinary.
    """
    if not finnish.is_available():
        return True
    return any(
        reading["BASEFORM"][:1].islower()
        and reading.get("STRUCTURE", "").count("=") == 1
        and reading.get("CLASS") != "teonsana"
        for reading in finnish._readings(word)
    )
