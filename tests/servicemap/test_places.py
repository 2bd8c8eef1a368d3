"""A point finds its municipality, exactly at the borders too."""

import csv
import math
from pathlib import Path

import pytest
from shapely.geometry import shape
from shapely.ops import unary_union

from servicemap import places

GAZETTEER = Path(places.__file__).with_name("data") / "gazetteer.csv"
MUNICIPALITIES = {
    "Lahti": "398",
    "Hollola": "098",
    "Heinola": "111",
    "Orimattila": "560",
    "Asikkala": "016",
    "Padasjoki": "576",
    "Hartola": "081",
    "Sysmä": "781",
    "Kärkölä": "316",
    "Iitti": "142",
}


def gazetteer(*kinds: str) -> list[dict[str, str]]:
    """The shipped gazetteer's rows of some kinds."""
    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] in kinds]


def found_at(row: dict[str, str]) -> str | None:
    """The municipality at a gazetteer row's point."""
    return places.municipality_at(float(row["latitude"]), float(row["longitude"]))


def test_the_register_has_the_ten_municipalities_with_their_codes() -> None:
    register = {area.name: area.code for area in places.load_municipalities()}
    assert register == MUNICIPALITIES


def test_swedish_names_are_the_established_ones() -> None:
    swedish = {area.name: area.name_sv for area in places.load_municipalities()}
    assert swedish["Lahti"] == "Lahtis"
    assert swedish["Hartola"] == "Gustav Adolfs"
    assert swedish["Iitti"] == "Itis"
    assert swedish["Hollola"] == "Hollola"


@pytest.mark.parametrize("area", places.load_municipalities(), ids=lambda area: area.slug)
def test_a_municipal_centre_lies_in_its_municipality(area: places.MunicipalityArea) -> None:
    assert places.municipality_at(area.latitude, area.longitude) == area.code
    west, south, east, north = area.bounds
    assert west < area.longitude < east
    assert south < area.latitude < north


@pytest.mark.parametrize(
    ("latitude", "longitude", "name"),
    [
        (60.98393, 25.65613, "Lahti"),  # the market square
        (61.05385, 25.43780, "Hollola"),  # the medieval church
        (61.20283, 26.03234, "Heinola"),  # the town centre
        (60.80452, 25.72980, "Orimattila"),  # the town centre
        (61.17280, 25.54970, "Asikkala"),  # the canal of Vääksy
    ],
)
def test_well_known_spots_are_where_everybody_knows_them_to_be(
    latitude: float, longitude: float, name: str
) -> None:
    assert places.municipality_at(latitude, longitude) == MUNICIPALITIES[name]


def test_every_postcode_point_resolves_to_its_municipality() -> None:
    postcodes = gazetteer("postcode")
    assert len(postcodes) == 120
    wrong = [
        row for row in postcodes if row["municipality"] and found_at(row) != row["municipality"]
    ]
    assert wrong == []


def test_postcodes_that_cross_a_border_have_no_municipality_but_their_points_do() -> None:
    crossing = {
        row["code"]: found_at(row) for row in gazetteer("postcode") if not row["municipality"]
    }
    assert crossing == {
        "15230": "098",
        "15700": "098",
        "15820": "098",
        "16100": "142",
        "45740": "142",
        "52980": "111",
    }


def test_every_village_and_district_resolves_to_its_municipality() -> None:
    settlements = gazetteer("village", "district")
    assert len(settlements) > 150
    assert [row for row in settlements if found_at(row) != row["municipality"]] == []


def test_a_lake_of_one_municipality_resolves_to_it() -> None:
    lakes = [row for row in gazetteer("lake") if row["municipality"]]
    assert lakes
    assert [row for row in lakes if found_at(row) != row["municipality"]] == []


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (60.1699, 24.9384),  # Helsinki
        (61.4981, 23.7608),  # Tampere
        (59.9, 25.5),  # the Gulf of Finland
        (0.0, 0.0),
        (-61.0, 25.6),
        (60.9827, -25.6612),
        (90.0, 180.0),
    ],
)
def test_a_point_outside_the_region_has_no_municipality(latitude: float, longitude: float) -> None:
    assert places.municipality_at(latitude, longitude) is None


def test_a_point_on_a_shared_border_belongs_to_the_lowest_code_of_its_neighbours() -> None:
    areas = {area.code: shape(area.outline) for area in places.load_municipalities()}
    shared = 0
    for code, area in areas.items():
        for longitude, latitude in area.exterior.coords:
            neighbours = [
                other
                for other, outline in areas.items()
                if (longitude, latitude) in outline.exterior.coords
            ]
            shared += len(neighbours) > 1
            assert code in neighbours
            assert places.municipality_at(latitude, longitude) == min(neighbours)
    assert shared > 300


def test_both_sides_of_a_border_are_told_apart_to_the_accuracy_of_the_data() -> None:
    areas = {area.code: shape(area.outline) for area in places.load_municipalities()}
    border = areas["398"].intersection(areas["098"])
    segment = max(border.geoms, key=lambda line: line.length)
    (x1, y1), (x2, y2) = segment.coords[0], segment.coords[-1]
    length = math.hypot(x2 - x1, y2 - y1)
    step_x, step_y = -(y2 - y1) / length * 0.0001, (x2 - x1) / length * 0.0001
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    sides = [
        places.municipality_at(y + step_y, x + step_x),
        places.municipality_at(y - step_y, x - step_x),
    ]
    assert sorted(map(str, sides)) == ["098", "398"]


def test_a_point_just_outside_the_region_snaps_and_one_further_out_does_not() -> None:
    areas = {area.code: shape(area.outline) for area in places.load_municipalities()}
    region = unary_union(list(areas.values()))
    outer = max(region.exterior.coords, key=lambda vertex: vertex[1])
    longitude, latitude = outer
    assert places.municipality_at(latitude + 0.00009, longitude) == "081"
    assert places.municipality_at(latitude + 0.00011, longitude) is None


def test_the_municipalities_cover_the_region_without_gap_or_overlap() -> None:
    areas = [shape(area.outline) for area in places.load_municipalities()]
    region = unary_union(areas)
    assert region.geom_type == "Polygon"
    assert not region.interiors
    assert sum(area.area for area in areas) == pytest.approx(region.area, abs=1e-9)


def test_region_bounds_hold_every_outline() -> None:
    bounds = places.region_bounds()
    region = unary_union([shape(area.outline) for area in places.load_municipalities()])
    assert tuple(bounds) == region.bounds
    assert bounds.west < bounds.east
    assert bounds.south < bounds.north


@pytest.mark.parametrize("latitude", [90.01, -90.01, math.nan, math.inf, "61.0", None, True])
def test_a_latitude_that_cannot_be_is_named_in_the_error(latitude: float) -> None:
    with pytest.raises(ValueError, match=r"^latitude must"):
        places.municipality_at(latitude, 25.6)


@pytest.mark.parametrize("longitude", [180.01, -180.01, math.nan, -math.inf, "25.6", None])
def test_a_longitude_that_cannot_be_is_named_in_the_error(longitude: float) -> None:
    with pytest.raises(ValueError, match=r"^longitude must"):
        places.municipality_at(61.0, longitude)
