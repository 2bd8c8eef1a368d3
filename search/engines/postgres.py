"""PostgreSQL: a table of tsvectors with a GIN index, in the site's own database."""

from collections.abc import Sequence

import numpy as np

from .columns import Ints
from .database import DatabaseEngine

TABLE = "search_terms"
"""The full-text table, narrow so that many rows are read fast; a migration makes it."""

INDEX_LOCK = 7_242_883_205_110_417
"""Writers of the index queue for this advisory lock; the number only has to be our own."""


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def any_of(terms: frozenset[str]) -> str:
    """Return the tsquery for what holds any of the terms."""
    return " | ".join(_quoted(term) for term in sorted(terms))


def any_prefix(prefixes: frozenset[str]) -> str:
    """Return the tsquery for what holds a term that begins with any of these."""
    return " | ".join(f"{_quoted(prefix)}:*" for prefix in sorted(prefixes))


class PostgresEngine(DatabaseEngine):
    """Finds words with tsvectors; the terms are lexemes as they are, nothing is parsed."""

    def _find(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        return self._match([any_of(terms) for terms in sets])

    def _find_prefixes(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        return self._match([any_prefix(prefixes) for prefixes in sets])

    def _match(self, queries: list[str]) -> list[Ints]:
        if not queries:
            return []
        # The ids come packed: a row of the result for every id takes many times longer.
        held = (
            "(SELECT string_agg(int8send(entry_id), ''::bytea) "  # noqa: S608
            f"FROM {TABLE} WHERE terms @@ %s::tsquery)"
        )
        [row] = self._rows(f"SELECT {', '.join([held] * len(queries))}", queries)
        return [np.sort(np.frombuffer(bytes(found or b""), dtype=">i8").astype(np.int64)) for found in row]

    def _write_terms(self, entries: Sequence[tuple[int, frozenset[str]]]) -> None:
        self._execute_many(
            f"INSERT INTO {TABLE} (entry_id, terms) "  # noqa: S608
            "VALUES (%s, array_to_tsvector(%s::text[])) "
            "ON CONFLICT (entry_id) DO UPDATE SET terms = excluded.terms",
            [(entry_id, list(terms)) for entry_id, terms in entries],
        )

    def _remove_terms(self, entry_ids: Sequence[int]) -> None:
        self._execute_many(
            f"DELETE FROM {TABLE} WHERE entry_id = ANY(%s)",  # noqa: S608
            [(list(entry_ids),)],
        )

    def _lock(self) -> None:
        self._rows("SELECT pg_advisory_xact_lock(%s)", [INDEX_LOCK])

    def _tidy_terms(self) -> None:
        """Work off what the GIN index has put aside, and renew the planner's figures."""
        self._rows(f"SELECT gin_clean_pending_list('{TABLE}_terms')")  # noqa: S608
        self._execute(f"ANALYZE {TABLE}")
