"""The embedded default: SQLite with an FTS5 index, in the site's own database."""

from collections.abc import Sequence

import numpy as np

from .columns import Ints
from .database import DatabaseEngine

TABLE = "search_terms"
"""The full-text table; a migration makes it."""


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def any_of(terms: frozenset[str]) -> str:
    """Return the FTS5 expression for what holds any of the terms."""
    return " OR ".join(_quoted(term) for term in sorted(terms))


def any_prefix(prefixes: frozenset[str]) -> str:
    """Return the FTS5 expression for what holds a term that begins with any of these."""
    return " OR ".join(f"{_quoted(prefix)} *" for prefix in sorted(prefixes))


class SQLiteEngine(DatabaseEngine):
    """Finds words with FTS5."""

    def _find(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        return self._match([any_of(terms) for terms in sets])

    def _find_prefixes(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        return self._match([any_prefix(prefixes) for prefixes in sets])

    def _match(self, expressions: list[str]) -> list[Ints]:
        if not expressions:
            return []
        # The ids come as one text each: a row of the result for every id takes four times longer.
        held = f"(SELECT group_concat(rowid) FROM {TABLE} WHERE {TABLE} MATCH %s)"  # noqa: S608
        [row] = self._rows(f"SELECT {', '.join([held] * len(expressions))}", expressions)
        return [
            np.fromstring(text or "", dtype=np.int64, sep=",") if text else np.empty(0, np.int64)
            for text in row
        ]

    def _write_terms(self, entries: Sequence[tuple[int, frozenset[str]]]) -> None:
        self._remove_terms([entry_id for entry_id, _terms in entries])
        self._execute_many(
            f"INSERT INTO {TABLE} (rowid, terms) VALUES (%s, %s)",  # noqa: S608
            [(entry_id, " ".join(terms)) for entry_id, terms in entries],
        )

    def _remove_terms(self, entry_ids: Sequence[int]) -> None:
        self._execute_many(
            f"DELETE FROM {TABLE} WHERE rowid = %s",  # noqa: S608
            [(entry_id,) for entry_id in entry_ids],
        )

    def _lock(self) -> None:
        """Nothing to do: SQLite has one writer, and its transactions begin as writers."""
