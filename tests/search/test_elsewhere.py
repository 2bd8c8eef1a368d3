"""Municipalities that are not on this map: told, not searched for as if they were."""

from typing import Any

import pytest
from django.test import Client

from search.asked import Asked
from search.asking import ask
from search.engines.base import SearchRequest
from search.understanding import understand
from servicemap.models import Municipality
from tests.factories import ActivityFactory, AssociationFactory, MunicipalityFactory
from tests.search.understood import described

pytestmark = pytest.mark.django_db

QUERIES = [
    ("uimahalli helsingissä", "elsewhere=091", "uimahalli"),
    ("konsertti tampereella", "elsewhere=837", "konsertti"),
    ("kouvola", "elsewhere=286", ""),
    ("harrastuksia Hämeenlinnassa", "kind=activity elsewhere=109", ""),
    ("hameenlinnassa", "elsewhere=109", ""),
    ("gym i Helsingfors", "elsewhere=091", "gym"),
    ("yoga in Turku", "elsewhere=853", "yoga"),
    ("uimahalli turku", "elsewhere=853", "uimahalli"),
    ("seinäjoella", "elsewhere=743", ""),
    ("Lappeenrannan kuoro", "elsewhere=405", "kuoro"),
    ("kuoro lahti ja helsinki", "municipality=398 elsewhere=091", "kuoro"),
    ("kotkassa kuoro", "elsewhere=285", "kuoro"),
    # Words, people and the region's own places.
    ("kotka", "", "kotka"),
    ("aura", "", "aura"),
    ("simon kerho", "", "simon kerho"),
    ('"helsinki"', "", '"helsinki"'),
    ("lahdessa", "municipality=398", ""),
    ("pajulahdessa", "place=Pajulahti", ""),
    ("vierumäellä", "place=Vierumäki", ""),
    ("kärpäsessä", "place=Kärpänen", ""),
    ("leikkipuisto kärpänen", "place=Kärpänen", "leikkipuisto"),
    ("Kärpäsen asukastalo", "place=Kärpänen", "asukastalo"),
]


@pytest.mark.parametrize(("text", "meanings", "rest"), QUERIES)
def test_places_elsewhere_are_known(registers: Any, text: str, meanings: str, rest: str) -> None:
    understood = understand(text)
    assert (" ".join(map(described, understood.meanings)), understood.rest) == (meanings, rest)


def test_what_is_elsewhere_is_what_the_register_lacks(registers: Any) -> None:
    MunicipalityFactory(code="286", slug="kouvola", name="Kouvola")
    [meaning] = understand("kouvolassa").meanings
    assert described(meaning) == "municipality=286"


def test_no_place_is_elsewhere_where_the_register_is_empty(db: None) -> None:
    assert understand("helsingissä").meanings == ()


@pytest.fixture
def choirs(registers: Any) -> None:
    """Three choirs, one of which sings in Helsinki."""
    lahti = Municipality.objects.get(code="398")
    for name, description in (
        ("Kuoro", ""),
        ("Mieskuoro", "Konsertti Helsingissä joka vuosi."),
        ("Kouvolan kuoro", ""),
    ):
        AssociationFactory(name=name, description=description, municipality=lahti)
    ActivityFactory(
        name="Jumppa", municipality=lahti, organiser=AssociationFactory(municipality=lahti)
    )


def asked(text: str) -> Asked:
    return ask(SearchRequest(text=text))


def names(one: Asked) -> set[str]:
    return {hit.card["name"]["fi"] for hit in one.search().hits}


def test_the_rest_is_found_here_and_the_api_says_what_is_not(client: Client, choirs: None) -> None:
    assert names(asked("kuoro tampereella")) == {"Kuoro", "Mieskuoro", "Kouvolan kuoro"}
    answer = client.get("/api/v1/search", {"q": "kuoro tampereella", "lang": "sv"}).json()
    [meaning] = answer["query"]["understood"]
    assert (meaning["type"], meaning["value"]) == ("elsewhere", "837")
    assert (meaning["label"], meaning["text"]) == ("Tammerfors", "tampereella")
    assert answer["relaxed"] == {
        "meanings": [],
        "words": [],
        "broader": [],
        "some_words": False,
        "suggested": None,
    }


def test_the_page_tells_what_the_map_covers_and_leads_on(client: Client, choirs: None) -> None:
    html = client.get("/en/search/", {"q": "kuoro tampereella"}).content.decode()
    assert "<strong>Tampere</strong> is not on this map, which covers Asikkala, Hartola" in html
    assert "found in its area by the rest of what you asked for" in html
    assert "chips__group--understood" not in html
    html = client.get("/en/search/", {"q": "tampere"}).content.decode()
    assert "<strong>Tampere</strong> is not on this map" in html
    assert '<a href="/en/search/">Show everything on the map</a>' in html


def test_what_speaks_of_a_place_elsewhere_is_found(client: Client, choirs: None) -> None:
    assert names(asked("helsinki")) == {"Mieskuoro"}
    html = client.get("/en/search/", {"q": "kouvolan kuoro"}).content.decode()
    assert html.index("Kouvolan") < html.index("Mieskuoro")
    assert "is not on this map" not in html


def test_a_district_without_anything_shows_what_is_around(registers: Any) -> None:
    lahti = Municipality.objects.get(code="398")
    club = AssociationFactory(name="Seura", municipality=lahti)
    where = {"municipality": lahti, "organiser": club}
    # Kärpänen reaches 1.4 km; these are 3 and 30 km away.
    ActivityFactory(name="Lähellä", latitude=60.98, longitude=25.645, **where)
    ActivityFactory(name="Kaukana", latitude=61.25, longitude=25.59, **where)
    one = asked("kärpäsessä tekemistä")
    assert (names(one), one.dropped) == ({"Lähellä"}, ())
    assert [meaning.value for meaning in one.reading.meanings] == ["Kärpänen", "activity"]


def test_a_former_municipality_reaches_to_its_borders(registers: Any) -> None:
    places = {name: understand(name).meanings[0] for name in ("nastola", "hämeenkoski")}
    assert {name: place.radius_m for name, place in places.items()} == {
        "nastola": 9_000,
        "hämeenkoski": 8_000,
    }
