"""The shipped data is whole, and the scripts that derive it do what they say."""

import csv
import gzip
import importlib
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from shapely.geometry import Point, Polygon, shape

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "servicemap" / "data"
BASEMAP = ROOT / "site" / "static" / "map" / "basemap.json"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CENTRES = {"398", "098", "111", "560", "016", "576", "081", "781", "316", "142"}


def read_json(path: Path) -> Any:
    """A shipped JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def categories() -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = read_json(DATA / "categories.json")
    return nodes


@pytest.fixture(scope="module")
def registers() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((DATA / "registers.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def basemap() -> dict[str, Any]:
    document: dict[str, Any] = read_json(BASEMAP)
    return document


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (DATA / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class TestCategories:
    """The category tree."""

    def test_slugs_are_unique_and_plain(self, categories: list[dict[str, Any]]) -> None:
        slugs = [node["slug"] for node in categories]
        assert len(slugs) == len(set(slugs))
        assert [slug for slug in slugs if not SLUG.fullmatch(slug)] == []

    def test_every_parent_comes_before_its_children(self, categories: list[dict[str, Any]]) -> None:
        seen: set[str | None] = {None}
        for node in categories:
            assert node["parent"] in seen, node
            seen.add(node["slug"])

    def test_the_order_is_pre_order(self, categories: list[dict[str, Any]]) -> None:
        path: list[str] = []
        for node in categories:
            while path and path[-1] != node["parent"]:
                path.pop()
            assert (path[-1] if path else None) == node["parent"], node
            path.append(node["slug"])
            assert len(path) <= 4, node

    def test_every_node_has_finnish_and_english_names(
        self, categories: list[dict[str, Any]]
    ) -> None:
        assert [node for node in categories if not node["name"] or not node["name_en"]] == []

    def test_few_nodes_lack_a_swedish_name(self, categories: list[dict[str, Any]]) -> None:
        lacking = {node["slug"] for node in categories if not node["name_sv"]}
        assert lacking == {"judo", "moottoripyorien-korjaaminen"}

    def test_a_child_never_repeats_its_parent(self, categories: list[dict[str, Any]]) -> None:
        names = {node["slug"]: node["name"] for node in categories}
        repeating = [n for n in categories if n["parent"] and names[n["parent"]] == n["name"]]
        assert repeating == []

    def test_the_roots_are_the_ten_topics(self, categories: list[dict[str, Any]]) -> None:
        assert [node["slug"] for node in categories if node["parent"] is None] == [
            "liikunta-ja-ulkoilu",
            "kulttuuri-ja-taide",
            "kadentaidot-ja-ruoka",
            "luonto-ja-elaimet",
            "hyvinvointi-ja-vertaistuki",
            "yhteiso-ja-vapaaehtoisuus",
            "oppiminen-ja-kielet",
            "pelit-tiede-ja-tekniikka",
            "yhteiskunta-ja-vaikuttaminen",
            "tilat-ja-kokoontuminen",
        ]

    def test_codes_are_unique_in_their_scheme(self, categories: list[dict[str, Any]]) -> None:
        codes = [(node["scheme"], node["code"]) for node in categories if node["code"]]
        assert len(codes) == len(set(codes))

    def test_all_nine_purpose_classes_are_there(self, categories: list[dict[str, Any]]) -> None:
        codes = {node["code"] for node in categories if node["scheme"] == "prh"}
        assert codes == set("123456789")

    @pytest.mark.parametrize(
        ("code", "slug"),
        [
            ("301", "laavu-kota-tai-kammi"),
            ("1130", "ulkokuntoilupaikka"),
            ("2150", "liikuntasali-2150"),
            ("3110", "uimahalli"),
            ("4405", "retkeilyreitti"),
            ("7000", "huoltorakennukset"),
        ],
    )
    def test_a_facility_type_is_found_by_its_code(
        self, categories: list[dict[str, Any]], code: str, slug: str
    ) -> None:
        found = [n["slug"] for n in categories if n["scheme"] == "lipas" and n["code"] == code]
        assert found == [slug]

    def test_search_terms_are_words_without_blanks_around_them(
        self, categories: list[dict[str, Any]]
    ) -> None:
        for node in categories:
            terms = node["search_terms"]
            assert len(terms) == len(set(terms)), node
            assert all(term and term == term.strip() for term in terms), node

    def test_everyday_words_lead_to_their_category(self, categories: list[dict[str, Any]]) -> None:
        by_slug = {node["slug"]: node for node in categories}
        assert "sähly" in by_slug["salibandy"]["search_terms"]
        assert "nuotiopaikka" in by_slug["ruoanlaitto-tulentekopaikka"]["search_terms"]
        assert "vesivärimaalaus" in by_slug["akvarellimaalaus"]["search_terms"]


class TestRegisters:
    """Target groups, themes and accessibility features."""

    @pytest.mark.parametrize(
        ("register", "count"), [("target_group", 12), ("theme", 4), ("accessibility", 11)]
    )
    def test_a_register_is_complete_in_three_languages(
        self, registers: dict[str, list[dict[str, str]]], register: str, count: int
    ) -> None:
        entries = registers[register]
        assert len({entry["slug"] for entry in entries}) == len(entries) == count
        for entry in entries:
            assert SLUG.fullmatch(entry["slug"])
            assert entry["name"]
            assert entry["name_sv"]
            assert entry["name_en"]

    def test_each_theme_is_described_in_one_sentence(
        self, registers: dict[str, list[dict[str, str]]]
    ) -> None:
        for theme in registers["theme"]:
            for field in ("description", "description_sv", "description_en"):
                assert theme[field].endswith(".")
                assert theme[field].count(".") == 1


class TestGazetteer:
    """Places by name."""

    def test_columns_and_kinds(self, rows: list[dict[str, str]]) -> None:
        columns = ["kind", "name", "name_sv", "code", "municipality", "latitude", "longitude"]
        assert list(rows[0]) == columns
        assert {row["kind"] for row in rows} == {"postcode", "village", "district", "lake"}

    def test_no_place_is_listed_twice(self, rows: list[dict[str, str]]) -> None:
        keys = [(row["kind"], row["code"]) for row in rows]
        assert len(keys) == len(set(keys))
        assert all(row["code"] and row["name"] for row in rows)

    def test_postcode_names_are_not_shouted(self, rows: list[dict[str, str]]) -> None:
        names = {row["code"]: row["name"] for row in rows if row["kind"] == "postcode"}
        assert names["15110"] == "Lahti"
        assert names["16710"] == "Hollola kk"
        assert names["47310"] == "Haapa-Kimola"
        assert all(re.fullmatch(r"\d{5}", code) for code in names)

    def test_known_places_are_of_the_right_kind(self, rows: list[dict[str, str]]) -> None:
        kinds = {row["name"]: row["kind"] for row in rows if row["kind"] != "postcode"}
        assert kinds["Vääksy"] == kinds["Kausala"] == kinds["Salpakangas"] == "village"
        assert kinds["Nastola"] == kinds["Ahtiala"] == "district"
        assert kinds["Päijänne"] == kinds["Vesijärvi"] == "lake"
        assert "Pulkkilanharju" not in kinds

    def test_a_great_lake_belongs_to_no_single_municipality(
        self, rows: list[dict[str, str]]
    ) -> None:
        lakes = {row["name"]: row["municipality"] for row in rows if row["kind"] == "lake"}
        assert lakes["Päijänne"] == lakes["Vesijärvi"] == ""
        assert lakes["Vesijako"] == "576"


class TestDrawings:
    """The basemap and the outline picture."""

    def test_the_basemap_is_light(self) -> None:
        assert len(gzip.compress(BASEMAP.read_bytes())) <= 120_000

    def test_the_basemap_has_its_layers_and_sources(self, basemap: dict[str, Any]) -> None:
        assert set(basemap["layers"]) == {
            "municipalities",
            "builtup",
            "lakes",
            "railways",
            "roads",
            "labels",
        }
        assert all(layer["features"] for layer in basemap["layers"].values())
        assert any("Maanmittauslaitoksen" in line for line in basemap["attribution"])

    def test_every_shape_is_valid_and_near_the_region(self, basemap: dict[str, Any]) -> None:
        west, south, east, north = basemap["bounds"]
        frame = Polygon.from_bounds(west, south, east, north).buffer(0.05)
        for name, layer in basemap["layers"].items():
            for feature in layer["features"]:
                geometry = shape(feature["geometry"])
                assert geometry.is_valid, (name, feature["properties"])
                assert frame.covers(geometry), (name, feature["properties"])

    def test_municipal_outlines_carry_code_and_name(self, basemap: dict[str, Any]) -> None:
        records = [f["properties"] for f in basemap["layers"]["municipalities"]["features"]]
        assert {record["code"] for record in records} == CENTRES
        assert all(record["name"] for record in records)

    def test_islands_are_land(self, basemap: dict[str, Any]) -> None:
        island = Point(25.3776, 61.4215)  # Virmailansaari in lake Päijänne
        lakes = [shape(f["geometry"]) for f in basemap["layers"]["lakes"]["features"]]
        assert not any(lake.covers(island) for lake in lakes)
        assert any(lake.covers(Point(25.37911, 61.50811)) for lake in lakes)

    def test_roads_have_a_class_and_a_number(self, basemap: dict[str, Any]) -> None:
        roads = [f["properties"] for f in basemap["layers"]["roads"]["features"]]
        assert {road["class"] for road in roads} == {"highway", "main", "regional"}
        assert {"class": "highway", "number": 12} in roads

    def test_towns_and_great_lakes_are_labelled_first(self, basemap: dict[str, Any]) -> None:
        labels = [f["properties"] for f in basemap["layers"]["labels"]["features"]]
        assert [label["rank"] for label in labels] == sorted(label["rank"] for label in labels)
        first = {label["name"] for label in labels if label["rank"] == 1}
        assert {"Lahti", "Heinola", "Orimattila", "Päijänne", "Vesijärvi"} <= first

    def test_the_outline_picture_is_small_and_its_centres_lie_inside(self) -> None:
        path = DATA / "region_outline.json"
        assert path.stat().st_size <= 25_000
        picture = read_json(path)
        assert {record["code"] for record in picture["municipalities"]} == CENTRES
        assert picture["view_box"] == f"0 0 {picture['width']} {picture['height']}"
        for record in picture["municipalities"]:
            assert 0 < record["x"] < picture["width"]
            assert 0 < record["y"] < picture["height"]
            assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", record["path"])
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", picture["lakes"])


def test_the_demo_facilities_are_lipas_v1_without_contact_data() -> None:
    sites = read_json(DATA / "lipas-paijat-hame.json")
    assert len({site["sportsPlaceId"] for site in sites}) == len(sites) == 23
    for site in sites:
        assert site["name"] == site["name"].strip() != ""
        assert isinstance(site["type"]["typeCode"], int)
        assert set(site["location"]["coordinates"]["wgs84"]) == {"lon", "lat"}
        assert f"{site['location']['city']['cityCode']:03}" in CENTRES
        assert not {"email", "phoneNumber"} & set(site)


class TestScripts:
    """The deriving scripts, on small input made by hand."""

    @pytest.fixture
    def derive_categories(self, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
        monkeypatch.syspath_prepend(ROOT / "scripts")
        return importlib.import_module("derive_categories")

    @pytest.fixture
    def draw_region(self, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
        monkeypatch.syspath_prepend(ROOT / "scripts")
        return importlib.import_module("draw_region")

    @pytest.mark.parametrize(
        ("label", "slug"),
        [
            ("Käsityö", "kasityo"),
            ("Lähi-/ulkoilupuisto", "lahi-ulkoilupuisto"),
            ("Pelit, leikit ja huvit", "pelit-leikit-ja-huvit"),
            ("Kalastuskohde (alue)", "kalastuskohde-alue"),
            ("Åländska", "alandska"),
        ],
    )
    def test_a_label_becomes_a_slug(
        self, derive_categories: ModuleType, label: str, slug: str
    ) -> None:
        assert derive_categories.slugify(label) == slug

    def test_a_node_too_deep_moves_up_to_the_last_level_with_room(
        self, derive_categories: ModuleType
    ) -> None:
        tree = derive_categories.Tree()
        parent = None
        for slug in "abcde":
            tree.add(derive_categories.Node(slug, parent, "topic", "", slug, slug, slug))
            parent = slug
        assert [(node.slug, node.parent) for node in tree.in_pre_order()] == [
            ("a", None),
            ("b", "a"),
            ("c", "b"),
            ("d", "c"),
            ("e", "c"),
        ]

    def test_a_slug_taken_twice_is_refused(self, derive_categories: ModuleType) -> None:
        tree = derive_categories.Tree()
        tree.add(derive_categories.Node("a", None, "topic", "", "A", "A", "A"))
        with pytest.raises(derive_categories.SourceError, match="'a' is taken twice"):
            tree.add(derive_categories.Node("a", None, "topic", "", "A", "A", "A"))

    def test_a_facility_type_of_a_taken_name_gets_its_code(
        self, derive_categories: ModuleType
    ) -> None:
        tree = derive_categories.Tree()
        tree.add(derive_categories.Node("sali", None, "topic", "", "Sali", "Sal", "Hall"))
        labels = {"fi": "Sali", "en": "Hall"}
        added = derive_categories.add_lipas_class(tree, "sali", "2150", labels, "Sal", ())
        assert added == "sali-2150"

    def test_an_island_listed_as_water_is_no_water(self, draw_region: ModuleType) -> None:
        shore = [(0, 0), (10, 0), (10, 10), (0, 10)]
        island = [(4, 4), (6, 4), (6, 6), (4, 6)]
        lake = Polygon(shore, [island])
        pond = Polygon([(4.5, 4.5), (5, 4.5), (5, 5), (4.5, 5)])
        waters = [({"name": "lake"}, lake), ({}, Polygon(island)), ({"name": "pond"}, pond)]
        kept = [record.get("name") for record, _ in draw_region.without_islands(waters)]
        assert kept == ["lake", "pond"]

    def test_a_shape_becomes_a_relative_svg_path(self, draw_region: ModuleType) -> None:
        square = Polygon([(1, 1), (5, 1), (5, 4.2), (1, 4)])
        assert draw_region.svg_path(square) == "M1 1l4 0 0 3-4 0z"
