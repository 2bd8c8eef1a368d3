"""States of a test database to go back to, where making the same rows anew takes seconds.

They are for tests that commit, as those in a browser do, on SQLite. Django would empty all tables
after each; here the database becomes again what the migrations made of it. What fixtures load into
it is kept as well: whoever asks for it next gets a copy.
"""

import copy
import sqlite3
from collections.abc import Callable
from typing import Any

from django.db import connection

Path = tuple[str, ...]
"""What was made one after the other: nothing, registers, listings upon them."""


class States:
    """What a database was at certain moments."""

    def __init__(self) -> None:
        """Keep what the migrations made."""
        self._kept: dict[Path, tuple[sqlite3.Connection, Any]] = {}
        self._at: Path = ()
        self._mark: tuple[sqlite3.Connection, int] | None = None
        self._keep((), None)
        self._let_go()

    def restore(self) -> None:
        """Go back to what the migrations made."""
        self._go(())
        self._let_go()

    def reach(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what ``make`` returns, with all that it writes; it is called only the first time.

        In a transaction, or after something else was written, it is called all the same.
        """
        if connection.in_atomic_block or self._is_written_to():
            return make()
        path = (*self._at, name)
        if path in self._kept:
            self._go(path)
        else:
            self._keep(path, make())
        # Tests may change what they get.
        return copy.deepcopy(self._kept[path][1])

    def _go(self, path: Path) -> None:
        self._kept[path][0].backup(self._file())
        self._stand(path)

    def _keep(self, path: Path, made: Any) -> None:
        memory = sqlite3.connect(":memory:", check_same_thread=False)
        self._file().backup(memory)
        self._kept[path] = memory, copy.deepcopy(made)
        self._stand(path)

    def _stand(self, path: Path) -> None:
        self._at, self._mark = path, (self._file(), self._file().total_changes)

    def _let_go(self) -> None:
        """Close the connection, as Django does after each test anyway."""
        connection.close()
        self._mark = None

    def _is_written_to(self) -> bool:
        """Whether anything was written since this state was reached."""
        file = self._file()
        return (
            file.total_changes > 0
            if self._mark is None
            else self._mark
            != (
                file,
                file.total_changes,
            )
        )

    @staticmethod
    def _file() -> sqlite3.Connection:
        connection.ensure_connection()
        file: sqlite3.Connection = connection.connection
        return file
