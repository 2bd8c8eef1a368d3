"""Exports that no spreadsheet program takes for formulas."""

import re
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n")
NUMBER = re.compile(r"[+-][\d\s().,-]+")
"""A number or a phone number: nothing in it can be run."""


def safe_for_spreadsheet(value: Any) -> Any:
    """Return the value, a text with an apostrophe before it if a program might run it."""
    if not isinstance(value, str) or not value.startswith(FORMULA_STARTS):
        return value
    return value if NUMBER.fullmatch(value) else f"'{value}"


class SafeExport:
    """Goes before Wagtail's ``SpreadsheetExportMixin``: what people have written is only text."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """As Wagtail's, but safe."""
        cell = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return safe_for_spreadsheet(cell)
