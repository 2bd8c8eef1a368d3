"""Meanings as tests write them."""

import datetime

from search.understanding import Meaning

TODAY = datetime.date(2026, 11, 25)
"""A Wednesday."""


def described(meaning: Meaning) -> str:
    """A meaning as the tables write it."""
    return f"{'-' * meaning.denied}{meaning.type}={'+'.join(meaning.values)}"
