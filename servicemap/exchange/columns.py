"""The columns of the open listing format, shared by CSV and GeoJSON."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from shapely.geometry.base import BaseGeometry

from servicemap.models import ListingKind

from . import values
from .rows import BrokenFileError, FieldError, ListingRow, RowError, ScheduleValues
from .shapes import representative_point, stored_geometry

COLUMNS = (
    "id",
    "kind",
    "name",
    "name_sv",
    "name_en",
    "summary",
    "description",
    "categories",
    "target_groups",
    "keywords",
    "organiser",
    "street_address",
    "postal_code",
    "municipality",
    "latitude",
    "longitude",
    "website",
    "email",
    "phone",
    "languages",
    "price",
    "price_info",
    "schedule",
    "starts_at",
    "ends_at",
    "accessibility",
    "registration_number",
)
REQUIRED = ("kind", "name")
_POINT = ("latitude", "longitude")
_TIMES = ("schedule", "starts_at", "ends_at")
_NOT_OF = {
    ListingKind.ASSOCIATION: ("organiser", *_TIMES),
    ListingKind.FACILITY: ("registration_number",),
    ListingKind.ACTIVITY: ("registration_number",),
}


def _paragraphs(value: str, field: str) -> str:
    return values.plain_text(value, field, lines=True)


def _keywords(value: str, field: str) -> list[str]:
    return values.word_list(value, field, separators=";,")


def _codes(value: str, field: str) -> list[str]:
    return values.word_list(value.lower(), field)


_READERS: dict[str, Callable[[str, str], Any]] = {
    "description": _paragraphs,
    "categories": _codes,
    "target_groups": _codes,
    "accessibility": _codes,
    "languages": _codes,
    "keywords": _keywords,
    "postal_code": values.postal_code,
    "website": values.web_address,
    "price": values.price,
}


def check_columns(names: Iterable[str]) -> None:
    """Refuse the whole file when columns are unknown, missing or there twice."""
    given = list(names)
    unknown = list(dict.fromkeys(name for name in given if name not in COLUMNS))
    missing = [name for name in REQUIRED if name not in given]
    double = list(dict.fromkeys(name for name in given if given.count(name) > 1))
    reasons = []
    if unknown:
        text = ngettext("Unknown column: %(names)s.", "Unknown columns: %(names)s.", len(unknown))
        reasons.append(text % {"names": ", ".join(name or "“”" for name in unknown)})
    if missing:
        text = ngettext("Missing column: %(names)s.", "Missing columns: %(names)s.", len(missing))
        reasons.append(text % {"names": ", ".join(missing)})
    if double := [name for name in double if name not in unknown]:
        text = ngettext(
            "Duplicate column: %(names)s.", "Duplicate columns: %(names)s.", len(double)
        )
        reasons.append(text % {"names": ", ".join(double)})
    if unknown:
        reasons.append(_("Known columns: %(names)s.") % {"names": ", ".join(COLUMNS)})
    if reasons:
        raise BrokenFileError(" ".join(reasons))


def read_cells(
    cells: Mapping[str, str], line: int, geometry: BaseGeometry | None = None
) -> Iterator[ListingRow | RowError]:
    """Yield the row that the cells describe, or an error for each of its broken fields.

    Columns that are absent leave what the listing has; empty cells empty it.
    """
    problems: list[FieldError] = []

    def read(reader: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return reader(*arguments)
        except FieldError as problem:
            problems.append(problem)
            return None

    record_id = read(values.plain_text, cells.get("id", ""), "id") or ""
    kind = read(_kind, cells.get("kind", ""))
    wrong = _NOT_OF.get(kind, ())
    found: dict[str, Any] = {}
    for column, value in cells.items():
        if column in ("id", "kind", *_POINT, *_TIMES) or (column in wrong and not value.strip()):
            continue
        found[column] = read(_READERS.get(column, values.plain_text), value, column)
    if not cells.get("name", "").strip():
        problems.append(FieldError("name", _("A listing needs a name.")))
    for column in wrong:
        if cells.get(column, "").strip():
            problems.append(FieldError(column, _("A listing of this kind has no such field.")))
    read(_add_place, found, cells, geometry, kind)
    schedules: tuple[ScheduleValues, ...] | None = None
    if "starts_at" not in wrong and any(column in cells for column in _TIMES):
        times = read(values.schedule, *(cells.get(column, "") for column in _TIMES))
        schedules = (times,) if times else ()
    if problems:
        for problem in problems:
            yield RowError(line, record_id, problem.field, problem.reason)
    else:
        yield ListingRow(kind, record_id, line, found, schedules)


def _kind(value: str) -> ListingKind:
    try:
        return ListingKind(value.strip().lower())
    except ValueError as error:
        raise FieldError("kind", values.one_of(ListingKind.values)) from error


def _add_place(
    found: dict[str, Any],
    cells: Mapping[str, str],
    geometry: BaseGeometry | None,
    kind: ListingKind | None,
) -> None:
    """Add the point, from the geometry or the cells, and a facility's shape."""
    written = [cells.get(column, "") for column in _POINT]
    if geometry is None:
        if any(column in cells for column in _POINT):
            found["point"] = values.point(*written)
        return
    if any(text.strip() for text in written):
        raise FieldError(
            "latitude", _("Give the point as the geometry or as columns, not as both.")
        )
    if kind == ListingKind.FACILITY:
        found["geometry"] = stored_geometry(geometry)
    elif geometry.geom_type != "Point":
        raise FieldError("geometry", _("Only a facility can be a line or an area."))
    found["point"] = representative_point(geometry)
