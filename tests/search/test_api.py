"""The open API, as its contract says."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from search import asking, engines, spelling
from search.api import MapParameters, PageParameters
from search.forms import MapForm, SearchForm

pytestmark = pytest.mark.django_db


def get(client: Client, path: str, **parameters: Any) -> dict[str, Any]:
    response = client.get(f"/api/v1/{path}", parameters)
    assert response.status_code == 200, response.content
    return dict(response.json())


def names(client: Client, **parameters: Any) -> list[str]:
    return [result["name"] for result in get(client, "search", **parameters)["results"]]


def test_the_answer_has_the_promised_form(client: Client, region: SimpleNamespace) -> None:
    answer = get(client, "search", q="uimahallissa")
    assert answer["query"] == {"q": "uimahallissa", "understood": [], "corrected": None}
    assert (answer["total"], answer["page"], answer["size"]) == (1, 1, 20)
    [result] = answer["results"]
    assert result == {
        "kind": "facility",
        "id": region.hall.pk,
        "name": "Launeen uimahalli",
        "summary": "Neljä allasta ja kahvila.",
        "highlight": "Neljä allasta ja kahvila.",
        "url": "/fi/tilat/launeen-uimahalli/",
        "latitude": 60.965,
        "longitude": 25.65,
        "municipality": "Lahti",
        "distance_m": None,
        "categories": ["uinti"],
        "next_occurrence": None,
        "confirmed_on": region.hall.confirmed_on.isoformat(),
    }
    assert {"value": "398", "label": "Lahti", "count": 1} in answer["facets"]["municipality"]


def test_inflected_words_find(client: Client, region: SimpleNamespace) -> None:
    assert names(client, q="uimahallissa") == ["Launeen uimahalli"]
    assert names(client, q="eläkeläiset") == ["Eläkeläisten kuoro"]
    assert "Nuorisoseura Iltatuuli ry" in names(client, q="seura")


def test_the_hit_is_marked_even_when_only_the_description_has_it(
    client: Client, region: SimpleNamespace
) -> None:
    [result] = get(client, "search", q="jumpata")["results"]
    assert result["highlight"] == "Lämpimässä altaassa <mark>jumpataan</mark> aamuisin."


def test_drafts_are_never_found(client: Client, region: SimpleNamespace) -> None:
    assert names(client, q="keskeneräinen") == []


def test_a_category_includes_those_below_it(client: Client, region: SimpleNamespace) -> None:
    assert names(client, category="liikunta") == ["Launeen uimahalli"]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"kind": "activity"}, ["Eläkeläisten kuoro"]),
        ({"kind": ["activity", "facility"]}, ["Eläkeläisten kuoro", "Launeen uimahalli"]),
        ({"municipality": "398"}, ["Launeen uimahalli"]),
        ({"target": "seniorit"}, ["Eläkeläisten kuoro"]),
        ({"price": "free"}, ["Eläkeläisten kuoro"]),
        ({"accessibility": "esteeton-sisaankaynti"}, ["Launeen uimahalli"]),
        ({"weekday": "WE"}, ["Eläkeläisten kuoro"]),
        ({"weekday": "SU"}, []),
        ({"when": "2027-01-01..2027-01-07"}, ["Eläkeläisten kuoro"]),
        ({"bbox": "25.6,60.9,25.7,61.0"}, ["Launeen uimahalli"]),
        ({"near": "60.965,25.65", "radius": "500"}, ["Launeen uimahalli"]),
        ({"kind": "facility", "municipality": "098"}, []),
    ],
)
def test_filters(
    client: Client,
    region: SimpleNamespace,
    parameters: dict[str, Any],
    expected: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert names(client, **parameters) == expected


def test_answers_come_in_the_readers_language_and_fall_back_to_finnish(
    client: Client, region: SimpleNamespace
) -> None:
    [english] = get(client, "search", q="uimahalli", lang="en")["results"]
    assert english["name"] == "Laune swimming hall"
    assert english["summary"] == "Neljä allasta ja kahvila."
    assert english["url"] == "/en/facilities/launeen-uimahalli/"
    swedish = get(client, "search", lang="sv")
    assert {"value": "398", "label": "Lahtis", "count": 1} in swedish["facets"]["municipality"]


def test_a_swedish_or_english_word_finds_through_categories(
    client: Client, region: SimpleNamespace
) -> None:
    assert names(client, q="simning", lang="sv") == ["Launeen uimahalli"]
    assert names(client, q="swimming") == ["Launeen uimahalli"]


def test_addresses_and_synonyms_are_found_whole_only(
    client: Client, region: SimpleNamespace
) -> None:
    region.swimming.search_terms = "vesijuoksu"
    region.swimming.save()
    region.hall.street_address = "Hollolantie 4"
    region.hall.save()
    assert names(client, q="vesijuoksua") == ["Launeen uimahalli"]
    assert names(client, q="hollolantie") == ["Launeen uimahalli"]
    assert names(client, q="juoksu") == []
    assert "Launeen uimahalli" not in names(client, q="hollola")


def test_near_gives_distances(client: Client, region: SimpleNamespace) -> None:
    answer = get(client, "search", near="60.965,25.65", sort="distance")
    assert answer["results"][0]["name"] == "Launeen uimahalli"
    assert answer["results"][0]["distance_m"] == 0
    assert 7_500 < answer["results"][1]["distance_m"] < 8_500


def test_the_map_has_the_same_set(client: Client, region: SimpleNamespace) -> None:
    answer = get(client, "map", zoom=12)
    assert answer["total"] == get(client, "search")["total"] == 3
    assert answer["unlocated"] == 1
    assert {point["name"]: point["url"] for point in answer["points"]} == {
        "Launeen uimahalli": "/fi/tilat/launeen-uimahalli/",
        "Eläkeläisten kuoro": "/fi/toiminta/elakelaisten-kuoro/",
    }
    [cluster] = get(client, "map", zoom=4)["clusters"]
    assert cluster["count"] == 2
    assert cluster["bbox"] == [25.51, 60.965, 25.65, 60.99]


@pytest.mark.parametrize(
    ("path", "parameters", "field"),
    [
        ("search", {"bbox": "1,2,3"}, "bbox"),
        ("search", {"bbox": "26,61,25,60"}, "bbox"),
        ("search", {"bbox": "nan,60,25,61"}, "bbox"),
        ("search", {"near": "lahti"}, "near"),
        ("search", {"near": "91,25"}, "near"),
        ("search", {"radius": "100"}, "radius"),
        ("search", {"near": "61,25", "radius": "-1"}, "radius"),
        ("search", {"sort": "distance"}, "sort"),
        ("search", {"sort": "price"}, "sort"),
        ("search", {"kind": "event"}, "kind"),
        ("search", {"price": "cheap"}, "price"),
        ("search", {"weekday": "ke"}, "weekday"),
        ("search", {"when": "soon"}, "when"),
        ("search", {"when": "2026-12-31..2026-12-01"}, "when"),
        ("search", {"when": "9999-12-31..9999-12-31"}, "when"),
        ("search", {"page": "0"}, "page"),
        ("search", {"page": "x"}, "page"),
        ("search", {"size": "1000"}, "size"),
        ("search", {"lang": "de"}, "lang"),
        ("search", {"municipality": "a b"}, "municipality"),
        ("search", {"q": "x" * 2_000}, "q"),
        ("map", {"zoom": "30"}, "zoom"),
    ],
)
def test_bad_parameters_are_refused_with_field_and_reason(
    client: Client, path: str, parameters: dict[str, str], field: str
) -> None:
    response = client.get(f"/api/v1/{path}", parameters)
    assert response.status_code == 422
    assert response["Content-Type"].startswith("application/json")
    errors = {error["loc"][-1]: error["msg"] for error in response.json()["detail"]}
    assert set(errors) == {field}
    assert errors[field]


@pytest.mark.parametrize(
    "query", ["\x00", "'; DROP TABLE x; --", "🙂", "\u202e", '"(', "%s %(a)s", "a" * 900]
)
def test_odd_queries_get_an_answer_or_a_reason(client: Client, query: str) -> None:
    assert client.get("/api/v1/search", {"q": query}).status_code in (200, 422)
    assert client.get("/api/v1/map", {"q": query}).status_code in (200, 422)


@pytest.fixture
def cold(region: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nothing read yet, as in a process that has just begun."""
    cache.clear()
    engines._load.cache_clear()
    asking._asked.cache_clear()
    monkeypatch.setattr(spelling, "_current", None)


