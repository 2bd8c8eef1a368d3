"""Letters with dots, rings and accents, and without, as people type who have none at hand."""

import unicodedata

DOTTED = {"a": "ä", "o": "ö"}
"""The letters of Finnish words that lose their dots."""

_FINNISH_AND_SWEDISH = str.maketrans("äöå", "aoa")


def fold(text: str) -> str:
    """Return a lower-case text without the marks on its letters, as long as it was."""
    folded = text.translate(_FINNISH_AND_SWEDISH)
    if folded.isascii():
        return folded
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in folded)
