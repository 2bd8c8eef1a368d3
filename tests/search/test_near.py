"""Searching near a place that is named: from the gazetteer, from addresses, from names."""

import html
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from search.near.locating import locate, nearest_names
from servicemap.models import Municipality, Place
from tests.factories import AssociationFactory, FacilityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(registers: Any) -> SimpleNamespace:
    """Two towns with a street of one name, and a hall with a name of its own."""
    lahti, heinola = (Municipality.objects.get(code=code) for code in ("398", "111"))
    return SimpleNamespace(
        lahti=lahti,
        heinola=heinola,
        five=FacilityFactory(
            name="Kerhohuone",
            street_address="Äijänkatu 5 B",
            municipality=lahti,
            latitude=60.97,
            longitude=25.65,
        ),
        forty=FacilityFactory(
            name="Liikuntasali",
            street_address="Äijänkatu 40",
            municipality=lahti,
            latitude=60.98,
            longitude=25.66,
        ),
        other=AssociationFactory(
            name="Soutajat ry",
            street_address="Äijänkatu 6",
            municipality=heinola,
            latitude=61.2,
            longitude=26.03,
        ),
        draft=FacilityFactory(
            name="Luonnos",
            live=False,
            street_address="Salakatu 1",
            municipality=lahti,
            latitude=60.9,
            longitude=25.6,
        ),
    )


def first(text: str) -> tuple[str, float, float] | None:
    found = locate(text, "fi")
    return (found[0].label, found[0].latitude, found[0].longitude) if found else None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Heinola", "Heinola"),
        ("heinolassa", "Heinola"),
        ("Vääksy", "Vääksy, Asikkala"),
        ("vääksyssä", "Vääksy, Asikkala"),
        ("Vääksy, Asikkala", "Vääksy, Asikkala"),
        ("17200", "17200 Vääksy, Asikkala"),
    ],
)
def test_places_of_the_gazetteer(registers: Any, text: str, label: str) -> None:
    assert locate(text, "fi")[0].label == label


@pytest.mark.parametrize(
    ("text", "label", "latitude"),
    [
        ("Äijänkatu 5", "Äijänkatu 5 B, Lahti", 60.97),
        ("äijänkatu 5 b, lahti", "Äijänkatu 5 B, Lahti", 60.97),
        ("Äijänkatu 40, 15100 Lahti", "Äijänkatu 40, Lahti", 60.98),
        ("Äijänkatu 6 Heinola", "Äijänkatu 6, Heinola", 61.2),
        # Not known by its number: the nearest one that is, in the town that is meant.
        ("Äijänkatu 7 Lahti", "Äijänkatu 5 B, Lahti", 60.97),
        ("Äijänkatu 31 Lahti", "Äijänkatu 40, Lahti", 60.98),
        ("liikuntasali", "Liikuntasali, Lahti", 60.98),
        ("Soutajat ry", "Soutajat ry, Heinola", 61.2),
    ],
)
def test_addresses_and_names_of_listings(
    town: SimpleNamespace, text: str, label: str, latitude: float
) -> None:
    found = first(text)
    assert found
    assert found[:2] == (label, latitude)


@pytest.mark.parametrize(
    "text", ["", "?!", "Salakatu 1", "Luonnos", "Äijänkatu 6 Sysmä", "Eiole", "x" * 120, "5", "%"]
)
def test_what_nobody_knows(town: SimpleNamespace, text: str) -> None:
    assert locate(text, "fi") == []


def test_places_of_one_name_are_all_offered(registers: Any) -> None:
    for code, latitude in (("398", 60.9), ("111", 61.2)):
        municipality = Municipality.objects.get(code=code)
        Place.objects.create(
            kind="village",
            name="Pikkula",
            municipality=municipality,
            latitude=latitude,
            longitude=25.6,
        )
    assert [found.label for found in locate("pikkula", "fi")] == [
        "Pikkula, Heinola",
        "Pikkula, Lahti",
    ]
    assert [found.label for found in locate("Pikkula Lahti", "fi")] == ["Pikkula, Lahti"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("Vaaksyy", "Vääksy, Asikkala"), ("Heinla", "Heinola"), ("Jalkarant", "Jalkaranta, Lahti")],
)
def test_names_written_much_alike_are_offered(registers: Any, text: str, name: str) -> None:
    assert nearest_names(text, "fi")[0] == name
    assert nearest_names("qqqqqq", "fi") == []


