"""A small picture of where in its municipality something is, for lists: drawn here, as SVG."""

import math
from dataclasses import dataclass
from functools import cache, lru_cache

import shapely
from django.utils.html import format_html
from django.utils.safestring import SafeString
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from .places import ACCURACY, load_municipalities

WIDTH, HEIGHT = 56, 44
"""The view box, in pixels of the list."""

MARGIN = 4
FINEST = 0.7
"""Bends smaller than this are not drawn, in pixels."""


@dataclass(frozen=True)
class _Frame:
    """How degrees become pixels, and the municipality's outline in them."""

    area: BaseGeometry
    west: float
    north: float
    across: float
    up: float
    left: float
    top: float
    path: str

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point is in the picture."""
        return (
            round(self.left + (longitude - self.west) * self.across, 1),
            round(self.top + (self.north - latitude) * self.up, 1),
        )


@cache
def _frames() -> dict[str, _Frame]:
    return {one.code: _frame(shape(one.outline)) for one in load_municipalities()}


def _frame(area: BaseGeometry) -> _Frame:
    west, south, east, north = area.bounds
    narrowing = math.cos(math.radians((south + north) / 2))
    up = min(
        (WIDTH - 2 * MARGIN) / ((east - west) * narrowing), (HEIGHT - 2 * MARGIN) / (north - south)
    )
    across = up * narrowing
    left = (WIDTH - (east - west) * across) / 2
    top = (HEIGHT - (north - south) * up) / 2
    frame = _Frame(area, west, north, across, up, left, top, "")
    return _Frame(area, west, north, across, up, left, top, _path(frame, FINEST / up))


def _path(frame: _Frame, finest: float) -> str:
    drawn = []
    for part in shapely.get_parts(frame.area):
        ring = part.exterior.simplify(finest)
        points = [frame.place(longitude, latitude) for longitude, latitude in ring.coords[:-1]]
        drawn.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(drawn)


def is_inside(code: str, latitude: float, longitude: float) -> bool:
    """Whether a point (degrees WGS84) is in the municipality; so is any if its outline is unknown.

    A point just over the border is still inside: outlines are only so exact.
    """
    frame = _frames().get(code)
    if frame is None:
        return True
    return bool(frame.area.distance(Point(longitude, latitude)) <= ACCURACY)


@lru_cache(maxsize=2_000)
def place_thumbnail(code: str, latitude: float, longitude: float, label: str) -> SafeString | None:
    """Return the outline of a municipality with a dot, or None where there is none to draw.

    That is so if the outline is not known or the point (degrees WGS84) is outside it.
    """
    frame = _frames().get(code)
    if frame is None or not is_inside(code, latitude, longitude):
        return None
    x, y = frame.place(longitude, latitude)
    return format_html(
        '<svg class="place-thumbnail" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}"><path d="{}"/><circle cx="{}" cy="{}" r="3.5"/></svg>',
        *(WIDTH, HEIGHT, WIDTH, HEIGHT, label, frame.path, f"{x:g}", f"{y:g}"),
    )
