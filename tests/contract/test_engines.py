"""What every search engine must do alike."""

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone

from search.engines.base import BoundingBox, Period, Point, SearchEngine, SearchRequest, Sort
from search.query import parse
from tests.contract.conftest import document, found, in_days, mapped

LAHTI = {"latitude": 60.9827, "longitude": 25.6612}
HEINOLA = {"latitude": 61.2028, "longitude": 26.0319}
HARTOLA = {"latitude": 61.5797, "longitude": 26.0164}


def ids(engine: SearchEngine, **request: object) -> list[int]:
    """The found ids in their order."""
    return [hit.object_id for hit in found(engine, **request).hits]  # type: ignore[arg-type]


def test_an_empty_index_answers(engine: SearchEngine) -> None:
    response = found(engine, text="mitä vain")
    assert (response.total, response.unlocated, response.hits) == (0, 0, ())
    shown = mapped(engine, 9)
    assert (shown.total, shown.clusters, shown.points) == (0, (), ())


def test_no_words_find_everything_by_name_in_finnish_order(engine: SearchEngine) -> None:
    names = ["Öljyväri", "zumba", "Aikido", "Älypelit", "Åland-kerho"]
    engine.update(document(number, name) for number, name in enumerate(names))
    assert ids(engine) == [2, 1, 4, 3, 0]


def test_all_words_must_be_found(engine: SearchEngine) -> None:
    engine.update([document(1, "Kuoro", summary="Lahti"), document(2, "Kuoro", summary="Sysmä")])
    assert ids(engine, text="kuoro sysmä") == [2]


def test_one_word_is_enough_when_the_query_says_so(engine: SearchEngine) -> None:
    engine.update([document(1, "Kuoro"), document(2, "Jumppa"), document(3, "Sauna")])
    assert ids(engine, text="kuoro jumppa") == []
    query = replace(parse("kuoro jumppa"), any_word=True)
    hits = engine.search(SearchRequest(), query).hits
    assert {hit.object_id for hit in hits} == {1, 2}


def test_filters_never_let_strangers_in(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, "Kuoro Lahti", facets={"price": ["fee"]}),
            document(2, "Kuoro", facets={"price": ["free"]}),
        ]
    )
    assert ids(engine, text="kuoro lahti", selected={"price": ("free",)}) == []


def test_the_name_counts_most(engine: SearchEngine) -> None:
    engine.update([document(1, "Ilta", summary="Shakki ja kahvit"), document(2, "Shakki")])
    assert ids(engine, text="shakki") == [2, 1]


def test_a_long_name_still_counts_more_than_a_short_text(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, "Talo", keywords="uimahalli"),
            document(2, "Jyrängön iloinen uimahalli", summary="Paljon muutakin tekstiä. " * 9),
        ]
    )
    assert ids(engine, text="uimahallissa") == [2, 1]


def test_what_holds_no_word_finds_nothing(engine: SearchEngine) -> None:
    engine.update([document(1, "Kuoro", **LAHTI)])
    for text in ("!!!", '"', "🙂"):
        response = found(engine, text=text)
        assert (response.total, response.hits) == (0, ())
        assert mapped(engine, 9, text=text).total == 0
    assert ids(engine, text="  ") == [1]


def test_a_part_of_a_compound_counts_less_than_the_word(engine: SearchEngine) -> None:
    engine.update([document(1, "Lastenkuoro"), document(2, "Kuoro")])
    assert ids(engine, text="kuorossa") == [2, 1]


def test_a_compound_is_found_in_its_parts_in_a_name(engine: SearchEngine) -> None:
    engine.update([document(1, "Uima- ja jäähalli"), document(2, "Jäähalli")])
    assert ids(engine, text="uimahalli") == [1]


@pytest.mark.parametrize(
    "text", ['"', "AND", "NEAR(a b)", "name:x", "*", "^", "a*", "(", "-x", "'"]
)
def test_operators_are_only_words(engine: SearchEngine, text: str) -> None:
    engine.update([document(1, "Kuoro")])
    found(engine, text=text)


def test_values_of_one_facet_widen_and_facets_narrow(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, facets={"municipality": ["398"], "price": ["free"]}),
            document(2, facets={"municipality": ["098"], "price": ["free"]}),
            document(3, facets={"municipality": ["398"], "price": ["fee"]}),
        ]
    )
    assert set(ids(engine, selected={"municipality": ("398", "098")})) == {1, 2, 3}
    assert ids(engine, selected={"municipality": ("398",), "price": ("free",)}) == [1]


def test_accessibility_narrows_with_each_value(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, facets={"accessibility": ["hissi", "esteeton-wc"]}),
            document(2, facets={"accessibility": ["hissi"]}),
        ]
    )
    assert ids(engine, selected={"accessibility": ("hissi", "esteeton-wc")}) == [1]


def test_a_facets_own_counts_ignore_its_own_choice(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, facets={"municipality": ["398"], "price": ["free"]}),
            document(2, facets={"municipality": ["098"], "price": ["free"]}),
            document(3, facets={"municipality": ["398"], "price": ["fee"]}),
        ]
    )
    facets = found(engine, selected={"municipality": ("398",)}).facets
    assert facets["municipality"] == {"398": 2, "098": 1}
    assert facets["price"] == {"free": 1, "fee": 1}


