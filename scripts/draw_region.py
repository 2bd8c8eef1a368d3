"""Drawings of the region: the vector basemap and the home page's outline picture.

Used by derive_region.py. Coordinates are WGS84 degrees, longitude first, as in GeoJSON;
the outline picture is in a spherical Mercator projection, scaled to its view box.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Protocol

import shapely
from shapely.geometry import LineString, MultiLineString, Point, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polylabel, transform, unary_union

Feature = tuple[dict[str, Any], BaseGeometry]

TOLERANCE = 0.0001  # degrees, the accuracy of the sources
MARGIN = 0.02  # degrees drawn around the region
ROAD_CLASSES = {1: "highway", 2: "main", 3: "regional"}
LARGE_LAKE = 0.002  # square degrees, about 12 km²

ATTRIBUTION = [
    "Kunnat: sisältää Maanmittauslaitoksen Kuntajaon 1:1 000 000 aineistoa, 2016, CC BY 4.0",
    "Järvet: sisältää Maanmittauslaitoksen Yleiskartta 1:1 000 000 aineistoa, 2011",
    "Tiet, radat, taajamat ja nimet: © MML 2013",
    "Postinumerot: Tilastokeskus, Paavo 2019, CC BY 4.0",
]

ISLAND_SHARE = 0.6  # of a water's shore

VIEW_WIDTH = 1000
VIEW_PADDING = 12
OUTLINE_TOLERANCE = 2.0  # view box units
OUTLINE_LAKE_TOLERANCE = 1.5
DISC_SPACING = 128.0  # view box units between two counts: their discs and a gap
OUTLINE_LAKE_MINIMUM = 160.0  # square view box units
OUTLINE_ISLAND_MINIMUM = 60.0


class Place(Protocol):
    """A row of the gazetteer, as far as a label needs it."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...


def compact(value: Any) -> str:
    """JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def region_of(areas: Mapping[str, BaseGeometry]) -> BaseGeometry:
    """The whole region as one area."""
    return unary_union(list(areas.values()))


def geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """A geometry as GeoJSON, four decimals, the shortest form of its kind."""

    def rounded(value: Any) -> Any:
        if isinstance(value, float):
            return round(value, 4)
        return [rounded(item) for item in value]

    record = mapping(geometry)
    return {"type": record["type"], "coordinates": rounded(record["coordinates"])}


def collection(features: Iterable[Feature]) -> dict[str, Any]:
    """A GeoJSON feature collection; empty geometries are left out."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": geojson(geometry)}
            for properties, geometry in features
            if not geometry.is_empty
        ],
    }


def build_basemap(
    municipalities: list[dict[str, Any]],
    lakes: list[Feature],
    roads: list[Feature],
    railways: list[Feature],
    builtup: list[Feature],
    labels: list[Feature],
) -> dict[str, Any]:
    """The vector basemap: bounds, attribution and one feature collection a layer."""
    outlines = {record["code"]: shape(record["outline"]) for record in municipalities}
    region = region_of(outlines)
    west, south, east, north = region.bounds
    frame = shapely.box(west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN)
    names = [{key: record[key] for key in ("code", "name", "name_sv")} for record in municipalities]
    return {
        "bounds": [west, south, east, north],
        "attribution": ATTRIBUTION,
        "layers": {
            "municipalities": collection(zip(names, outlines.values(), strict=True)),
            "builtup": collection(({}, area & frame) for _, area in builtup),
            "lakes": collection(draw_lakes(lakes, frame)),
            "railways": collection(draw_lines([({}, line) for _, line in railways], frame)),
            "roads": collection(draw_lines(map(road_feature, roads), frame)),
            "labels": collection(labels),
        },
    }


def without_islands(waters: list[Feature]) -> list[Feature]:
    """The waters without those whose shore is mostly the shore of a larger one.

    The source lists many islands twice: as a hole, or where the data is cut off as a bay,
    of the lake around them, and as a water of their own.
    """
    areas = [water for _, water in waters]
    tree = shapely.STRtree(areas)

    def is_island(water: BaseGeometry) -> bool:
        return any(
            areas[index].area > water.area
            and (areas[index].boundary & water.boundary).length
            > ISLAND_SHARE * water.boundary.length
            for index in tree.query(water)
        )

    return [(record, water) for record, water in waters if not is_island(water)]


