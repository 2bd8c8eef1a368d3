"""PostgreSQL: a table of tsvectors with a GIN index, in the site's own database."""

import itertools
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from search.terms import Field

from .arrays import Ints
from .database import DatabaseEngine
from .storable import storable_terms
from .term_table import ENTRIES, TABLE, TermTable, execute, execute_many, in_parts

INDEX_LOCK = 7_242_883_205_110_417
"""Writers of the index queue for this advisory lock; the number only has to be our own."""

LARGEST_VECTOR = 1_000_000
"""Bytes of terms that one tsvector holds, a little less than PostgreSQL's limit."""

FIELD_ORDER = {str(field): number for number, field in enumerate(Field)}


AT_ONCE = 6
"""Terms that are looked up as one query. Of more, and of few letters that terms begin with, the
planner expects so many rows that it reads all, unless each is looked up by itself."""


Lookup = str | list[str]
"""A tsquery, or several that are looked up one by one."""


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def any_of(terms: Collection[str]) -> str:
    """Return the tsquery for what holds any of the terms."""
    return " | ".join(_quoted(term) for term in sorted(storable_terms(terms)))


# The ids come packed: a row of the result for every id takes many times longer.
_HELD = (
    "(SELECT string_agg(int8send(entry_id), ''::bytea) "  # noqa: S608
    f"FROM {TABLE} WHERE terms @@ %s::tsquery)"
)
_HELD_EACH = (
    "(SELECT string_agg(int8send(entry_id), ''::bytea) "  # noqa: S608
    f"FROM unnest(%s::text[]) AS query JOIN {TABLE} ON terms @@ query::tsquery)"
)


def _one_by_one(terms: Collection[str], suffix: str = "") -> list[str]:
    return [_quoted(term) + suffix for term in sorted(storable_terms(terms))]


class PostgresTerms(TermTable):
    """A table of tsvectors; the terms are lexemes as they are, nothing is parsed."""

    def find(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        """See ``TermTable.find``."""
        queries: list[Lookup] = [
            any_of(terms) if len(terms) <= AT_ONCE else _one_by_one(terms) for terms in sets
        ]
        return in_parts(self._match, queries)

    def find_prefixes(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        """See ``TermTable.find_prefixes``."""
        queries: list[Lookup] = [_one_by_one(prefixes, ":*") for prefixes in sets]
        return in_parts(self._match, queries)

    def _match(self, queries: list[Lookup]) -> list[Ints]:
        held = [_HELD if isinstance(query, str) else _HELD_EACH for query in queries]
        [row] = execute(f"SELECT {', '.join(held)}", queries)
        packed = [np.frombuffer(bytes(ids or b""), dtype=">i8") for ids in row]
        return [np.unique(ids.astype(np.int64)) for ids in packed]

    def counts(self) -> Iterable[tuple[str, int]]:
        """See ``TermTable.counts``."""
        return execute(f"SELECT word, ndoc FROM ts_stat('SELECT terms FROM {TABLE}')")  # noqa: S608

    def write(self, entries: Sequence[tuple[int, str]]) -> None:
        """See ``TermTable.write``."""
        execute_many(
            f"INSERT INTO {TABLE} (entry_id, terms) "  # noqa: S608
            "VALUES (%s, array_to_tsvector(string_to_array(%s, ' '))) "
            "ON CONFLICT (entry_id) DO UPDATE SET terms = excluded.terms",
            entries,
        )

    def remove(self, entry_ids: Sequence[int]) -> None:
        """See ``TermTable.remove``."""
        execute(f"DELETE FROM {TABLE} WHERE entry_id = ANY(%s)", [list(entry_ids)])  # noqa: S608

    def storable(self, terms: frozenset[str]) -> Collection[str]:
        """Return the terms that fit into one tsvector: the name's before all others."""
        kept = super().storable(terms)
        if sum(map(len, kept)) * 4 <= LARGEST_VECTOR:
            return kept
        ordered = sorted(kept, key=lambda term: (FIELD_ORDER.get(term[0], len(Field)), term))
        sizes = itertools.accumulate(len(term.encode()) for term in ordered)
        return [term for term, size in zip(ordered, sizes, strict=True) if size <= LARGEST_VECTOR]

    def read(self, entry_ids: Sequence[int]) -> dict[int, set[str]]:
        """See ``TermTable.read``."""
        sql = (
            f"SELECT entry_id, tsvector_to_array(terms) FROM {TABLE} "  # noqa: S608
            "WHERE entry_id = ANY(%s)"
        )
        return {entry_id: set(terms) for entry_id, terms in execute(sql, [list(entry_ids)])}

    def remove_strays(self) -> None:
        """See ``TermTable.remove_strays``."""
        execute(
            f"DELETE FROM {TABLE} WHERE NOT EXISTS "  # noqa: S608
            f"(SELECT FROM {ENTRIES} WHERE id = entry_id)"
        )

    def lock(self) -> None:
        """See ``TermTable.lock``."""
        execute("SELECT pg_advisory_xact_lock(%s)", [INDEX_LOCK])

    def tidy(self) -> None:
        """Work off what the GIN index has put aside, and renew the planner's figures."""
        execute(f"SELECT gin_clean_pending_list('{TABLE}_terms')")
        execute(f"ANALYZE {TABLE}")


def engine() -> DatabaseEngine:
    """Return the engine on PostgreSQL."""
    return DatabaseEngine(PostgresTerms())
