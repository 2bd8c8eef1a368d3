"""Suggestions while somebody types, over the API and as a function."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.api import SuggestParameters
from search.forms import SearchForm, SuggestForm
from search.gaps import recorder as query_recorder
from search.gaps.recorder import QueryRecorder
from search.models import QueryCount
from search.reading import read
from search.suggesting.suggestions import Suggestions, suggest
from servicemap.models import Place
from tests.factories import (
    ActivityFactory,
    CategoryFactory,
    MunicipalityFactory,
    PlaceFactory,
    SynonymFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(region: SimpleNamespace) -> SimpleNamespace:
    """Places of the gazetteer, some with one name."""
    asikkala = MunicipalityFactory(code="016", slug="asikkala", name="Asikkala")
    place = PlaceFactory
    village, lake, postcode = Place.Kind.VILLAGE, Place.Kind.LAKE, Place.Kind.POSTCODE
    return SimpleNamespace(
        village=place(kind=village, name="Urajärvi", municipality=asikkala, latitude=61.1),
        lake=place(kind=lake, name="Urajärvi", municipality=None, latitude=61.12),
        nokka=place(kind=village, name="Nokka", municipality=asikkala, latitude=61.3),
        paijanne=place(kind=lake, name="Päijänne", municipality=None, latitude=61.5),
        ala=place(kind=village, name="Ala-Okeroinen", municipality=region.lahti, latitude=60.93),
        code=place(
            kind=postcode, name="Lahti", code="15850", municipality=region.lahti, latitude=60.97
        ),
    )


def asked(client: Client, text: str, **parameters: str) -> dict[str, Any]:
    response = client.get("/api/v1/suggest", {"q": text, **parameters})
    assert response.status_code == 200, response.content
    return dict(response.json())


def listings(text: str, language: str = "fi") -> list[str]:
    return [listing.name for listing in suggest(text, language).listings]


def categories(text: str, language: str = "fi") -> list[tuple[str, int]]:
    return [(found.label, found.count) for found in suggest(text, language).categories]


def labels(text: str, language: str = "fi") -> list[str]:
    return [place.label for place in suggest(text, language).places]


def test_the_answer_has_the_promised_form(client: Client, region: SimpleNamespace) -> None:
    assert asked(client, "la") == {
        "q": "la",
        "listings": [
            {
                "kind": "facility",
                "id": region.hall.pk,
                "name": "Launeen uimahalli",
                "url": "/fi/tilat/launeen-uimahalli/",
                "municipality": "Lahti",
            }
        ],
        "categories": [],
        "places": [
            {
                "value": "398",
                "label": "Lahti",
                "type": "municipality",
                "municipality": "",
                "latitude": region.lahti.latitude,
                "longitude": region.lahti.longitude,
                "url": "/fi/haku/?municipality=398",
            }
        ],
    }
    assert asked(client, "uint")["categories"] == [
        {"value": "uinti", "label": "Uinti", "count": 1, "url": "/fi/haku/?category=uinti"}
    ]


@pytest.mark.parametrize("text", ["", " ", "!?", "🙂", '"', "-", "___"])
def test_without_letters_and_digits_there_is_nothing(
    client: Client, region: SimpleNamespace, text: str
) -> None:
    assert asked(client, text) == {"q": text, "listings": [], "categories": [], "places": []}


def test_listings_are_those_of_the_engine_and_published(region: SimpleNamespace) -> None:
    assert listings("uimahallis") == ["Launeen uimahalli"]
    assert listings("eläkeläiset k") == ["Eläkeläisten kuoro"]
    assert listings("elakelaiset kuo") == ["Eläkeläisten kuoro"]
    assert listings("keskene") == []
    region.hall.unpublish()
    assert listings("uimahallis") == []


def test_a_space_finishes_the_last_word(client: Client, region: SimpleNamespace) -> None:
    assert asked(client, "launee")["listings"]
    assert asked(client, "kuoro ")["listings"]
    assert not asked(client, "kuo ")["listings"]


def test_the_answer_is_in_the_readers_language(client: Client, region: SimpleNamespace) -> None:
    english = asked(client, "laune", lang="en")["listings"][0]
    assert (english["name"], english["url"]) == (
        "Laune swimming hall",
        "/en/facilities/launeen-uimahalli/",
    )
    [swedish] = asked(client, "lahti", lang="sv")["places"]
    assert swedish["label"] == "Lahtis"
    assert swedish["url"].endswith("?municipality=398")
    assert labels("lahtis") == ["Lahti"]
    assert categories("simn", "sv") == [("Simning", 1)]
    assert categories("musi", "sv") == [("Musiikki", 2)]


def test_at_most_five_listings_three_categories_and_three_places(region: SimpleNamespace) -> None:
    for number in range(7):
        category = CategoryFactory(name=f"Shakki {number}")
        ActivityFactory(name=f"Shakkikerho {number}", categories=[category])
        PlaceFactory(name=f"Shakkila {number}", municipality=region.lahti)
    found = suggest("shakki", "fi")
    assert (len(found.listings), len(found.categories), len(found.places)) == (5, 3, 3)


def test_categories_count_what_is_in_them_and_below(region: SimpleNamespace) -> None:
    assert categories("liik") == [("Liikunta", 1)]
    assert categories("musi") == [("Musiikki", 2)]
    CategoryFactory(name="Musikaalit")
    assert categories("musikaal") == []
    region.choir.unpublish()
    assert categories("musi") == [("Musiikki", 1)]


def test_categories_by_search_words_forms_parts_and_other_languages(
    region: SimpleNamespace,
) -> None:
    region.swimming.search_terms = "vesijuoksu, uimahallit"
    region.swimming.save()
    for text in ("vesij", "uimahal", "uimahalleiss", "juoks", "uinni", "swimm", "UINTI", "uinnin "):
        assert categories(text) == [("Uinti", 1)], text
    assert categories("juoksu uimah") == [("Uinti", 1)]
    assert categories("vesij kuoro") == []


def test_the_fuller_of_equal_categories_comes_first(region: SimpleNamespace) -> None:
    few = CategoryFactory(name="Retki A")
    many = CategoryFactory(name="Retki B")
    for number, found in enumerate([few, many, many]):
        ActivityFactory(name=f"Nimi {number}", categories=[found])
    assert categories("retk") == [("Retki B", 2), ("Retki A", 1)]


def test_places_by_name_inflected_form_and_code(places: SimpleNamespace) -> None:
    assert labels("hollolas") == ["Hollola"]
    assert labels("hollolassa ") == ["Hollola"]
    assert labels("hollol ") == []
    assert labels("päij") == labels("paij") == ["Päijänne"]
    assert labels("oker") == labels("ala-ok") == labels("ala ok") == ["Ala-Okeroinen"]
    assert labels("158") == ["15850 Lahti"]
    assert labels("15") == []
    assert labels("laht") == ["Lahti"]


def test_places_of_one_name_lead_each_to_itself(client: Client, places: SimpleNamespace) -> None:
    village, lake = suggest("uraj", "fi").places
    assert (village.type, village.municipality) == ("village", "Asikkala")
    assert (lake.type, lake.municipality) == ("lake", "")
    [nokka] = suggest("nokka", "fi").places
    [paijanne] = suggest("paijan", "fi").places
    for found in (village, lake, nokka, paijanne):
        assert client.get(found.url).status_code == 200
        parameters = {
            name: values[0] for name, values in parse_qs(urlsplit(found.url).query).items()
        }
        form = SearchForm(parameters)
        assert form.is_valid()
        request = form.request()
        points = [limit.near for limit in read(request.text, request).query.limits if limit.near]
        [point] = points or [request.near]
        assert point is not None
        assert point.latitude == pytest.approx(found.latitude, abs=1e-4)


def test_a_place_after_other_words_keeps_them(places: SimpleNamespace) -> None:
    [hollola] = suggest("uimahalli holl", "fi").places
    assert parse_qs(urlsplit(hollola.url).query) == {"q": ["uimahalli"], "municipality": ["098"]}
    [okeroinen] = suggest("kuoro ala-ok", "fi").places
    assert parse_qs(urlsplit(okeroinen.url).query) == {"q": ["kuoro Ala-Okeroinen"]}


def test_changed_registers_are_seen(region: SimpleNamespace) -> None:
    assert labels("nasto") == categories("laulu") == []
    place = PlaceFactory(name="Nastola", municipality=region.lahti)
    assert labels("nasto") == ["Nastola"]
    place.delete()
    assert labels("nasto") == []
    region.music.name = "Laulu ja soitto"
    region.music.save()
    assert categories("laulu") == [("Laulu ja soitto", 2)]


def test_queries_are_few(places: SimpleNamespace, django_assert_max_num_queries: Any) -> None:
    suggest("x", "fi")
    suggest("nokka", "fi")
    for text in ("u", "jaahalliss", "laune uimah", "kuoro nokka", "uimahallissa "):
        with django_assert_max_num_queries(4):
            assert suggest(text, "fi").q == text


def test_suggestions_are_not_counted_as_searches(
    client: Client, region: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = QueryRecorder()
    monkeypatch.setattr(query_recorder, "recorder", own)
    monkeypatch.setattr(own, "_save_later", lambda: None)
    asked(client, "uimahalli")
    own.save()
    assert not QueryCount.objects.exists()
    client.get("/api/v1/search", {"q": "uimahalli"})
    own.save()
    assert QueryCount.objects.exists()


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"q": "x" * 1_001}, "q"),
        ({"q": "x" * 100_000}, "q"),
        ({"q": "\x00"}, "q"),
        ({"q": "a", "lang": "de"}, "lang"),
    ],
)
def test_bad_parameters_are_refused_with_field_and_reason(
    client: Client, parameters: dict[str, str], field: str
) -> None:
    response = client.get("/api/v1/suggest", parameters)
    assert response.status_code == 422
    errors = {error["loc"][-1]: error["msg"] for error in response.json()["detail"]}
    assert set(errors) == {field}
    assert errors[field]


def test_what_is_longer_than_a_query_completes_to_nothing(region: SimpleNamespace) -> None:
    for text in ("uimahalli " * 40, "u" * 100_000, "a b c d e f g h i j k l m n o p"):
        assert suggest(text, "fi") == Suggestions(text)


def test_the_documented_parameters_are_those_that_are_judged(client: Client) -> None:
    assert set(SuggestParameters.model_fields) == set(SuggestForm.base_fields)
    described = client.get("/api/v1/openapi.json").json()
    answer = described["components"]["schemas"]["SuggestOut"]["properties"]
    assert set(answer) == {"q", "listings", "categories", "places"}
    assert "422" in described["paths"]["/api/v1/suggest"]["get"]["responses"]


def test_readers_get_no_cookies(client: Client, region: SimpleNamespace) -> None:
    assert not client.get("/api/v1/suggest", {"q": "uima"}).cookies


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(max_size=80)
    | st.text(alphabet="aäouLh 1589:*\"'()&|!~\\%s-\u202e\u0301ß", max_size=40),
    language=st.sampled_from(["fi", "sv", "en"]),
)
def test_anything_typed_gets_an_answer(
    client: Client, places: SimpleNamespace, text: str, language: str
) -> None:
    response = client.get("/api/v1/suggest", {"q": text, "lang": language})
    if "\x00" in text:
        assert response.status_code == 422
        return
    assert response.status_code == 200
    answer = response.json()
    assert answer["q"] == text
    for group in ("listings", "categories", "places"):
        for item in answer[group]:
            assert item["url"].startswith(f"/{language}/")


@pytest.fixture
def muskari(region: SimpleNamespace) -> None:
    ActivityFactory(name="Vauvamuskari Onnimanni", municipality=region.lahti)
    ActivityFactory(name="Muskari vauvoille", municipality=region.lahti)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uimahali", ["Launeen uimahalli"]),
        ("uimahlali", ["Launeen uimahalli"]),
        ("launeen uimahali", ["Launeen uimahalli"]),
        ("eläkelaisten kuo", ["Eläkeläisten kuoro"]),
        ("elskeläis", ["Eläkeläisten kuoro"]),
        ("iltatuli", ["Nuorisoseura Iltatuuli ry"]),
        ("vauvamuskri", ["Vauvamuskari Onnimanni"]),
    ],
)
def test_a_slip_is_forgiven(muskari: None, text: str, expected: list[str]) -> None:
    assert listings(text) == expected
    assert suggest(text, "fi").q == text


def test_slips_are_forgiven_in_categories_and_places(region: SimpleNamespace) -> None:
    assert categories("musikki") == [("Musiikki", 2)]
    assert labels("holola") == ["Hollola"]


@pytest.mark.parametrize("text", ["lun", "uha", "zumbaxyz", "uimahali ", "uimakello", "2q26"])
def test_what_is_short_far_or_finished_is_not_corrected(region: SimpleNamespace, text: str) -> None:
    assert not listings(text)


def test_what_begins_so_to_the_letter_is_not_mixed_with_slips(region: SimpleNamespace) -> None:
    ActivityFactory(name="Uimahalit", municipality=region.lahti)
    assert listings("uimahali") == ["Uimahalit"]


def test_corrections_follow_the_index(region: SimpleNamespace) -> None:
    assert not listings("frisbeeglf")
    ActivityFactory(name="Frisbeegolf", municipality=region.lahti)
    assert listings("frisbeeglf") == ["Frisbeegolf"]


@pytest.mark.parametrize("begun", ["lahde", "lahdes", "lahden"])
def test_a_form_of_a_place_comes_before_a_name_with_dots(
    region: SimpleNamespace, begun: str
) -> None:
    PlaceFactory(kind=Place.Kind.VILLAGE, name="Sinilähde", municipality=region.hollola)
    PlaceFactory(kind=Place.Kind.VILLAGE, name="Lähdemäki", municipality=region.hollola)
    assert labels(begun)[0] == "Lahti"
    assert labels("lähde") == ["Lähdemäki", "Sinilähde"]


def test_what_nothing_begins_with_is_completed_by_its_synonyms(region: SimpleNamespace) -> None:
    assert suggest("mummo", "fi").is_empty
    SynonymFactory(words="mummo, ukki", means="olematon, eläkeläinen", direction="one_way")
    for text in ("mummo", "mummoille", "kuoro ukki"):
        assert listings(text) == ["Eläkeläisten kuoro"]
    assert suggest("mummo", "fi").q == "mummo"
    assert suggest("mummo kuoro", "fi").is_empty
    ActivityFactory(name="Mummola", organiser=region.society)
    assert listings("mummo") == ["Mummola"]
