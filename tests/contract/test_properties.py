"""List, map and facets speak of the same set, whatever is asked."""

import datetime

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import (
    FACETS,
    BoundingBox,
    Period,
    Point,
    SearchEngine,
    SearchRequest,
    Sort,
)
from search.query import parse
from tests.contract.conftest import document, in_days

WORDS = ["kuoro", "lastenkuoro", "jumppa", "tuolijumppa", "uimahalli", "Lahti", "retki"]
MUNICIPALITIES = ["398", "098", "111"]
PRICES = ["free", "low", "fee"]
FEATURES = ["hissi", "esteeton-wc"]

documents = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
            "kind": st.sampled_from(["association", "facility", "activity"]),
            "place": st.none()
            | st.tuples(st.floats(60.6, 61.8), st.floats(24.9, 26.7))
            | st.just((60.98, 25.66)),
            "municipality": st.lists(st.sampled_from(MUNICIPALITIES), max_size=2),
            "price": st.lists(st.sampled_from(PRICES), max_size=1),
            "accessibility": st.lists(st.sampled_from(FEATURES), max_size=2),
            "days": st.lists(st.integers(0, 20), max_size=2),
            "hours": st.lists(st.integers(-1, 20), max_size=2, unique=True).map(sorted),
        }
    ),
    max_size=12,
)
requests = st.builds(
    SearchRequest,
    text=st.lists(st.sampled_from([*WORDS, "kuoroon", "jumppaa", "ja", "!"]), max_size=2).map(
        " ".join
    ),
    selected=st.fixed_dictionaries(
        {},
        optional={
            "kind": st.sampled_from([("association",), ("facility", "activity")]),
            "municipality": st.sampled_from([("398",), ("098", "111")]),
            "price": st.sampled_from([("free",), ("low", "fee")]),
            "open": st.sampled_from([("now",), ("MO", "SU")]),
            "accessibility": st.sampled_from([("hissi",), ("hissi", "esteeton-wc")]),
        },
    ),
    period=st.none() | st.just(Period(timezone.now(), timezone.now() + datetime.timedelta(days=7))),
    bbox=st.none() | st.just(BoundingBox(25.2, 60.8, 26.0, 61.2)),
    near=st.just(Point(60.98, 25.66)),
    radius=st.none() | st.sampled_from([1_000.0, 40_000.0]),
    sort=st.sampled_from(list(Sort)),
    size=st.just(100),
)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=documents, request=requests, zoom=st.integers(0, 22))
def test_list_map_and_facets_agree(
    engine: SearchEngine, rows: list[dict], request: SearchRequest, zoom: int
) -> None:
    engine.remove(engine.keys())
    engine.update(
        document(
            number,
            row["name"],
            row["kind"],
            latitude=row["place"][0] if row["place"] else None,
            longitude=row["place"][1] if row["place"] else None,
            facets={
                name: frozenset(row[name]) for name in ("municipality", "price", "accessibility")
            },
            occurrences=tuple(in_days(day + 0.1) for day in row["days"]),
            hours=tuple(in_days(day / 2, hours=11) for day in row["hours"]),
        )
        for number, row in enumerate(rows)
    )
    response = engine.search(request, parse(request.text))
    found = engine.map(request, parse(request.text), zoom)

    assert response.total == len(response.hits) == found.total
    assert response.unlocated == found.unlocated
    assert found.total == (
        found.unlocated + len(found.points) + sum(cluster.count for cluster in found.clusters)
    )
    located = {(hit.kind, hit.object_id) for hit in response.hits if hit.latitude is not None}
    assert {(point.kind, point.object_id) for point in found.points} <= located
    for cluster in found.clusters:
        inside = [
            hit
            for hit in response.hits
            if hit.latitude is not None
            and hit.longitude is not None
            and cluster.bbox.south <= hit.latitude <= cluster.bbox.north
            and cluster.bbox.west <= hit.longitude <= cluster.bbox.east
        ]
        assert len(inside) >= cluster.count
    for facet in FACETS:
        chosen = request.selected.get(facet.name, ())
        for value, count in response.facets[facet.name].items():
            values = tuple({*chosen, value}) if facet.narrows else (value,)
            narrowed = SearchRequest(
                **{**vars(request), "selected": {**request.selected, facet.name: values}}
            )
            assert engine.search(narrowed, parse(narrowed.text)).total == count
