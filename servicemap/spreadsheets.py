"""Exports that no spreadsheet program runs as formulas: names and reports come from outside."""

import re
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What makes a program take text for a formula or a command."""

PHONE = re.compile(r"\+[\d\s()-]*")
"""Begins like a formula and can do nothing."""


def safe_for_spreadsheet(text: str) -> str:
    """Return the text so that it is shown as it is, with an apostrophe before what would run."""
    if text.startswith(RUNS) and not PHONE.fullmatch(text):
        return f"'{text}"
    return text


class SafeExport(SpreadsheetExportMixin):
    """CSV and XLSX in which no text runs. In XLSX a text is a text; CSV has nothing but text."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """As Wagtail's, and harmless; numbers stay numbers."""
        ready = super().preprocess_field_value(field, value, export_format)
        if export_format == self.FORMAT_CSV and isinstance(ready, str):
            return safe_for_spreadsheet(ready)
        return ready
