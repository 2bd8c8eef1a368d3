"""Exports that no spreadsheet program runs as formulas: names and answers come from strangers."""

import re
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .in_words import yes_or_no

RUNS = re.compile(r"[\s\0]*[=+\-@|%＝＋－＠]|[\t\r\n]")
"""What programs for spreadsheets take for the beginning of a formula, or strip before one."""

HARMLESS = re.compile(r"[+-]?\d[\d ]*([.,]\d+)?|\+[\d\s()-]*")
"""Numbers and telephone numbers begin with a sign, too, and do nothing."""


def harmless(value: Any) -> Any:
    """Return the value, a text that looks like a formula with an apostrophe before it."""
    if isinstance(value, str) and RUNS.match(value) and not HARMLESS.fullmatch(value):
        return f"'{value}"
    return value


class SafeExport(SpreadsheetExportMixin):
    """CSV and XLSX in which texts stay texts. To be named before the view that exports.

    In XLSX a text says that it is one; CSV has nothing but text.
    """

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Do what the view does, say in words whether something is so, and make the outcome
        harmless; numbers stay numbers.
        """
        ready = super().preprocess_field_value(field, value, export_format)
        if isinstance(ready, bool):
            return yes_or_no(ready)
        return harmless(ready) if export_format == self.FORMAT_CSV else ready

    def get_heading(self, queryset: Any, field: str) -> Any:
        """Headings may be editors' words, copied from anywhere."""
        return harmless(super().get_heading(queryset, field))
