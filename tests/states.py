"""States of a test database to go back to, where making the same rows anew takes seconds.

They are for tests that commit, as those in a browser do, on SQLite. Django would empty all tables
after each; here the database becomes again what the migrations made of it. What fixtures load into
it is kept as well: whoever asks for it next gets a copy.
"""

import copy
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

Steps = tuple[str, ...]
"""What was made one after the other: nothing, registers, listings upon them."""


class States:
    """What a database was at certain moments."""

    def __init__(self) -> None:
        """Keep what the migrations made."""
        self._kept: dict[Steps, tuple[sqlite3.Connection, Any]] = {}
        self._at: Steps = ()
        self._mark: tuple[sqlite3.Connection, int] | None = None
        self._keep((), None)
        self._let_go()

    def restore(self) -> None:
        """Go back to what the migrations made."""
        self._go(())
        self._let_go()

    def write_first(self, file: Path) -> None:
        """Write what the migrations made into a new file."""
        with closing(sqlite3.connect(file)) as database:
            self._kept[()][0].backup(database)

    def reach(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what ``make`` returns, with all that it writes; it is called only the first time.

        In a transaction, or after something else was written, it is called all the same.
        """
        if connection.in_atomic_block or self._is_written_to():
            return make()
        steps = (*self._at, name)
        if steps in self._kept:
            self._go(steps)
        else:
            self._keep(steps, make())
        # Tests may change what they get.
        return copy.deepcopy(self._kept[steps][1])

    def _go(self, steps: Steps) -> None:
        self._kept[steps][0].backup(self._file())
        self._stand(steps)

    def _keep(self, steps: Steps, made: Any) -> None:
        memory = sqlite3.connect(":memory:", check_same_thread=False)
        self._file().backup(memory)
        self._kept[steps] = memory, copy.deepcopy(made)
        self._stand(steps)

    def _stand(self, steps: Steps) -> None:
        self._at, self._mark = steps, (self._file(), self._file().total_changes)

    def _let_go(self) -> None:
        """Close the connection, as Django does after each test anyway."""
        connection.close()
        self._mark = None

    def _is_written_to(self) -> bool:
        """Whether anything was written since this state was reached."""
        file = self._file()
        if self._mark is None:
            return file.total_changes > 0
        return self._mark != (file, file.total_changes)

    @staticmethod
    def _file() -> sqlite3.Connection:
        connection.ensure_connection()
        file: sqlite3.Connection = connection.connection
        return file
