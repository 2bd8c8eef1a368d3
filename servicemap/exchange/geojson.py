"""Listings as GeoJSON (RFC 7946): the CSV's columns as properties."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .columns import REQUIRED, check_columns, read_cells
from .files import read_json
from .rows import BrokenFileError, FieldError, ListingRow, RowError
from .shapes import parse_shape

_WGS84 = ("CRS84", "EPSG:4326", "EPSG::4326")


def read(path: Path) -> Iterator[ListingRow | RowError]:
    """Yield the rows and the errors of a file; they are numbered by feature, from 1.

    Raises BrokenFileError if it is no FeatureCollection in WGS84 with known properties.
    """
    document = read_json(path)
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise BrokenFileError(_("The file is not a GeoJSON FeatureCollection."))
    features = document.get("features")
    if not isinstance(features, list):
        raise BrokenFileError(_("The FeatureCollection has no list of features."))
    _check_crs(document.get("crs"))
    names = {name for feature in features for name in _properties(feature)}
    check_columns([*REQUIRED, *sorted(names - set(REQUIRED))])
    for number, feature in enumerate(features, start=1):
        yield from _feature(feature, number)


def _check_crs(crs: Any) -> None:
    """Refuse coordinates that are said to be other than WGS84."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else crs
    if not str(name).upper().endswith(_WGS84):
        reason = _("The coordinates must be WGS84 degrees; the file says %(name)s.")
        raise BrokenFileError(reason % {"name": name})


def _properties(feature: Any) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _feature(feature: Any, number: int) -> Iterator[ListingRow | RowError]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        yield RowError(number, "", "type", _("This is not a GeoJSON feature."))
        return
    properties = _properties(feature)
    if properties.get("id") is None and feature.get("id") is not None:
        properties = {**properties, "id": feature["id"]}
    cells: dict[str, str] = {}
    geometry = None
    problems = []
    for name, value in properties.items():
        try:
            cells[name] = _cell(name, value)
        except FieldError as problem:
            problems.append(problem)
    try:
        if feature.get("geometry") is not None:
            geometry = parse_shape(feature["geometry"])
    except FieldError as problem:
        problems.append(problem)
    if problems:
        for error in problems:
            yield RowError(number, cells.get("id", ""), error.field, error.reason)
    else:
        yield from read_cells(cells, number, geometry)


def _cell(name: str, value: Any) -> str:
    """Return the property as a CSV cell would have it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    raise FieldError(name, _("This must be text, a number or a list of texts."))
