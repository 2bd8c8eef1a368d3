"""The list of those who come as a table for a spreadsheet: as CSV and as XLSX.

Names and notes come from strangers: nothing of it may be taken for a formula.
"""

import io
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

from servicemap.in_words import yes_or_no
from servicemap.models import Association, EveningRegistration
from servicemap.spreadsheets import csv_lines, file_name

CSV, XLSX = "csv", "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def rows(registrations: Iterable[EveningRegistration]) -> list[list[str | int]]:
    """Return the headings and a row for each registration."""
    headings: list[str | int] = [
        *(_("Name"), _("Association"), _("E-mail"), _("Persons"), _("State"), _("Eats")),
        *(_("Special diet"), _("Note"), _("Has arrived"), _("Registered"), _("On the map")),
    ]
    found: list[list[str | int]] = [headings]
    for one in registrations:
        moment = date_format(timezone.localtime(one.registered_at), "SHORT_DATETIME_FORMAT")
        found.append(
            [
                *(one.name, one.association, one.email, one.persons, one.get_state_display()),
                *(
                    yes_or_no(one.wants_catering),
                    one.diet,
                    one.note,
                    yes_or_no(one.has_arrived),
                    moment,
                ),
                _address(one.listing),
            ]
        )
    return found


def _address(listing: Association | None) -> str:
    """Return the whole address of a published listing."""
    if listing is None or not listing.live:
        return ""
    return f"{settings.WAGTAILADMIN_BASE_URL}{listing.get_absolute_url()}"


def as_csv(table: list[list[str | int]]) -> bytes:
    """Return a table as CSV."""
    return "".join(csv_lines(table)).encode()


def as_xlsx(table: list[list[str | int]]) -> bytes:
    """Return a table as XLSX in which every text is a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: object, value: str | int) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_without_controls(value) or None)
    if isinstance(value, str) and value:
        # Otherwise what begins with = would be a formula.
        cell.data_type = "s"
    return cell


def _without_controls(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    return "".join(letter for letter in value if letter.isprintable() or letter == "\n")


def file_response(
    registrations: Iterable[EveningRegistration], kind: str, name: str
) -> HttpResponse:
    """Answer with the list of an evening of this name as a file that nobody keeps on the way."""
    table = rows(registrations)
    if kind == XLSX:
        response = HttpResponse(as_xlsx(table), content_type=XLSX_TYPE)
    else:
        response = HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(name)}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response
