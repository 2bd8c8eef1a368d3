"""Derives the region's register, gazetteer, demo facilities and drawings.

Usage: derive_region.py SOURCE_DIR

SOURCE_DIR holds the folders `region` and `lipas` of the open data. Written are
`municipalities.json`, `gazetteer.csv`, `lipas-paijat-hame.json` and
`region_outline.json` in `servicemap/data`, and `site/static/map/basemap.json`.
Sizes are printed; a basemap above its limit fails. The same input gives the same bytes.
"""

import argparse
import csv
import gzip
import io
import json
import sys
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import draw_region
from derive_categories import SourceError, slugify
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "servicemap" / "data"
BASEMAP = ROOT / "site" / "static" / "map" / "basemap.json"
BASEMAP_LIMIT = 120_000  # bytes, gzipped

# Swedish names that the source leaves in Finnish.
SWEDISH_NAMES = {"081": "Gustav Adolfs", "142": "Itis"}
# The main settlement where the municipality's own map name is not set at it: a place
# name, or a postcode area where the place names have no nearer point.
MAIN_VILLAGES = {"316": "Järvelä"}
MAIN_POSTCODES = {"398": "15110"}
# Postcodes whose areas cross municipal borders: no municipality follows from them.
CROSSING_POSTCODES = frozenset({"15230", "15700", "15820", "16100", "45740", "52980"})
# The map name of Hollola is set at its centre, a village of another name.
SECOND_NAMES = {"Hollola": "Salpakangas"}

# Place types of the National Land Survey's map names.
TOWN, MUNICIPALITY, VILLAGE, LAKE, LAKE_PART = "540", "550", "560", "410", "415"
# A lake belongs to one municipality when at least this share of its area is there.
LAKE_SHARE = 0.98
# An unlisted lake of the map counts when at least this much of it is in the region.
LAKE_MINIMUM_SHARE = 0.25

LIPAS_FIELDS = (
    "sportsPlaceId",
    "name",
    "type",
    "owner",
    "admin",
    "freeUse",
    "www",
    "lastModified",
)
LIPAS_PROPERTIES = ("infoFi", "toilet", "changingRooms", "pier", "boatLaunchingSpot")
LIPAS_LOCATION_FIELDS = ("address", "postalCode", "postalOffice", "city")


@dataclass(frozen=True)
class GazetteerRow:
    """One place; `code` is the postcode or the land survey's place id, points are WGS84.

    An empty `name_sv` is the Finnish name; an empty `municipality` is more than one.
    """

    kind: str
    name: str
    name_sv: str
    code: str
    municipality: str
    latitude: float
    longitude: float


class Source:
    """The open data folder, read once."""

    def __init__(self, folder: Path) -> None:
        self.municipalities = read_features(
            folder / "region/paijat-hame-municipalities-2016-1M.geojson"
        )
        self.lakes = draw_region.without_islands(
            read_features(folder / "region/lakes-light.geojson")
        )
        self.roads = read_features(folder / "region/roads-main-light.geojson")
        self.railways = read_features(folder / "region/railways-1M-2013.geojson")
        self.builtup = read_features(folder / "region/builtup-1M-2013.geojson")
        self.postcodes = read_rows(folder / "region/paijat-hame-postcodes.csv")
        self.names = read_rows(folder / "region/paijat-hame-placenames.csv")
        self.finnish_names = read_rows(folder / "region/nls-mapnames-500k-2013-finland.csv")
        self.facilities = json.loads(
            (folder / "lipas/lipas-v1-paijat-hame-23-nocontacts.json").read_text(encoding="utf-8")
        )

    @property
    def areas(self) -> dict[str, BaseGeometry]:
        """The municipalities' areas by code."""
        return {record["NATCODE"]: geometry for record, geometry in self.municipalities}


def read_features(path: Path) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Read a GeoJSON collection as pairs of properties and geometry."""
    collection = json.loads(path.read_text(encoding="utf-8"))
    return [(f["properties"], shape(f["geometry"])) for f in collection["features"]]


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def point_of(row: dict[str, str]) -> Point:
    """The point of a source row."""
    return Point(float(row["lon"]), float(row["lat"]))


def centre_of(code: str, name: str, source: Source) -> tuple[float, float]:
    """Latitude and longitude of a municipality's main settlement."""
    if postcode := MAIN_POSTCODES.get(code):
        row = next(row for row in source.postcodes if row["postcode"] == postcode)
    else:
        wanted = MAIN_VILLAGES.get(code, name)
        types = {VILLAGE} if code in MAIN_VILLAGES else {TOWN, MUNICIPALITY}
        row = next(
            row
            for row in source.names
            if row["NATCODE"] == code and row["name"] == wanted and row["place_type"] in types
        )
    return float(row["lat"]), float(row["lon"])


