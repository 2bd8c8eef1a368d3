"""Counts what is searched for, for the report of what was not found."""

from search.asked import Asked
from search.gaps.recorder import is_new_search, record


def count_search(asked: Asked, language: str, total: int, *, pages_only: bool = False) -> None:
    """Count a search that somebody has just made, unless it is the same one going on.

    What was found only by giving something up was not found. What was found by correcting the
    text is counted apart: mostly it was a slip, but it may be a word that is missing here. So is
    what only pages or grants hold: it has an answer, but perhaps not the one that was hoped for.
    """
    if is_new_search(asked.request):
        found = 0 if asked.gave_up or pages_only else total
        corrected = bool(found and asked.corrected)
        record(asked.request.text, language, found, corrected=corrected, pages_only=pages_only)
