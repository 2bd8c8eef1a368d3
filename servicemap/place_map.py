"""A picture of where something is, for paper: the bundled basemap around one point, as SVG."""

import functools
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from shapely import STRtree, box, clip_by_rect
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

WIDTH, HEIGHT = 600, 480
"""The view box, in units of ten metres."""

METRES_A_UNIT = 10
METRES_A_DEGREE = 111_195
"""Along a meridian of the sphere with the Earth's mean radius."""

DETAIL = 0.0002
"""Bends smaller than this are not drawn, in degrees: two units."""

LAYERS = ("builtup", "lakes", "railways", "roads")
"""Drawn in this order."""

NAMES = {"municipality", "district", "village", "lake"}
ROOM_FOR_NAME = (180, 44)
"""How far apart two names are at least, in units, unless one is above the other."""

SCALE_BAR = 100
"""One kilometre, in units."""


@dataclass(frozen=True)
class _Layer:
    """What the basemap holds of one thing, with an index to find what is in view."""

    index: STRtree
    shapes: list[BaseGeometry]
    properties: list[dict[str, Any]]

    def within(self, view: tuple[float, float, float, float]) -> list[int]:
        """The numbers of what touches the view (west, south, east, north), in the file's order."""
        return sorted(int(number) for number in self.index.query(box(*view)))


@functools.cache
def _basemap() -> dict[str, _Layer]:
    found = finders.find("map/basemap.json")
    if not isinstance(found, str):
        raise FileNotFoundError("map/basemap.json")
    data: dict[str, Any] = json.loads(Path(found).read_text(encoding="utf-8"))
    layers = {}
    for name in (*LAYERS, "labels"):
        features = data["layers"][name]["features"]
        shapes = [shape(feature["geometry"]) for feature in features]
        layers[name] = _Layer(STRtree(shapes), shapes, [item["properties"] for item in features])
    return layers


@dataclass(frozen=True)
class _View:
    """The surroundings of a point, as units of the picture."""

    latitude: float
    longitude: float

    @property
    def _unit(self) -> tuple[float, float]:
        """Degrees of longitude and latitude in a unit."""
        latitude = METRES_A_UNIT / METRES_A_DEGREE
        return latitude / math.cos(math.radians(self.latitude)), latitude

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north in degrees."""
        across, up = (
            size * unit / 2 for size, unit in zip((WIDTH, HEIGHT), self._unit, strict=True)
        )
        return (
            self.longitude - across,
            self.latitude - up,
            self.longitude + across,
            self.latitude + up,
        )

    def place(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a point is in the picture."""
        across, up = self._unit
        return (
            round(WIDTH / 2 + (longitude - self.longitude) / across),
            round(HEIGHT / 2 - (latitude - self.latitude) / up),
        )

    def path(self, layer: _Layer) -> str:
        """Draw what is in view of a layer as the data of one SVG path."""
        return "".join(
            self._drawn(clip_by_rect(layer.shapes[number].simplify(DETAIL), *self.bounds))
            for number in layer.within(self.bounds)
        )

    def _drawn(self, geometry: BaseGeometry) -> str:
        if geometry.is_empty:
            return ""
        if hasattr(geometry, "geoms"):
            return "".join(self._drawn(part) for part in geometry.geoms)
        if geometry.geom_type == "Polygon":
            rings = [geometry.exterior, *geometry.interiors]
            return "".join(f"{self._line(ring)}Z" for ring in rings)
        return self._line(geometry) if geometry.geom_type == "LineString" else ""

    def _line(self, line: BaseGeometry) -> str:
        points = [self.place(longitude, latitude) for longitude, latitude in line.coords]
        return "M" + "L".join(f"{x} {y}" for x, y in points)

    def names(self, language: str) -> list[tuple[int, int, str]]:
        """The names in view that have room, the weightiest first, clear of the mark."""
        layer = _basemap()["labels"]
        taken, found = [(WIDTH // 2, HEIGHT // 2)], []
        ranked = sorted(layer.within(self.bounds), key=lambda each: layer.properties[each]["rank"])
        for number in ranked:
            label, point = layer.properties[number], layer.shapes[number].centroid
            x, y = self.place(point.x, point.y)
            wide, high = ROOM_FOR_NAME
            inside = wide / 2 < x < WIDTH - wide / 2 and high < y < HEIGHT - high
            free = all(abs(x - left) > wide or abs(y - top) > high for left, top in taken)
            if label["kind"] in NAMES and inside and free:
                taken.append((x, y))
                found.append((x, y, (language == "sv" and label.get("name_sv")) or label["name"]))
        return found


@functools.lru_cache(maxsize=500)
def place_map(latitude: float, longitude: float, language: str) -> SafeString:
    """Return the surroundings of a point (degrees WGS84) as SVG, styled by ``place-map``.

    It shows 6 by 4.8 kilometres. Far outside the region there is nothing but the mark.
    """
    view, layers = _View(latitude, longitude), _basemap()
    parts = [
        f'<path class="place-map__{name}" d="{data}"/>'
        for name in LAYERS
        if (data := view.path(layers[name]))
    ]
    parts += [
        f'<text class="place-map__name" x="{x}" y="{y}">{escape(name)}</text>'
        for x, y, name in view.names(language)
    ]
    parts.append(f'<circle class="place-map__mark" cx="{WIDTH // 2}" cy="{HEIGHT // 2}" r="11"/>')
    parts.append(
        f'<path class="place-map__scale" d="M20 {HEIGHT - 30}v10h{SCALE_BAR}v-10"/>'
        f'<text class="place-map__name" x="{20 + SCALE_BAR // 2}" y="{HEIGHT - 42}">1 km</text>'
    )
    svg = f'<svg class="place-map" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'
    return mark_safe(svg)