def build_municipalities(source: Source) -> list[dict[str, Any]]:
    """The register of municipalities, by name, outlines at the source's accuracy."""
    register = []
    for record, area in sorted(source.municipalities, key=lambda pair: slugify(pair[0]["NAMEFIN"])):
        code, name = record["NATCODE"], record["NAMEFIN"]
        latitude, longitude = centre_of(code, name, source)
        if not area.contains(Point(longitude, latitude)):
            raise SourceError(f"the centre of {name} lies outside it")
        register.append(
            {
                "code": code,
                "slug": slugify(name),
                "name": name,
                "name_sv": SWEDISH_NAMES.get(code, record["NAMESWE"]),
                "latitude": latitude,
                "longitude": longitude,
                "bbox": list(area.bounds),
                "outline": draw_region.geojson(area),
            }
        )
    return register


def build_gazetteer(source: Source) -> list[GazetteerRow]:
    """Postcodes, villages, districts and lakes, in this order, each by code."""
    rows = [*postcode_rows(source), *settlement_rows(source), *lake_rows(source)]
    order = ["postcode", "village", "district", "lake"]
    return sorted(rows, key=lambda row: (order.index(row.kind), row.code, row.name))


def title_case(name: str) -> str:
    """`HOLLOLA KK` → `Hollola kk`, `ISO-ÄINIÖ` → `Iso-Äiniö`."""
    return name.title().replace(" Kk", " kk")


def postcode_rows(source: Source) -> list[GazetteerRow]:
    """The postcodes; one that crosses a municipal border has no municipality."""
    swedish = {
        record["NAMEFIN"]: SWEDISH_NAMES.get(record["NATCODE"], record["NAMESWE"])
        for record, _ in source.municipalities
    }
    rows = []
    for row in source.postcodes:
        name = title_case(row["name_fi"])
        name_sv = swedish.get(name, title_case(row["name_sv"]))
        rows.append(
            GazetteerRow(
                kind="postcode",
                name=name,
                name_sv=name_sv if name_sv != name else "",
                code=row["postcode"],
                municipality=(
                    "" if row["postcode"] in CROSSING_POSTCODES else row["municipality_code"]
                ),
                latitude=float(row["lat"]),
                longitude=float(row["lon"]),
            )
        )
    return rows


def settlement_rows(source: Source) -> list[GazetteerRow]:
    """Villages and districts; what the municipality register names itself is left out.

    A district is a named part of a built-up area, or a former municipality. The
    municipality's main settlement is a village although it is built up.
    """
    current = {record["NAMEFIN"] for record, _ in source.municipalities}
    builtup = [area for _, area in source.builtup]
    centres = {(centre_of(r["NATCODE"], r["NAMEFIN"], source)) for r, _ in source.municipalities}
    rows = []
    for row in source.names:
        kind, name, code = row["place_type"], row["name"], row["place_id"]
        if kind not in {TOWN, MUNICIPALITY, VILLAGE}:
            continue
        if kind != VILLAGE and name in current:
            if name not in SECOND_NAMES:
                continue
            name = SECOND_NAMES[name]
            is_district = False
        else:
            point = point_of(row)
            near_centre = any(Point(lon, lat).distance(point) < 0.005 for lat, lon in centres)
            within = any(area.covers(point) for area in builtup)
            is_district = kind == MUNICIPALITY or (within and not near_centre)
        rows.append(
            GazetteerRow(
                kind="district" if is_district else "village",
                name=name,
                name_sv="",
                code=code,
                municipality=row["NATCODE"],
                latitude=float(row["lat"]),
                longitude=float(row["lon"]),
            )
        )
    return rows


def lake_rows(source: Source) -> list[GazetteerRow]:
    """Lakes and the great lakes' open waters; one in several municipalities has none."""
    mapped = {record["name"] for record, _ in source.lakes}
    # Of a place's parallel names the one that the map writes.
    listed = {
        row["place_id"]: row
        for row in sorted(source.names, key=lambda row: row["name"] in mapped)
        if row["place_type"] in {LAKE, LAKE_PART}
    }
    rows = []
    for row in listed.values():
        point = point_of(row)
        water = next((area for _, area in source.lakes if area.covers(point)), None)
        municipality = row["NATCODE"] if water is None else sole_municipality(water, source)
        rows.append(lake_row(row["name"], row["place_id"], municipality, point))
    rows += [
        lake_row(name, row["place_id"], sole_municipality(area, source), point_of(row))
        for name, area, row in unlisted_lakes(source, set(listed))
    ]
    return rows


