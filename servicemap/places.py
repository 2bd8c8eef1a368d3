"""Which municipality a point lies in, from the region's own register of outlines.

Pure geometry: no models and no settings. The outlines come from `data/municipalities.json`,
whose borders are given to 0.0001 degrees and whose neighbours share their border vertices.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

REGISTER = Path(__file__).resolve().parent / "data" / "municipalities.json"

# Degrees. A point this near to the region's outer border may well be inside it.
ACCURACY = 0.0001


class Bounds(NamedTuple):
    """A box in WGS84 degrees, in the order of GeoJSON and of the API."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class MunicipalityArea:
    """A municipality of the region: its names, main settlement and outline (GeoJSON)."""

    code: str
    slug: str
    name: str
    name_sv: str
    latitude: float
    longitude: float
    bounds: Bounds
    outline: Mapping[str, Any]


@dataclass(frozen=True)
class _Index:
    """Codes beside their areas, in the order of the codes, and a tree over the areas."""

    codes: tuple[str, ...]
    areas: tuple[BaseGeometry, ...]
    tree: shapely.STRtree


@cache
def load_municipalities() -> tuple[MunicipalityArea, ...]:
    """The region's municipalities, by name; read once."""
    records = json.loads(REGISTER.read_text(encoding="utf-8"))
    return tuple(
        MunicipalityArea(
            code=record["code"],
            slug=record["slug"],
            name=record["name"],
            name_sv=record["name_sv"],
            latitude=record["latitude"],
            longitude=record["longitude"],
            bounds=Bounds(*record["bbox"]),
            outline=record["outline"],
        )
        for record in records
    )


@cache
def region_bounds() -> Bounds:
    """The box around all municipalities of the region."""
    boxes = [municipality.bounds for municipality in load_municipalities()]
    return Bounds(
        west=min(box.west for box in boxes),
        south=min(box.south for box in boxes),
        east=max(box.east for box in boxes),
        north=max(box.north for box in boxes),
    )


def municipality_at(latitude: float, longitude: float) -> str | None:
    """The code of the municipality at a point in WGS84 degrees, None outside the region.

    A point exactly on a shared border belongs to the neighbour with the lowest code, so
    the answer is always the same. A point outside every outline but within ACCURACY of
    one belongs to the nearest. Raises ValueError that names the field when latitude or
    longitude is not a number in its range.
    """
    point = Point(
        _checked("longitude", longitude, 180.0),
        _checked("latitude", latitude, 90.0),
    )
    index = _index()
    found = [
        position for position in index.tree.query(point) if index.areas[position].covers(point)
    ]
    if not found:
        found = list(index.tree.query_nearest(point, max_distance=ACCURACY))
    return index.codes[min(found)] if found else None


def _checked(field: str, value: float, limit: float) -> float:
    """The value itself when it is a number from -limit to limit."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{field} must be a number, not {value!r}")
    if not math.isfinite(value) or abs(value) > limit:
        raise ValueError(f"{field} must be from -{limit:g} to {limit:g}, not {value!r}")
    return float(value)


@cache
def _index() -> _Index:
    """The prepared areas; built once."""
    municipalities = sorted(load_municipalities(), key=lambda municipality: municipality.code)
    areas = tuple(shape(municipality.outline) for municipality in municipalities)
    for area in areas:
        shapely.prepare(area)
    return _Index(
        codes=tuple(municipality.code for municipality in municipalities),
        areas=areas,
        tree=shapely.STRtree(areas),
    )
