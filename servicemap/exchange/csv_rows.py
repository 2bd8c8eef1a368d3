"""Listings as CSV: UTF-8, a header, commas or semicolons."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from .columns import COLUMNS, check_columns, read_cells
from .files import read_text
from .rows import BrokenFileError, ListingRow, RowError


def read(path: Path) -> Iterator[ListingRow | RowError]:
    """Yield the rows and the errors of a file. Raises BrokenFileError if it is no such file."""
    text = read_text(path)
    records = _records(text, _delimiter(text))
    first = next(records, None)
    if first is None:
        raise BrokenFileError(_("The file is empty."))
    header = [name.strip().lower() for name in first[1]]
    check_columns(header)
    for line, cells in records:
        if len(cells) == len(header):
            yield from read_cells(dict(zip(header, cells, strict=True)), line)
        else:
            record_id = dict(zip(header, cells, strict=False)).get("id", "").strip()
            reason = _("There are %(found)d cells, the header has %(expected)d.")
            counts = {"found": len(cells), "expected": len(header)}
            yield RowError(line, record_id, "", reason % counts)


def _delimiter(text: str) -> str:
    """Return the delimiter that makes the most known columns of the header."""

    def known(delimiter: str) -> int:
        header = text.lstrip("\r\n").partition("\n")[0].split(delimiter)
        return sum(name.strip(' \t\r"').lower() in COLUMNS for name in header)

    return max(",;", key=known)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            reason = _("The quotes or the cells are broken: %(reason)s") % {"reason": error}
            raise BrokenFileError(reason, line=line) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells
