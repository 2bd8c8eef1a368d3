"""Finnish sounds: vowel harmony and consonant gradation."""

import re

FRONT_TO_BACK = str.maketrans("äöy", "aou")
BACK_TO_FRONT = str.maketrans("aou", "äöy")

LONGEST_ENDING = 5
"""Letters at the end of a word that may be out of harmony with the rest."""

VOWELS = frozenset("aeiouyäöå")

HARMONIC = frozenset("aouäöy")
_LAST_ONSET = re.compile(r"([^aeiouyäöå]+)([aeiouyäöå]*)$")

OTHER_CONSONANT = {
    "d": "t",
    "v": "p",
    "mm": "mp",
    "nn": "nt",
    "ng": "nk",
    "ll": "lt",
    "rr": "rt",
    "lv": "lp",
    "rv": "rp",
    "hd": "ht",
}
"""Weak grades that differ from the strong ones by more than length."""

STRONG = {
    "k": "kk",
    "p": "pp",
    "t": "tt",
    "lk": "lkk",
    "nk": "nkk",
    "rk": "rkk",
    "lp": "lpp",
    "mp": "mpp",
    "rp": "rpp",
    "lt": "ltt",
    "nt": "ntt",
    "rt": "rtt",
    **OTHER_CONSONANT,
}
"""The strong grade of each weak one."""

WEAK = {strong: weak for weak, strong in STRONG.items()}
"""The weak grade of each strong one; that of a single k, mostly nothing, is not here."""


def is_front(stem: str) -> bool:
    """Whether endings of this stem have front vowels (ä, ö, y): its last harmonic vowel tells."""
    return next((letter in "äöy" for letter in reversed(stem) if letter in HARMONIC), True)


def to_front(ending: str) -> str:
    """Return an ending that is given with back vowels with front ones."""
    return ending.translate(BACK_TO_FRONT)


def harmonised(stem: str, ending: str) -> str:
    """Put an ending, given with back vowels, after a stem."""
    return stem + (to_front(ending) if is_front(stem) else ending)


def in_harmony(word: str) -> str:
    """Return a word with its ending in harmony with what is before it: “kylälla” as “kylällä”."""
    front = max(map(word.rfind, "äöy"))
    back = max(map(word.rfind, "aou"))
    cut = min(front, back) + 1
    if not cut or cut < len(word) - LONGEST_ENDING:
        return word
    return word[:cut] + word[cut:].translate(BACK_TO_FRONT if front < back else FRONT_TO_BACK)


def _grade(stem: str, grades: dict[str, str]) -> str:
    found = _LAST_ONSET.search(stem)
    if found and found.start() > 0:
        other = grades.get(found.group(1))
        if other:
            return stem[: found.start()] + other + found.group(2)
    return ""


def strong(stem: str) -> str:
    """Return the strong grade of a stem in weak grade (katu- for kadu-); empty if it has none."""
    return _grade(stem, STRONG)


def weak(stem: str) -> str:
    """Return the weak grade of a stem in strong grade (kadu- for katu-); empty if it has none."""
    return _grade(stem, WEAK)
