"""Spreadsheets of what strangers wrote: nothing in them is taken for a formula."""

import re
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

FORMULA = re.compile(r"[\s\0]*[=+\-@＝＋－＠]|[\t\r\n]")
"""What programs for spreadsheets take for the beginning of a formula, or strip before one."""

NUMBER = re.compile(r"[+-]?\d[\d ]*([.,]\d+)?")
"""Numbers and telephone numbers begin with a sign, too, and do no harm."""


def harmless(value: Any) -> Any:
    """Return the value, a text that looks like a formula with an apostrophe before it."""
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value


class FormulaSafeExport(SpreadsheetExportMixin):
    """An export in which texts stay texts. To be named before the view that exports."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Do what the view does, and make the outcome harmless."""
        return harmless(super().preprocess_field_value(field, value, export_format))

    def get_heading(self, queryset: Any, field: str) -> Any:
        """Headings are written by editors, who copy questions from anywhere."""
        return harmless(super().get_heading(queryset, field))
