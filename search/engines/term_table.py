"""The full-text table of marked terms in the site's own database; each kind has its own way."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, TypeVar

from django.db import connections, router

from search.batches import batched
from search.models import SearchEntry

from .arrays import Ints
from .storable import storable_terms

T = TypeVar("T")

TABLE = "search_terms"
"""Made by a migration; its rows have the ids of their entries."""

ENTRIES = SearchEntry._meta.db_table

AT_ONCE = 1_000
"""Sets of terms looked up by one statement."""


def index_alias() -> str:
    """Return the name of the database that holds the index."""
    return router.db_for_write(SearchEntry) or "default"


def execute(sql: str, params: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement and return the rows that it gives."""
    with connections[index_alias()].cursor() as cursor:
        cursor.execute(sql, list(params))
        return cursor.fetchall() if cursor.description else []


def execute_many(sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Run a statement once for each row of parameters."""
    with connections[index_alias()].cursor() as cursor:
        cursor.executemany(sql, list(rows))


def in_parts(find: Callable[[list[T]], list[Ints]], expressions: Iterable[T]) -> list[Ints]:
    """Find many expressions, some at a time: a statement can have so many columns only."""
    return [ids for some in batched(expressions, AT_ONCE) for ids in find(some)]


class TermTable(ABC):
    """Finds entries by marked terms (see ``search.terms``)."""

    @abstractmethod
    def find(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        """Return, for each set, the ids of entries that hold any of its terms, rising."""

    @abstractmethod
    def find_prefixes(self, sets: Sequence[frozenset[str]]) -> list[Ints]:
        """As ``find``, of terms that begin as given."""

    @abstractmethod
    def counts(self) -> Iterable[tuple[str, int]]:
        """Yield each marked term and how many entries hold it."""

    @abstractmethod
    def write(self, entries: Sequence[tuple[int, str]]) -> None:
        """Make these, with a space between, the terms of the entries."""

    @abstractmethod
    def remove(self, entry_ids: Sequence[int]) -> None:
        """Take out the terms of the entries."""

    def storable(self, terms: frozenset[str]) -> Collection[str]:
        """Return what the table keeps of the terms: all of them, if they are words."""
        return storable_terms(terms)

    @abstractmethod
    def read(self, entry_ids: Sequence[int]) -> dict[int, set[str]]:
        """Return the terms of those of the entries that have any."""

    @abstractmethod
    def remove_strays(self) -> None:
        """Take out terms whose entries are gone."""

    @abstractmethod
    def lock(self) -> None:
        """Wait until nobody else writes the index; hold until the transaction ends."""

    @abstractmethod
    def tidy(self) -> None:
        """Put the table in order after many writings."""
