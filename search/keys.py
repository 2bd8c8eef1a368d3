"""Keys of published things: under them the index has what the database has."""

from collections.abc import Iterable

Key = tuple[str, int]
"""A kind of listing and its primary key."""


def by_kind(keys: Iterable[Key]) -> dict[str, list[int]]:
    """Return the primary keys of each kind."""
    found: dict[str, list[int]] = {}
    for kind, pk in keys:
        found.setdefault(kind, []).append(pk)
    return found
