"""The embedded default: SQLite with an FTS5 index, in the site's own database."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from search.batches import batched

from .arrays import Ints
from .database import DatabaseEngine
from .storable import storable_terms
from .term_table import AT_ONCE, ENTRIES, TABLE, TermTable, execute, execute_many, in_parts

VIEW = "search_term_counts"


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def any_of(terms: Collection[str]) -> str:
    """Return the FTS5 expression for what holds any of the terms."""
    return " OR ".join(_quoted(term) for term in sorted(storable_terms(terms)))


def any_prefix(prefixes: Collection[str]) -> str:
    """Return the FTS5 expression for what holds a term that begins with any of these."""
    return " OR ".join(f"{_quoted(prefix)} *" for prefix in sorted(storable_terms(prefixes)))


class SQLiteTerms(TermTable):
    """An FTS5 table."""

    def find(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        """See ``TermTable.find``."""
        return in_parts(self._match, map(any_of, sets))

    def find_prefixes(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        """See ``TermTable.find_prefixes``."""
        return in_parts(self._match, map(any_prefix, sets))

    @staticmethod
    def _statement(count: int) -> str:
        # The ids come as one text each: a row of the result for every id takes four times longer.
        held = f"(SELECT group_concat(rowid) FROM {TABLE} WHERE {TABLE} MATCH %s)"  # noqa: S608
        return f"SELECT {', '.join([held] * count)}"

    def _match(self, expressions: list[str]) -> list[Ints]:
        [row] = execute(self._statement(len(expressions)), expressions)
        return [np.sort(np.fromstring(ids or "", dtype=np.int64, sep=",")) for ids in row]

    def counts(self) -> Iterable[tuple[str, int]]:
        """See ``TermTable.counts``. The view on FTS5's own index is made for the purpose."""
        execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{VIEW} USING fts5vocab(main, {TABLE}, row)"
        )
        return execute(f"SELECT term, doc FROM temp.{VIEW}")  # noqa: S608

    def write(self, entries: Sequence[tuple[int, str]]) -> None:
        """See ``TermTable.write``."""
        # FTS5 gathers rows as long as their ids rise; at each step back it writes them out.
        execute_many(
            f"INSERT OR REPLACE INTO {TABLE} (rowid, terms) VALUES (%s, %s)",  # noqa: S608
            sorted(entries),
        )

    def remove(self, entry_ids: Sequence[int]) -> None:
        """See ``TermTable.remove``."""
        execute_many(
            f"DELETE FROM {TABLE} WHERE rowid = %s",  # noqa: S608
            [(entry_id,) for entry_id in entry_ids],
        )

    def read(self, entry_ids: Sequence[int]) -> dict[int, set[str]]:
        """See ``TermTable.read``."""
        found: dict[int, set[str]] = {}
        for some in batched(entry_ids, AT_ONCE):
            marks = ", ".join(["%s"] * len(some))
            sql = f"SELECT rowid, terms FROM {TABLE} WHERE rowid IN ({marks})"  # noqa: S608
            found.update(
                (entry_id, set(terms.split(" ")) - {""}) for entry_id, terms in execute(sql, some)
            )
        return found

    def remove_strays(self) -> None:
        """See ``TermTable.remove_strays``."""
        execute(f"DELETE FROM {TABLE} WHERE rowid NOT IN (SELECT id FROM {ENTRIES})")  # noqa: S608

    def lock(self) -> None:
        """Nothing to do: SQLite has one writer, and its transactions begin as writers."""

    def tidy(self) -> None:
        """Merge what many writings have left, so that finding reads few pages."""
        execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")  # noqa: S608


def engine() -> DatabaseEngine:
    """Return the engine on SQLite."""
    return DatabaseEngine(SQLiteTerms())
