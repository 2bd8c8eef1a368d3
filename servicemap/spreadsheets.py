"""Exports that open right in a Finnish spreadsheet, and that no program runs as formulas.

Names and answers come from strangers.
"""

import csv
import datetime
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .in_words import yes_or_no

MARK = "\ufeff"
"""By it a program knows that a file is UTF-8."""

SEPARATOR = ";"
"""What a program expects between columns where the decimal mark is a comma."""

NAME_LENGTH = 80
"""How long the name of a file may be before its days."""

RUNS = re.compile(r"[\s\0]*[=+\-@|%＝＋－＠]|[\t\r\n]")
"""What programs for spreadsheets take for the beginning of a formula, or strip before one."""

HARMLESS = re.compile(r"[+-]?\d[\d ]*([.,]\d+)?|\+[\d\s()-]*")
"""Numbers and telephone numbers begin with a sign, too, and do nothing."""


def harmless(value: Any) -> Any:
    """Return the value, a text that looks like a formula with an apostrophe before it."""
    if isinstance(value, str) and RUNS.match(value) and not HARMLESS.fullmatch(value):
        return f"'{value}"
    return value


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield CSV row by row, the mark first; decimals have a comma, and nothing is a formula."""
    writer = csv.writer(_Lines(), delimiter=SEPARATOR)
    yield MARK
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    if isinstance(value, float | Decimal):
        # With a point 5.2 would be the fifth of February.
        return str(value).replace(".", ",")
    return harmless(value)


class _Lines:
    """A file that hands each line back at once."""

    def write(self, line: str) -> str:
        return line


def file_name(contents: object, *days: datetime.date) -> str:
    """Name a file by what it holds and its days, today if none is given: no suffix, only ASCII."""
    name = slugify(str(contents))[:NAME_LENGTH].strip("-")
    dates = [day.isoformat() for day in days or (timezone.localdate(),)]
    return "-".join([name, *dates] if name else dates)


class SafeExport(SpreadsheetExportMixin):
    """CSV and XLSX in which texts stay texts. To be named before the view that exports.

    In XLSX a text says that it is one; CSV has nothing but text.
    """

    def export_contents(self) -> object:
        """What an export holds, in the reader's words: its file is called so."""
        return self.page_title

    def get_filename(self) -> str:
        """What it holds, and today."""
        return file_name(self.export_contents())

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Do what the view does, with moments on the clock of those who read them, and say in
        words whether something is so; numbers stay numbers.
        """
        if isinstance(value, datetime.datetime):
            # Spreadsheets know no time zones.
            local = timezone.make_naive(value) if timezone.is_aware(value) else value
            value = local.replace(microsecond=0)
        ready = super().preprocess_field_value(field, value, export_format)
        return yes_or_no(ready) if isinstance(ready, bool) else ready

    def get_heading(self, queryset: Any, field: str) -> Any:
        """Headings may be editors' words, copied from anywhere."""
        return _("Id") if field == "pk" else harmless(super().get_heading(queryset, field))

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """Yield the file row by row, as the rows are read."""
        for line in csv_lines(self._csv_rows(queryset)):
            yield line.encode()

    def _csv_rows(self, queryset: Any) -> Iterator[list[Any]]:
        yield [self.get_heading(queryset, field) for field in self.list_export]
        for item in queryset:
            row = self.to_row_dict(item)
            yield [
                self.preprocess_field_value(field, row.get(field, ""), self.FORMAT_CSV)
                for field in self.list_export
            ]

    def write_csv_response(self, queryset: Any) -> StreamingHttpResponse:
        """As Wagtail's, saying in what the file is written."""
        response: StreamingHttpResponse = super().write_csv_response(queryset)
        response["Content-Type"] = "text/csv; charset=utf-8"
        return response