def test_the_point_goes_into_the_address_and_the_nearest_comes_first(
    client: Client, town: SimpleNamespace
) -> None:
    response = client.get(
        reverse("search"), {"q": "", "kind": "facility", "place": "äijänkatu 40", "page": "2"}
    )
    assert response.status_code == 302
    parameters = parse_qs(urlsplit(response["Location"]).query)
    assert parameters == {
        "kind": ["facility"],
        "place": ["Äijänkatu 40, Lahti"],
        "near": ["60.9800,25.6600"],
        "sort": ["distance"],
    }
    page = client.get(response["Location"])
    assert [result.name for result in page.context["results"]] == ["Liikuntasali", "Kerhohuone"]
    assert page.context["results"][0].distance_m == 0
    text = html.unescape(page.content.decode())
    assert "Äijänkatu 40, Lahti" in text
    assert "place=" not in page.context["map"]["url"]
    [chip] = [chip for chip in page.context["chosen"] if chip.value == "Äijänkatu 40, Lahti"]
    assert chip.remove_url == f"{reverse('search')}?kind=facility"


def test_where_only_another_number_of_the_street_is_known_the_page_says_so(
    client: Client, town: SimpleNamespace
) -> None:
    response = client.get(reverse("search"), {"place": "Äijänkatu 31 Lahti"})
    parameters = parse_qs(urlsplit(response["Location"]).query)
    assert parameters["asked"] == ["Äijänkatu 31 Lahti"]
    page = client.get(response["Location"])
    text = " ".join(html.unescape(page.content.decode()).split())
    assert "Osoitetta ”Äijänkatu 31 Lahti” ei tunneta." in text
    assert "kadun lähimmästä tunnetusta osoitteesta <strong>Äijänkatu 40, Lahti</strong>" in text
    assert "asked=" not in page.context["map"]["url"]
    [chip] = [chip for chip in page.context["chosen"] if chip.value == "Äijänkatu 40, Lahti"]
    assert chip.remove_url == reverse("search")
    known = client.get(reverse("search"), {"place": "Äijänkatu 40, Lahti"})
    assert "asked" not in known["Location"]


def test_an_unknown_place_is_said_and_the_nearest_names_lead_on(
    client: Client, town: SimpleNamespace
) -> None:
    response = client.get(reverse("search"), {"q": "sali", "place": "Heinla"})
    assert response.status_code == 200
    assert [result.name for result in response.context["results"]] == ["Liikuntasali"]
    near = response.context["near"]
    assert near.is_unknown
    assert near.others[0].label == "Heinola"
    assert "q=sali&place=Heinola&near=61.2" in near.others[0].url
    text = response.content.decode()
    assert 'aria-invalid="true"' in text
    assert "Heinla" in text


def test_other_places_of_the_name_are_offered_beside_the_first(
    client: Client, registers: Any
) -> None:
    for code, latitude in (("398", 60.9), ("111", 61.2)):
        Place.objects.create(
            kind="village",
            name="Pikkula",
            municipality=Municipality.objects.get(code=code),
            latitude=latitude,
            longitude=25.6,
        )
    FacilityFactory(name="Sali", slug="sali")
    response = client.get(reverse("search"), {"place": "pikkula"}, follow=True)
    others = response.context["near"].others
    assert [way.label for way in others] == ["Pikkula, Lahti"]
    there = client.get(others[0].url)
    assert [way.label for way in there.context["near"].others] == ["Pikkula, Heinola"]


def test_what_is_typed_is_shown_as_text(client: Client, registers: Any) -> None:
    text = client.get(reverse("search"), {"place": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in text
    long = client.get(reverse("search"), {"place": "x" * 500})
    assert long.status_code == 200


def test_the_form_for_a_place_takes_the_rest_of_the_search_along(
    client: Client, town: SimpleNamespace
) -> None:
    page = client.get(reverse("search"), {"q": "sali & kerho", "kind": "facility", "page": "1"})
    carried = page.context["near"].search
    for place, expected in (("Heinola", "near"), ("Eiole", "place")):
        response = client.get(reverse("search"), {"search": carried, "place": place})
        parameters = parse_qs(urlsplit(response["Location"]).query)
        assert parameters["q"] == ["sali & kerho"]
        assert parameters["kind"] == ["facility"]
        assert expected in parameters
        assert "search" not in parameters
        shown = client.get(response["Location"])
        assert shown.status_code == 200
        assert shown.context["near"].is_unknown is (expected == "place")
    loop = client.get(reverse("search"), {"search": "search=a&place=b", "place": ""}, follow=True)
    assert loop.status_code == 200
