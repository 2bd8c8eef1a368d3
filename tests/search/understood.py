"""Meanings as tests write them."""

import datetime

from search.understanding import Meaning, understand

TODAY = datetime.date(2026, 11, 25)
"""A Wednesday."""

# Query, meanings as type=value in the order of the query, words that are left.
Row = tuple[str, str, str]


def described(meaning: Meaning) -> str:
    """A meaning as the tables write it."""
    return f"{'-' * meaning.denied}{meaning.type}={'+'.join(meaning.values)}"


def understood(table: list[Row]) -> list[Row]:
    """Return the table's queries with what they are understood to mean."""
    found = []
    for query, _meanings, _rest in table:
        understanding = understand(query, TODAY)
        meanings = " ".join(described(meaning) for meaning in understanding.meanings)
        found.append((query, meanings, understanding.rest))
    return found
