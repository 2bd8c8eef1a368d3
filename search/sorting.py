"""Alphabetical order as Finnish and Swedish have it."""

import unicodedata

_LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "ö": "}", "æ": "|", "ø": "}"})
"""Å, ä and ö come after z, in this order; the three characters do so in any collation by code."""

KEY_LENGTH = 250


def name_key(name: str) -> str:
    """Return a key that sorts names by code point as a Finnish reader expects."""
    letters = unicodedata.normalize("NFC", name).casefold().translate(_LAST_LETTERS)
    decomposed = unicodedata.normalize("NFKD", letters)
    return "".join(char for char in decomposed if not unicodedata.combining(char))[:KEY_LENGTH]
