"""What of a typed query may be kept: its words in one spelling, and nothing about a person."""

import re
import unicodedata

MAX_TEXT = 100
"""Characters of a query that is counted."""

MAX_WORDS = 8
"""Words of a query that is counted: who writes more may be telling about themselves."""

MAX_DIGITS = 5
"""Digits in a row, whatever stands between them: a postcode, a year, an hour."""

_QUOTES = re.compile("[\"“”„‟«»‹›]|(?<!\\w)'|'(?!\\w)")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘‚‛`´", "'"))
_DIGITS = re.compile(r"\d(?:[\W_]*\d)+")
_ADDRESS = re.compile(
    # E-mail addresses and user names, also as people write them out for other people.
    r"@|[(\[{]\s*(?:at|ät|a)\s*[)\]}]|miukumauku"
    # Web addresses.
    r"|://|\bhttps?\b|\bwww\.|\b[^\W\d_][\w-]*\.[^\W\d_]{2,}"
)


def countable_text(text: str) -> str:
    """Return the query in its one spelling, or "" for one that is not to be counted.

    Case, quotation marks, control characters and spacing make no difference. Refused are
    texts without a letter or digit, those longer than ``MAX_TEXT`` or ``MAX_WORDS``, and what
    looks like an e-mail or web address, a telephone number, a personal identity code, an
    account or any other number of more than ``MAX_DIGITS`` digits, dates in full among them.
    A name cannot be told from other words: it is why rare queries are neither shown nor kept.
    """
    if len(text) > MAX_TEXT * 2:
        return ""
    text = normalised(text)
    if len(text) > MAX_TEXT or len(text.split(" ")) > MAX_WORDS or _looks_personal(text):
        return ""
    return text if any(character.isalnum() for character in text) else ""


def normalised(text: str) -> str:
    """Return the text casefolded, in NFC, without quotes and control characters."""
    visible = "".join(
        character
        for character in " ".join(text.split())
        if not unicodedata.category(character).startswith("C")
    )
    folded = unicodedata.normalize("NFD", visible).casefold()
    composed = unicodedata.normalize("NFC", folded).translate(_APOSTROPHES)
    return unicodedata.normalize("NFC", " ".join(_QUOTES.sub("", composed).split()))


def _looks_personal(text: str) -> bool:
    # Full-width and circled signs are read as what they stand for.
    plain = unicodedata.normalize("NFKC", text).casefold()
    if _ADDRESS.search(plain):
        return True
    return any(
        sum(character.isdigit() for character in found.group()) > MAX_DIGITS
        for found in _DIGITS.finditer(plain)
    )