def draw_lakes(lakes: list[Feature], frame: BaseGeometry) -> list[Feature]:
    """Lakes within the frame, islands kept, the largest first."""
    drawn = []
    for record, area in lakes:
        simple = shapely.make_valid(area.simplify(TOLERANCE, preserve_topology=True))
        properties = {"name": record["name"]} if record["name"] else {}
        drawn.append((properties, simple & frame))
    return sorted(drawn, key=lambda pair: (-round(pair[1].area, 9), pair[1].wkt))


def road_feature(road: Feature) -> Feature:
    """A road with the properties of the basemap."""
    record, line = road
    return {"class": ROAD_CLASSES[record["Tieluokka"]], "number": record["Tienumero"]}, line


def draw_lines(lines: Iterable[Feature], frame: BaseGeometry) -> list[Feature]:
    """Lines of equal properties joined, simplified and cut to the frame."""
    groups: dict[str, list[BaseGeometry]] = defaultdict(list)
    for properties, line in lines:
        groups[compact(properties)].extend(getattr(line, "geoms", [line]))
    drawn = []
    for key, parts in sorted(groups.items()):
        joined = linemerge(MultiLineString(parts)).simplify(TOLERANCE)
        drawn.append((json.loads(key), only_lines(joined & frame)))
    return drawn


def only_lines(geometry: BaseGeometry) -> BaseGeometry:
    """The lines of what a cut left over, without the points where it only touched."""
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if part.length > 0]
    if len(parts) == 1:
        return parts[0]
    return MultiLineString([LineString(part.coords) for part in parts])


def build_labels(
    municipalities: list[dict[str, Any]],
    towns: set[str],
    places: Iterable[Place],
    lakes: list[Feature],
) -> list[Feature]:
    """Names to write on the map, the most important (rank 1) first.

    Ranks: 1 towns and the largest lakes, 2 other municipal centres, 3 districts and
    large lakes, 4 other lakes, 5 villages.
    """
    places = list(places)
    areas = lake_areas(places, lakes)
    largest = {p for p, area in areas.items() if area >= 5 * LARGE_LAKE}
    large = {p for p, area in areas.items() if area >= LARGE_LAKE}
    labels: list[tuple[int, str, dict[str, Any], Point]] = []
    for record in municipalities:
        properties = {"kind": "municipality", "name": record["name"]}
        if record["name_sv"] != record["name"]:
            properties["name_sv"] = record["name_sv"]
        point = Point(record["longitude"], record["latitude"])
        rank = 1 if record["code"] in towns else 2
        labels.append((rank, record["name"], properties, point))
    for place in places:
        if place.kind == "postcode":
            continue
        rank = {"district": 3, "village": 5, "lake": 4}[place.kind]
        if place in largest:
            rank = 1
        elif place in large:
            rank = 3
        properties = {"kind": place.kind, "name": place.name}
        labels.append((rank, place.name, properties, Point(place.longitude, place.latitude)))
    labels.sort(key=lambda label: (label[0], label[1], label[3].x))
    return [({**properties, "rank": rank}, point) for rank, _, properties, point in labels]