def lake_row(name: str, code: str, municipality: str, point: Point) -> GazetteerRow:
    """One lake of the gazetteer."""
    return GazetteerRow("lake", name, "", code, municipality, point.y, point.x)


def sole_municipality(area: BaseGeometry, source: Source) -> str:
    """The municipality that has practically the whole lake, or empty."""
    for code, outline in source.areas.items():
        if area.intersection(outline).area >= LAKE_SHARE * area.area:
            return code
    return ""


def unlisted_lakes(
    source: Source, known: set[str]
) -> list[tuple[str, BaseGeometry, dict[str, str]]]:
    """Named lakes of the map that the region's place names lack, such as the largest."""
    region = draw_region.region_of(source.areas)
    found = []
    for record, area in source.lakes:
        name = record["name"]
        if area.intersection(region).area < LAKE_MINIMUM_SHARE * area.area:
            continue
        for row in source.finnish_names:
            if row["name"] != name or row["place_type"] != LAKE or row["place_id"] in known:
                continue
            if area.covers(point_of(row)):
                found.append((name, area, row))
    return found


def build_facilities(source: Source) -> list[dict[str, Any]]:
    """The region's sports sites in LIPAS v1 form, with what an import reads."""
    return sorted(map(cut_facility, source.facilities), key=lambda site: site["sportsPlaceId"])


def cut_facility(site: dict[str, Any]) -> dict[str, Any]:
    """One LIPAS v1 site without contact data and map-projection coordinates."""
    kept = {key: site[key] for key in LIPAS_FIELDS if key in site}
    kept["name"] = kept["name"].strip()
    properties = site.get("properties", {})
    if cut := {key: properties[key] for key in LIPAS_PROPERTIES if key in properties}:
        kept["properties"] = cut
    location = site["location"]
    kept["location"] = {key: location[key] for key in LIPAS_LOCATION_FIELDS if key in location}
    wgs84 = location["coordinates"]["wgs84"]
    # Six decimals are about ten centimetres.
    kept["location"]["coordinates"] = {
        "wgs84": {"lon": round(wgs84["lon"], 6), "lat": round(wgs84["lat"], 6)}
    }
    return kept


def lines_of_json(records: list[dict[str, Any]]) -> str:
    """A JSON list, one record a line."""
    return "[\n" + ",\n".join(map(draw_region.compact, records)) + "\n]\n"


def gazetteer_text(rows: list[GazetteerRow]) -> str:
    """The gazetteer as CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields(GazetteerRow)])
    writer.writerows(astuple(row) for row in rows)
    return text.getvalue()


def derive(source: Source) -> dict[Path, str]:
    """Everything derived: file and its text."""
    municipalities = build_municipalities(source)
    gazetteer = build_gazetteer(source)
    towns = {row["NATCODE"] for row in source.names if row["place_type"] == TOWN}
    labels = draw_region.build_labels(municipalities, towns, gazetteer, source.lakes)
    basemap = draw_region.build_basemap(
        municipalities, source.lakes, source.roads, source.railways, source.builtup, labels
    )
    outline = draw_region.build_outline(municipalities, source.lakes)
    return {
        DATA / "municipalities.json": lines_of_json(municipalities),
        DATA / "gazetteer.csv": gazetteer_text(gazetteer),
        DATA / "lipas-paijat-hame.json": lines_of_json(build_facilities(source)),
        DATA / "region_outline.json": draw_region.compact(outline) + "\n",
        BASEMAP: draw_region.compact(basemap) + "\n",
    }


def main() -> int:
    """Derive and write everything; non-zero when the basemap is too heavy."""
    parser = argparse.ArgumentParser(description="Derive the region's data and drawings.")
    parser.add_argument("source", type=Path, help="folder with the open data")
    arguments = parser.parse_args()
    for path, text in derive(Source(arguments.source)).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        size = len(text.encode())
        zipped = len(gzip.compress(text.encode(), mtime=0))
        print(f"{path.relative_to(ROOT)}: {size / 1000:.1f} kB, gzipped {zipped / 1000:.1f} kB")
        if path == BASEMAP and zipped > BASEMAP_LIMIT:
            print(f"the basemap is above {BASEMAP_LIMIT / 1000:.0f} kB gzipped", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
