"""Sums of euros: what listings say that they cost, and what a query will pay."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from search.asked import Asked
from search.asking import ask
from search.costs import costs_of, values_within
from search.engines.base import SearchRequest
from search.understanding import label, understand
from servicemap.models import Association, Facility, Municipality
from tests.factories import ActivityFactory, AssociationFactory
from tests.search.understood import described

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 25)

SUMS = [
    ("alle 5 euroa", "cost=<5", ""),
    ("5 €", "cost=5", ""),
    ("maks 10e jumppa", "cost=10", "jumppa"),
    ("enintään 10 euroa", "cost=10", ""),
    ("under 5 euro", "cost=<5", ""),
    ("ei yli 10 euroa", "cost=10", ""),
    ("5–10 € kerho", "cost=10", "kerho"),
    ("jooga 7,50 e", "cost=7.5", "jooga"),
    ("kuntosali alle 20 €/kk", "cost=<20", "kuntosali"),
    ("kuntosali 20 euroa per kuukausi lahti", "cost=20 municipality=398", "kuntosali"),
    ("alle kympin", "cost=<10", ""),
    ("kympillä", "cost=10", ""),
    ("alle viiden euron", "cost=<5", ""),
    ("under fem euro", "cost=<5", ""),
    ("högst 10 euro", "cost=10", ""),
    ("yoga for less than ten euros", "cost=<10", "yoga"),
    ("at most €5", "cost=5", ""),
    ("under 50 euros", "cost=<50", ""),
    ("0 €", "price=free", ""),
    ("alle 10-vuotiaille alle 10 euroa", "target=lapset cost=<10", ""),
    ("17240 5 €", "place=17240 cost=5", ""),
    ("klo 18 5 €", "time=evening cost=5", ""),
    ("kurssi 1.-5.12. alle 10 €", "when=2026-12-01..2026-12-05 cost=<10", "kurssi"),
    # What is no sum, or is asked for by nobody who looks for a bargain.
    ("max 20 kr", "", "max 20 kr"),
    ("yli 10 euroa", "", "yli 10 euroa"),
    ("5 e-urheilu", "", "5 e-urheilu"),
    ("alle 10 v", "target=lapset", ""),
    ('"5 €"', "", '"5 €"'),
]


@pytest.mark.parametrize(("text", "meanings", "rest"), SUMS)
def test_sums_are_understood(registers: Any, text: str, meanings: str, rest: str) -> None:
    understood = understand(text, TODAY)
    assert (" ".join(map(described, understood.meanings)), understood.rest) == (meanings, rest)


@pytest.mark.parametrize(
    ("price", "info", "values"),
    [
        ("free", "", ["0"]),
        ("free", "Kahvi 2 €", ["0"]),
        ("low", "", []),
        ("low", "3,20 € kerta", ["7"]),
        ("low", "5 €, lapset 2 €", ["4"]),
        ("fee", "60 € / 10 kertaa", ["120"]),
        ("low", "5–10 euroa", ["10"]),
        ("low", "alle 18-vuotiaat maksutta", []),
        ("fee", "2 500 €", []),
        ("", "4e", ["8"]),
    ],
)
def test_the_least_sum_of_a_listing_counts(price: str, info: str, values: list[str]) -> None:
    assert list(costs_of(Facility(price=price, price_info=info))) == values


def test_a_limit_takes_in_all_sums_up_to_it() -> None:
    assert values_within("1") == ("0", "1", "2")
    assert values_within("<1") == ("0", "1")
    assert len(values_within("99999")) == 601


@pytest.fixture
def club(registers: Any) -> Association:
    """An association in one of the real municipalities."""
    return AssociationFactory(name="Seura", municipality=Municipality.objects.get(code="398"))


@pytest.fixture
def classes(club: Association) -> None:
    """Gymnastics at different prices."""
    for name, price, info in (
        ("Jumppa A", "free", ""),
        ("Jumppa B", "low", "4 € / kerta"),
        ("Jumppa C", "low", "5 €"),
        ("Jumppa D", "fee", "12 €"),
        ("Jumppa 5", "low", ""),
    ):
        ActivityFactory(
            name=name, price=price, price_info=info, organiser=club, municipality=club.municipality
        )


def asked(text: str) -> Asked:
    return ask(SearchRequest(text=text))


def names(one: Asked) -> str:
    return "".join(sorted(hit.card["name"]["fi"][-1] for hit in one.search().hits))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jumppa alle 5 euroa", "AB"),
        ("jumppa max 5 euroa", "ABC"),
        ("jumppa 5 €", "ABC"),
        ("enintään 15 e", "ABCD"),
        ("jumppa ilmaiseksi", "A"),
    ],
)
def test_what_costs_more_is_left_out(classes: None, text: str, found: str) -> None:
    one = asked(text)
    assert (names(one), one.gave_up) == (found, False)


def test_a_sum_that_nothing_keeps_to_is_given_up_and_told(club: Association) -> None:
    where = {"organiser": club, "municipality": club.municipality}
    ActivityFactory(name="Jumppa D", price="fee", price_info="12 €", **where)
    one = asked("jumppa alle 5 euroa")
    assert [meaning.text for meaning in one.dropped] == ["alle 5 euroa"]
    assert names(one) == "D"


def test_the_page_says_what_the_sum_limits_to(client: Client, classes: None) -> None:
    html = client.get("/en/search/", {"q": "jumppa alle 5 euroa"}).content.decode()
    chips = html.split("chips__group--understood")[1].split("</ul>")[0]
    assert "Free or under 5 €" in chips
    assert 'href="/en/search/?q=jumppa"' in chips
    [meaning] = understand("max 7,50 €").meanings
    with translation.override("en"):
        assert label(meaning) == "free or at most 7.50 €"


def test_the_api_tells_the_sum(client: Client, classes: None) -> None:
    answer = client.get("/api/v1/search", {"q": "jumppa max 5 euroa"}).json()
    [understood] = answer["query"]["understood"]
    assert (understood["type"], understood["value"]) == ("cost", "5")
    assert "cost" not in answer["facets"]
    assert answer["total"] == 3