def lake_areas(places: Iterable[Place], lakes: list[Feature]) -> dict[Place, float]:
    """The area of the water that a lake's name stands on, in square degrees.

    A name on a lake of another name is one of its open waters: large, not the largest.
    """
    areas: dict[Place, float] = {}
    for place in places:
        if place.kind != "lake":
            continue
        point = Point(place.longitude, place.latitude)
        for record, area in lakes:
            if area.covers(point):
                own = record["name"] in {None, place.name}
                areas[place] = area.area if own else min(area.area, LARGE_LAKE)
    return areas


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Spherical Mercator on the unit sphere, y growing northwards."""
    return (
        math.radians(longitude),
        math.asinh(math.tan(math.radians(latitude))),
    )


def place_discs(centres: list[Point], areas: Sequence[BaseGeometry]) -> list[Point]:
    """Where each municipality's count goes: its centre, unless a neighbour's count is there.

    Of two centres that are too close, the one nearer to its own border gives way and moves to
    the point of its area that is farthest from the border.
    """
    discs = []
    for centre, area in zip(centres, areas, strict=True):
        room = area.boundary.distance(centre)
        crowded = any(
            other is not centre
            and centre.distance(other) < DISC_SPACING
            and room < other_area.boundary.distance(other)
            for other, other_area in zip(centres, areas, strict=True)
        )
        discs.append(polylabel(area, tolerance=1) if crowded else centre)
    return discs


def build_outline(municipalities: list[dict[str, Any]], lakes: list[Feature]) -> dict[str, Any]:
    """The region as SVG paths for a picture with a count at each municipal centre."""
    outlines = [shape(record["outline"]) for record in municipalities]
    west, south, east, north = unary_union(outlines).bounds
    left, bottom = mercator(west, south)
    right, top = mercator(east, north)
    scale = (VIEW_WIDTH - 2 * VIEW_PADDING) / (right - left)
    height = round((top - bottom) * scale + 2 * VIEW_PADDING)

    def project(longitude: float, latitude: float) -> tuple[float, float]:
        x, y = mercator(longitude, latitude)
        return VIEW_PADDING + (x - left) * scale, VIEW_PADDING + (top - y) * scale

    def projected(geometry: BaseGeometry) -> BaseGeometry:
        return transform(lambda xs, ys: tuple(zip(*map(project, xs, ys), strict=True)), geometry)

    # One coverage, so that neighbours keep the same border.
    areas = shapely.coverage_simplify([projected(area) for area in outlines], OUTLINE_TOLERANCE)
    region = unary_union(list(areas))
    waters = [projected(area) & region for _, area in lakes if projected(area).intersects(region)]
    drawn_waters = [
        simple
        for water in sorted(waters, key=lambda water: -water.area)
        if (simple := simple_water(water)).area >= OUTLINE_LAKE_MINIMUM
    ]
    centres = [Point(project(record["longitude"], record["latitude"])) for record in municipalities]
    records = []
    for record, area, disc in zip(municipalities, areas, place_discs(centres, areas), strict=True):
        names = {key: record[key] for key in ("code", "slug", "name", "name_sv")}
        records.append({**names, "path": svg_path(area), "x": round(disc.x), "y": round(disc.y)})
    return {
        "view_box": f"0 0 {VIEW_WIDTH} {height}",
        "width": VIEW_WIDTH,
        "height": height,
        "bounds": [west, south, east, north],
        "municipalities": records,
        "lakes": "".join(map(svg_path, drawn_waters)),
    }


def simple_water(water: BaseGeometry) -> BaseGeometry:
    """A lake drawn small: rough shores, only its larger islands."""
    simple = water.simplify(OUTLINE_LAKE_TOLERANCE, preserve_topology=True)
    return unary_union(
        [
            shapely.Polygon(
                part.exterior,
                [
                    island
                    for island in part.interiors
                    if shapely.Polygon(island).area >= OUTLINE_ISLAND_MINIMUM
                ],
            )
            for part in getattr(simple, "geoms", [simple])
            if part.geom_type == "Polygon" and part.area >= OUTLINE_ISLAND_MINIMUM
        ]
    )


def svg_path(area: BaseGeometry) -> str:
    """An area as SVG path data in whole units, relative after each ring's first point."""
    path = ""
    for part in getattr(area, "geoms", [area]):
        for ring in (part.exterior, *part.interiors):
            points = [(round(x), round(y)) for x, y in ring.coords[:-1]]
            steps = [
                (x - previous_x, y - previous_y)
                for (previous_x, previous_y), (x, y) in pairwise(points)
                if (x, y) != (previous_x, previous_y)
            ]
            if steps:
                path += f"M{points[0][0]} {points[0][1]}l{joined_steps(steps)}z"
    return path


def joined_steps(steps: list[tuple[int, int]]) -> str:
    """Relative steps with a separator only where a minus sign does not part them."""
    text = ""
    for number in (number for step in steps for number in step):
        text += str(number) if number < 0 or not text else f" {number}"
    return text
