"""The rows of the region's registers: read from their files once, then inserted as they were."""

from typing import Any

from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery

from servicemap.models import (
    AccessibilityFeature,
    Category,
    Municipality,
    Place,
    Synonym,
    TargetGroup,
    Theme,
)
from servicemap.registers import load_registers

REGISTERS: tuple[type[models.Model], ...] = (
    Municipality,
    Place,
    Category,
    TargetGroup,
    Theme,
    AccessibilityFeature,
    Synonym,
)

Rows = dict[type[models.Model], list[models.Model]]


class RegisterRows:
    """What loading the registers writes, and the statements that write the same."""

    def __init__(self) -> None:
        """Know nothing until the registers are loaded."""
        self.rows: Rows = {}
        self._statements: list[tuple[str, Any]] = []

    def insert(self) -> None:
        """Put the rows into the empty tables."""
        if self._statements:
            with transaction.atomic(), connection.cursor() as cursor:
                for sql, params in self._statements:
                    cursor.execute(sql, params)
        else:
            load_registers()
            for model in REGISTERS:
                # Parents come before their children: they were made first.
                self.rows[model] = list(model._default_manager.order_by("pk"))
            self._statements = self._insertions()

    def _insertions(self) -> list[tuple[str, Any]]:
        """Return what Django would send to insert the rows: to find that out takes it longest."""
        statements = []
        for model, rows in self.rows.items():
            fields = model._meta.local_concrete_fields
            at_once = connection.ops.bulk_batch_size(fields, rows)
            for begin in range(0, len(rows), at_once):
                query = InsertQuery(model)
                query.insert_values(fields, rows[begin : begin + at_once], raw=True)
                statements += query.get_compiler(connection=connection).as_sql()
        return statements
