"""Associations in the form of an evening: suggested as one types, and tied to their listings."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from pages.models import EveningPage
from servicemap.association_names import LONGEST, MOST, association_named, names_like
from servicemap.models import EveningRegistration, User
from tests.factories import AssociationFactory
from tests.pages.evenings.conftest import Register
from tests.spreadsheets import csv_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def club() -> Any:
    """An association with a name in Swedish, too."""
    return AssociationFactory(name="Äijälän Nuorisoseura ry", name_sv="Äijälä Ungdomsförening rf")


@pytest.mark.parametrize("typed", ["äi", "ÄIJÄLÄN  nuo", "nuorisoseura", "nuo äij", "ungdoms"])
def test_name_is_suggested_by_the_beginnings_of_its_words(club: Any, typed: str) -> None:
    AssociationFactory(name="Kalakerho ry")
    assert names_like(typed) == [club.name]
    with translation.override("sv"):
        assert names_like(typed) == [club.name_sv]


@pytest.mark.parametrize("typed", ["", "ä", "  ", "-!", "seura", "x" * (LONGEST + 1), "äijälän k"])
def test_nothing_is_suggested_for_what_begins_no_name(club: Any, typed: str) -> None:
    assert names_like(typed) == []


def test_suggestions_are_few_and_those_that_begin_so_come_first() -> None:
    for number in range(MOST):
        AssociationFactory(name=f"A {number} Kylät")
    AssociationFactory(name="Kylän Väki ry")
    AssociationFactory(name="Kylän Piilossa ry", live=False)
    assert len(names_like("kyl")) == MOST
    assert names_like("kyl")[0] == "Kylän Väki ry"
    assert names_like("kylän p") == []


def test_suggestions_are_one_query_and_may_be_kept_by_anybody(
    client: Client, club: Any, django_assert_num_queries: Any
) -> None:
    address = reverse("evening-associations")
    with django_assert_num_queries(1):
        response = client.get(address, {"q": "äij"})
    assert response.json() == {"names": [club.name]}
    assert "public" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert not response.cookies
    assert client.get(address).json() == {"names": []}
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "typed",
    [
        *("Äijälän Nuorisoseura ry", "äijälän  nuorisoseura RY", "Äijälän Nuorisoseura"),
        *("Äijälän Nuorisoseura r.y.", "Äijälä Ungdomsförening"),
    ],
)
def test_name_that_is_known_ties_to_the_listing(
    page: EveningPage, register: Register, club: Any, typed: str
) -> None:
    AssociationFactory(name="Äijälän Nuorisoseuran Tuki ry")
    register(page, association=typed)
    one = EveningRegistration.objects.get()
    assert (one.listing, one.association) == (club, " ".join(typed.split(" ")))
    assert mail.outbox


@pytest.mark.parametrize("typed", ["", "ry", "Äijälän", "Äijälän Nuorisoseura ja Marttayhdistys"])
def test_other_names_tie_to_nothing(
    page: EveningPage, register: Register, club: Any, typed: str
) -> None:
    register(page, association=typed)
    assert EveningRegistration.objects.get().listing is None


def test_name_that_several_have_ties_to_none_of_them(club: Any) -> None:
    same = AssociationFactory(name="Äijälän nuorisoseura")
    assert association_named("Äijälän Nuorisoseura ry") == club.pk, "Only one is called just so."
    assert association_named("Äijälän nuorisoseura") == same.pk
    assert association_named("Äijälän Nuorisoseura r.y.") is None
    AssociationFactory(name="Piilossa ry", live=False)
    assert association_named("Piilossa ry") is None


def test_organiser_sees_the_listing_and_gets_its_address(
    page: EveningPage, register: Register, club: Any, superuser: User, settings: Any
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://kartta.example"
    register(page, association=club.name)
    register(page, "b@example.org", association="Tuntematon ry")
    organiser = Client()
    organiser.force_login(superuser)
    address = f'href="{club.get_absolute_url()}"'
    roll = reverse("evening_roll", args=[page.pk])
    assert organiser.get(roll).content.decode().count(address) == 1
    export = organiser.get(reverse("evening_export", args=[page.pk]), {"format": "csv"})
    rows = csv_table(export)
    addresses = [row[-1] for row in rows[1:]]
    assert addresses == [f"https://kartta.example{club.get_absolute_url()}", ""]
    club.unpublish()
    assert address not in organiser.get(roll).content.decode()


def test_registration_outlives_the_listing(
    page: EveningPage, register: Register, club: Any
) -> None:
    register(page, association=club.name)
    club.delete()
    one = EveningRegistration.objects.get()
    assert (one.listing, one.association) == (None, "Äijälän Nuorisoseura ry")


def test_organiser_who_adds_by_hand_is_helped_alike(
    page: EveningPage, club: Any, superuser: User
) -> None:
    organiser = Client()
    organiser.force_login(superuser)
    add = reverse("evening_add", args=[page.pk])
    content = organiser.get(add).content.decode()
    assert reverse("evening-associations") in content
    organiser.post(add, {"name": "Soittaja", "association": club.name.upper(), "persons": "1"})
    assert EveningRegistration.objects.get().listing == club
