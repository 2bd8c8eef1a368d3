"""Points, lines and areas in GeoJSON (RFC 7946): degrees WGS84, longitude first."""

from collections.abc import Iterator
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry import GeometryCollection, mapping, shape
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from .rows import FieldError

DECIMALS = 6
"""Decimals of stored degrees: a tenth of a metre."""

_MULTIPARTS = {
    "Point": shapely.MultiPoint,
    "LineString": shapely.MultiLineString,
    "Polygon": shapely.MultiPolygon,
}
_MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError)


def parse_shape(value: Any, field: str = "geometry") -> BaseGeometry:
    """Return the geometry of a GeoJSON geometry, Feature or FeatureCollection.

    Several of one type become one multipart geometry. Raises FieldError on anything that
    is not a shape on the globe.
    """
    try:
        parts = [shapely.force_2d(part) for part in _parts(value)]
    except (*_MALFORMED, ShapelyError) as error:
        raise FieldError(field, _("This is not a GeoJSON geometry.")) from error
    types = {part.geom_type for part in parts}
    if len(parts) == 1:
        whole: BaseGeometry = parts[0]
    elif len(types) == 1 and types <= _MULTIPARTS.keys():
        whole = _MULTIPARTS[types.pop()](parts)
    else:
        whole = GeometryCollection(parts)
    if whole.is_empty:
        raise FieldError(field, _("The geometry is empty."))
    west, south, east, north = whole.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise FieldError(field, _("The coordinates are not degrees of longitude and latitude."))
    return whole


def _parts(value: Any) -> Iterator[BaseGeometry]:
    """Yield the simple geometries a GeoJSON object is made of."""
    if value["type"] == "FeatureCollection":
        for feature in value["features"]:
            yield from _parts(feature)
    elif value["type"] == "Feature":
        yield from _parts(value["geometry"])
    else:
        geometry = shape(value)
        yield from geometry.geoms if isinstance(geometry, BaseMultipartGeometry) else [geometry]


def representative_point(geometry: BaseGeometry) -> list[float]:
    """Return ``[latitude, longitude]`` of a point on the shape itself."""
    if geometry.geom_type == "Point":
        point = geometry
    else:
        point = shapely.make_valid(geometry).representative_point()
    return [round(point.y, DECIMALS), round(point.x, DECIMALS)]


def stored_geometry(geometry: BaseGeometry) -> dict[str, Any] | None:
    """Return the geometry as GeoJSON; None for a lone point, which says no more than itself."""
    return None if geometry.geom_type == "Point" else _rounded(mapping(geometry))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