def test_the_box_includes_its_edges(engine: SearchEngine) -> None:
    engine.update([document(1, **LAHTI), document(2, **HEINOLA), document(3)])
    box = BoundingBox(25.0, 60.5, LAHTI["longitude"], LAHTI["latitude"])
    assert ids(engine, bbox=box) == [1]


def test_near_gives_distances_and_a_radius_limits(engine: SearchEngine) -> None:
    engine.update(
        [document(1, **HEINOLA), document(2, **LAHTI), document(3), document(4, **HARTOLA)]
    )
    near = Point(**LAHTI)
    response = found(engine, near=near, sort=Sort.DISTANCE)
    assert [hit.object_id for hit in response.hits] == [2, 1, 4, 3]
    distances = [hit.distance_m for hit in response.hits]
    assert distances[0] == pytest.approx(0, abs=1)
    assert distances[1] == pytest.approx(31_600, rel=0.01)
    assert distances[3] is None
    assert ids(engine, near=near, radius=40_000.0, sort=Sort.DISTANCE) == [2, 1]


def test_at_one_distance_the_better_match_comes_first(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, "Alkeiskurssi", summary="Kurssi uimahallissa.", **LAHTI),
            document(2, "Uimahalli", kind="facility", **LAHTI),
        ]
    )
    response = found(engine, text="uimahalli", near=Point(**LAHTI), sort=Sort.DISTANCE)
    assert [hit.object_id for hit in response.hits] == [2, 1]


def test_sorting(engine: SearchEngine) -> None:
    now = timezone.now()
    engine.update(
        [
            document(1, "C", updated_at=now, occurrences=(in_days(5),)),
            document(2, "A", updated_at=now - datetime.timedelta(days=2)),
            document(
                3, "B", updated_at=now - datetime.timedelta(days=1), occurrences=(in_days(2),)
            ),
        ]
    )
    assert ids(engine, sort=Sort.NAME) == [2, 3, 1]
    assert ids(engine, sort=Sort.UPDATED) == [1, 3, 2]
    assert ids(engine, sort=Sort.NEXT) == [3, 1, 2]


def test_a_period_finds_what_takes_place_in_it(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, occurrences=(in_days(1), in_days(8))),
            document(2, occurrences=(in_days(4),)),
            document(3),
        ]
    )
    now = timezone.now()
    week = Period(now + datetime.timedelta(days=3), now + datetime.timedelta(days=9))
    response = found(engine, period=week, sort=Sort.NEXT)
    assert [hit.object_id for hit in response.hits] == [2, 1]
    assert response.hits[1].next_occurrence == pytest.approx(
        in_days(8)[0], abs=datetime.timedelta(minutes=1)
    )


def test_what_is_over_is_not_next(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, occurrences=(in_days(-2), in_days(3))),
            document(2, occurrences=(in_days(-1),)),
        ]
    )
    today = Period(timezone.now() - datetime.timedelta(days=5), timezone.now())
    assert ids(engine, period=today) == []
    hits = {hit.object_id: hit.next_occurrence for hit in found(engine).hits}
    assert hits[1] is not None
    assert hits[1] > timezone.now()
    assert hits[2] is None


def test_pages_follow_each_other_without_gap_or_overlap(engine: SearchEngine) -> None:
    engine.update(document(number, "Sama") for number in range(25))
    pages = [ids(engine, page=page, size=10) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert sorted(number for page in pages for number in page) == list(range(25))


def test_updating_replaces_and_removing_takes_out(engine: SearchEngine) -> None:
    engine.update([document(1, "Kuoro"), document(1, "Sauna", kind="facility")])
    engine.update([document(1, "Jumppa")])
    assert ids(engine, text="kuoro") == []
    assert ids(engine, text="jumppa") == [1]
    engine.remove([("activity", 1), ("activity", 99)])
    assert engine.keys() == {("facility", 1)}
    assert found(engine).facets["kind"] == {"facility": 1}


def test_the_map_opens_clusters_as_it_zooms_in(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, **LAHTI),
            document(2, latitude=60.9830, longitude=25.6620),
            document(3, **HARTOLA),
            document(4),
        ]
    )
    far = mapped(engine, 7)
    assert far.total == 4
    assert far.unlocated == 1
    assert sum(cluster.count for cluster in far.clusters) + len(far.points) == 3
    near = mapped(engine, 17)
    assert not near.clusters
    assert {point.object_id for point in near.points} == {1, 2, 3}


def test_things_at_one_place_stay_one_cluster(engine: SearchEngine) -> None:
    engine.update(document(number, **LAHTI) for number in range(3))
    [cluster] = mapped(engine, 18).clusters
    assert cluster.count == 3
    assert cluster.bbox == BoundingBox(
        LAHTI["longitude"], LAHTI["latitude"], LAHTI["longitude"], LAHTI["latitude"]
    )
    assert cluster.latitude == pytest.approx(LAHTI["latitude"])


def test_the_map_is_of_the_whole_result_not_of_the_page(engine: SearchEngine) -> None:
    engine.update(document(number, **LAHTI) for number in range(30))
    shown = mapped(engine, 9, page=2, size=5)
    assert shown.total == 30