@pytest.mark.parametrize(
    ("path", "parameters", "bound"),
    [
        ("search", {}, 17),
        ("search", {"q": "kuoro"}, 20),
        ("search", {"q": "kuorro hollolassa"}, 24),
        ("map", {"q": "kuoro", "zoom": 15}, 20),
    ],
)
def test_a_process_reads_all_it_needs_in_a_few_queries(
    client: Client,
    cold: None,
    django_assert_max_num_queries: Any,
    path: str,
    parameters: dict[str, Any],
    bound: int,
) -> None:
    with django_assert_max_num_queries(bound):
        get(client, path, **parameters)


def test_queries_are_bounded(
    client: Client, region: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    # Registers are read once a minute, the index when it has changed, its words when some word
    # finds next to nothing.
    get(client, "search", q="kuorro")
    with django_assert_max_num_queries(6):
        get(client, "search", q="kuoro")
    with django_assert_max_num_queries(6):
        get(client, "search", q="kuoro eläkeläiset", kind="activity", municipality="098")
    with django_assert_max_num_queries(3):
        get(client, "map", q="kuoro", zoom=15)


def test_readers_get_no_cookies(client: Client, region: SimpleNamespace) -> None:
    assert not client.get("/api/v1/search").cookies
    assert not client.get("/api/v1/map").cookies


def test_the_api_describes_itself(client: Client) -> None:
    paths = get(client, "openapi.json")["paths"]
    parameters = {item["name"] for item in paths["/api/v1/search"]["get"]["parameters"]}
    assert {
        "q",
        "lang",
        "kind",
        "when",
        "bbox",
        "near",
        "radius",
        "sort",
        "page",
        "size",
    } <= parameters
    assert "zoom" in {item["name"] for item in paths["/api/v1/map"]["get"]["parameters"]}
    docs = client.get("/api/v1/docs")
    assert docs.status_code == 200
    assert b"https://" not in docs.content


def test_the_documented_parameters_are_those_that_are_judged() -> None:
    assert set(PageParameters.model_fields) == set(SearchForm.base_fields)
    assert set(MapParameters.model_fields) == set(MapForm.base_fields) - {"sort", "page", "size"}
