"""LIPAS and GeoJSON files: what the readers make of them, without a database."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from servicemap.exchange import geojson, lipas
from servicemap.exchange.rows import BrokenFileError, ListingRow, RowError
from tests.servicemap.importing import DATA, broken, write


def test_lipas_v1() -> None:
    shelter, area = [
        item for item in lipas.read(DATA / "lipas-v1.json") if isinstance(item, ListingRow)
    ]
    assert shelter.source_id == "900001"
    assert shelter.values == {
        "name": "Mallilan laavu",
        "description": "Laavu järven rannalla.\nPolttopuut paikalla.",
        "keywords": ["Mallilaavu"],
        "categories": ["lipas:301"],
        "website": "https://www.laavu.example/mallila",
        "email": "",
        "phone": "",
        "street_address": "",
        "postal_code": "15880",
        "municipality": "098",
        "locality": "Hollola",
        "price": "free",
        "booking_url": "",
        "operator": "Valtio",
        "equipment": "Käymälä",
        "area_m2": None,
        "point": [61.05, 25.5],
        "geometry": None,
    }
    assert area.values["operator"] == "Kunnan liikuntatoimi"
    assert area.values["area_m2"] == 1200
    assert area.values["geometry"]["type"] == "Polygon"
    latitude, longitude = area.values["point"]
    assert 62.20 < latitude < 62.22
    assert 25.70 < longitude < 25.72


def test_lipas_v2() -> None:
    track, closed = list(lipas.read(DATA / "lipas-v2.json"))
    assert isinstance(track, ListingRow)
    assert track.source_id == "900003"
    assert track.values["name_sv"] == "Mallila skidspår"
    assert track.values["description"] == "Valaistu perinteisen latu."
    assert track.values["price"] == "free"
    assert track.values["municipality"] == "398"
    assert track.values["operator"] == "Kunnan liikuntatoimi"
    assert track.values["equipment"] == "Valaistus"
    assert track.values["email"] == "liikunta@mallila.example"
    assert track.values["booking_url"] == "https://latu.example/varaa"
    assert track.values["geometry"] == {
        "type": "MultiLineString",
        "coordinates": [
            [[25.6, 60.99], [25.61, 60.995]],
            [[25.61, 60.995], [25.62, 61.0]],
        ],
    }
    assert isinstance(closed, RowError)
    assert (closed.line, closed.record_id, closed.field) == (2, "900004", "status")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sportsPlaceId": None}, "id"),
        ({"sportsPlaceId": "abc"}, "id"),
        ({"name": ""}, "name"),
        ({"name": {"fi": "x"}}, "name"),
        ({"type": {}}, "type"),
        ({"type": {"typeCode": True}}, "type"),
        ({"location": None}, "location"),
        ({"location": {"geometries": {"type": "FeatureCollection"}}}, "geometries"),
        ({"location": {"coordinates": {"wgs84": {"lon": 25.5}}}}, "wgs84"),
        ({"location": {"coordinates": {"wgs84": {"lon": 419643, "lat": 6762951}}}}, "wgs84"),
    ],
)
def test_lipas_refuses_the_field(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    site = json.loads((DATA / "lipas-v1.json").read_text(encoding="utf-8"))[0]
    path = write(tmp_path, json.dumps([{**site, **change}, site]), "sites.json")
    error, good = list(lipas.read(path))
    assert isinstance(error, RowError)
    assert (error.line, error.field) == (1, field)
    assert isinstance(good, ListingRow)


KEYS = (
    *("type", "features", "geometry", "geometries", "coordinates", "properties", "crs", "name"),
    *("id", "kind", "items", "sportsPlaceId", "lipas-id", "typeCode", "www", "postalCode"),
    *("location", "city", "city-code", "cityCode", "wgs84", "lon", "lat"),
)
JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=9),
        st.sampled_from(["Feature", "FeatureCollection", "Point", "Polygon", "facility", "\ud800"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=25,
)


@effort(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(document=JSON, geometry=JSON)
def test_no_json_makes_the_readers_crash(tmp_path: Path, document: Any, geometry: Any) -> None:
    site = {"sportsPlaceId": 1, "name": "Malli", "type": {"typeCode": 301}}
    feature = {"type": "Feature", "properties": {"kind": "facility", "name": "Malli"}}
    collection = features(document, {**feature, "geometry": geometry})
    for reader, text in (
        (lipas, json.dumps(document)),
        (lipas, json.dumps([document, {**site, "location": {"geometries": geometry}}])),
        (geojson, json.dumps(document)),
        (geojson, collection),
    ):
        path = write(tmp_path, text, "any.json")
        with contextlib.suppress(BrokenFileError):
            assert all(isinstance(item, ListingRow | RowError) for item in reader.read(path))


def test_lipas_record_that_is_no_site_is_refused(tmp_path: Path) -> None:
    items = list(lipas.read(write(tmp_path, '[1, null, "x", []]', "sites.json")))
    assert [item.line for item in items if isinstance(item, RowError)] == [1, 2, 3, 4]


@pytest.mark.parametrize("reader", [lipas, geojson])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[{"a": 1},\n {"b": ', (2, 8)),
        ("", (1, 1)),
        ("[NaN]", (None, None)),
        ("[" * 100_000, (None, None)),
        ('{"items": 5}', (None, None)),
        ("17", (None, None)),
    ],
)
def test_broken_json_tells_the_line_and_the_column(
    tmp_path: Path, reader: Any, text: str, place: tuple[int | None, int | None]
) -> None:
    error = broken(reader, write(tmp_path, text, "sites.json"))
    assert (error.line, error.column) == place


def test_geojson() -> None:
    items = list(geojson.read(DATA / "listings.geojson"))
    park, friends, games, walk, wrong = items
    assert isinstance(park, ListingRow)
    assert park.values["geometry"]["type"] == "Polygon"
    assert park.values["point"] == [60.985, 25.66]
    assert park.values["keywords"] == ["puisto", "nurmikko"]
    assert isinstance(friends, ListingRow)
    assert friends.source_id == "7"
    assert "point" not in friends.values
    assert isinstance(games, ListingRow)
    assert games.values["point"] == [60.985, 25.66]
    assert "geometry" not in games.values
    assert isinstance(walk, RowError)
    assert (walk.line, walk.record_id, walk.field) == (4, "g-4", "geometry")
    assert isinstance(wrong, RowError)
    assert (wrong.line, wrong.record_id, wrong.field) == (5, "g-5", "geometry")


def features(*items: Any, **members: Any) -> str:
    """Return a FeatureCollection as text."""
    return json.dumps({"type": "FeatureCollection", "features": list(items), **members})


def test_geojson_in_another_coordinate_system_is_refused(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3067"}}
    assert "3067" in broken(geojson, write(tmp_path, features(crs=crs), "a.geojson")).reason


def test_geojson_names_unknown_properties(tmp_path: Path) -> None:
    feature = {"type": "Feature", "geometry": None, "properties": {"color": 1, "size": 2}}
    reason = broken(geojson, write(tmp_path, features(feature), "a.geojson")).reason
    assert "color, size" in reason


@pytest.mark.parametrize(
    ("feature", "field"),
    [
        (5, "type"),
        ({"type": "Point"}, "type"),
        ({"type": "Feature", "properties": {"kind": "facility", "name": True}}, "name"),
        ({"type": "Feature", "properties": {"name": "Talo"}}, "kind"),
        (
            {
                "type": "Feature",
                "properties": {"kind": "facility", "name": "Talo", "latitude": 1, "longitude": 2},
                "geometry": {"type": "Point", "coordinates": [25, 61]},
            },
            "latitude",
        ),
        (
            {
                "type": "Feature",
                "properties": {"kind": "facility", "name": "Talo"},
                "geometry": {"type": "Polygon", "coordinates": [[[25, 61], [26, 61]]]},
            },
            "geometry",
        ),
    ],
)
def test_geojson_refuses_the_field(tmp_path: Path, feature: Any, field: str) -> None:
    (error,) = list(geojson.read(write(tmp_path, features(feature), "a.geojson")))
    assert isinstance(error, RowError)
    assert (error.line, error.field) == (1, field)
