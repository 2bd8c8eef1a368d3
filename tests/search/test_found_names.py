"""What a search finds as names and addresses, for paper."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from search.embed.names import MOST_NAMES
from tests.factories import ActivityFactory, FacilityFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


def names(client: Client, **parameters: str) -> tuple[list[str], str]:
    """The lines of the list, and what is said below it."""
    response = client.get(reverse("found_names"), parameters)
    assert response.status_code == 200
    html = response.content.decode()
    lines = re.findall(r"<li[^>]*>(.*?)</li>", html, re.DOTALL)
    below = re.search(r'class="names__more">(.*?)<', html)
    plain = [unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines]
    return plain, below[1] if below else ""


def test_line_says_name_place_address_and_municipality(client: Client) -> None:
    lahti = MunicipalityFactory(name="Lahti", slug="lahti")
    hall = FacilityFactory(
        name="Kylätalo", street_address="Kylätie 1", postal_code="15100", municipality=lahti
    )
    ActivityFactory(name="Kutojat", facility=hall, municipality=None, organiser=None)
    ActivityFactory(name="Etäkuoro", municipality=lahti, organiser=None)
    assert sorted(names(client)[0]) == [
        "Etäkuoro, Lahti",
        "Kutojat, Kylätalo, Kylätie 1, Lahti",
        "Kylätalo, Kylätie 1, Lahti",
    ]
    assert names(client, kind="facility") == (["Kylätalo, Kylätie 1, Lahti"], "")


def test_list_is_bounded_and_says_how_many_are_left(client: Client) -> None:
    for number in range(MOST_NAMES + 3):
        FacilityFactory(name=f"Sali {number}")
    lines, more = names(client, kind="facility", page="2", size="1")
    assert len(lines) == MOST_NAMES
    assert re.findall(r"\d+", more) == ["3"]


def test_nothing_found_is_said(client: Client) -> None:
    html = client.get(reverse("found_names"), {"q": "qqqxxx"}).content.decode()
    assert "Ei tuloksia" in html
    assert "<li" not in html


def test_it_is_a_part_of_a_page_that_no_search_engine_lists(client: Client) -> None:
    response = client.get(reverse("found_names"), {"q": "<b>x", "kind": "none", "page": "-1"})
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert "max-age=300" in response["Cache-Control"]
    assert "<html" not in response.content.decode()
    assert not response.cookies
    assert response["X-Frame-Options"] == "DENY"
