"""What entries show, read from the database once for as long as it is asked for."""

from typing import Any

from search.batches import batched
from search.models import SearchEntry
from search.remembering import Remembered

from .arrays import Ints
from .columns import Columns
from .term_table import index_alias

READ_AT_ONCE = 5_000
"""Rows read at a time by their ids."""


class Shown:
    """Some fields of entries, those last asked for in memory. Threads may share it."""

    def __init__(self, *fields: str, size: int, limit: int) -> None:
        """Remember up to ``limit`` bytes, where the fields of an entry take ``size``, roughly."""
        self._fields = fields
        self._size = size
        self._recent: Remembered[tuple[str, int, int], tuple[Any, ...]] = Remembered(limit)

    def of(self, columns: Columns, rows: Ints) -> dict[int, tuple[Any, ...]]:
        """Return the fields of rows by id, of those that still are in the index.

        Makes a query for each chunk of what is not remembered.
        """
        alias, recent = index_alias(), self._recent
        found: dict[int, tuple[Any, ...]] = {}
        missing: list[int] = []
        plain = columns.plain
        for pk, stamp in zip(plain.ids[rows].tolist(), plain.stamps[rows].tolist(), strict=True):
            values = recent.get((alias, pk, stamp))
            if values is None:
                missing.append(pk)
            else:
                found[pk] = values
        entries = SearchEntry.objects.using(alias)
        for some in batched(missing, READ_AT_ONCE):
            read = entries.filter(pk__in=some).values_list("pk", "stamp", *self._fields)
            for pk, stamp, *values in read:
                found[pk] = tuple(values)
                # The stamp that was read, not the columns': the entry may have changed since.
                recent.put((alias, pk, stamp), found[pk], weight=self._size)
        return found
