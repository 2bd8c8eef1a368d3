"""What the map in listings' forms asks of the site, and what is said without script."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from search.suggesting.places import place_index
from servicemap.models import Facility, Municipality
from tests.factories import FacilityFactory, UserFactory
from tests.servicemap.admin_forms import form, text, url

pytestmark = pytest.mark.django_db

LAHTI, HEINOLA = (60.9827, 25.6612), (61.2052, 26.0348)


@pytest.fixture(autouse=True)
def _gazetteer(registers: Any) -> None:
    """The region's real places."""
    place_index.clear()


def ask(client: Client, name: str, **parameters: Any) -> Any:
    """What the site answers the map."""
    response = client.get(reverse(name), parameters)
    assert response.status_code == 200
    return response.json()


def test_municipality_of_a_point_is_told(
    admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    lahti = Municipality.objects.get(code="398")
    with django_assert_max_num_queries(6):
        answer = ask(
            admin_client, "servicemap_municipality_at", latitude=LAHTI[0], longitude=LAHTI[1]
        )
    assert answer == {"key": lahti.pk, "name": "Lahti"}
    nowhere = ask(admin_client, "servicemap_municipality_at", latitude=0, longitude=0)
    assert nowhere == {"key": None, "name": None}


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"latitude": "x", "longitude": "1"},
        {"latitude": "91", "longitude": "0"},
        {"latitude": "nan", "longitude": "0"},
    ],
)
def test_odd_points_are_refused(admin_client: Client, parameters: dict[str, str]) -> None:
    response = admin_client.get(reverse("servicemap_municipality_at"), parameters)
    assert response.status_code == 422
    assert response.json()["errors"]


def test_addresses_of_listings_and_places_are_found(admin_client: Client) -> None:
    lahti = Municipality.objects.get(code="398")
    FacilityFactory(
        name="Halli",
        street_address="Launeenkatu 5",
        municipality=lahti,
        latitude=60.961,
        longitude=25.653,
    )
    (exact,) = ask(admin_client, "admin_find_place", q="Launeenkatu 5, Lahti")["found"]
    assert (exact["latitude"], exact["longitude"], exact["exact"]) == (60.961, 25.653, True)
    (near,) = ask(admin_client, "admin_find_place", q="Launeenkatu 15")["found"]
    assert near["exact"] is False
    assert ask(admin_client, "admin_find_place", q="Heinola")["found"]
    slip = ask(admin_client, "admin_find_place", q="Heinolaa")
    assert slip["found"] or slip["like"]
    assert ask(admin_client, "admin_find_place", q="xyzzyxyzzy") == {"found": [], "like": []}
    assert ask(admin_client, "admin_find_place", q="\0") == {"found": [], "like": []}
    assert ask(admin_client, "admin_find_place") == {"found": [], "like": []}


@pytest.mark.parametrize("name", ["servicemap_municipality_at", "admin_find_place"])
def test_only_editors_are_answered(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize(("point", "warned"), [(LAHTI, False), (HEINOLA, True), ((0, 0), True)])
def test_point_outside_the_municipality_is_warned_of_without_script(
    admin_client: Client, point: tuple[float, float], warned: bool
) -> None:
    lahti = Municipality.objects.get(code="398")
    data = form(
        Facility,
        municipality=str(lahti.pk),
        latitude=str(point[0]),
        longitude=str(point[1]),
    )
    response = admin_client.post(url(Facility, "add"), data)
    assert response.status_code == 302
    said = " ".join(str(message) for message in get_messages(response.wsgi_request))
    assert ("Lahti" in said) is warned
    assert ("Heinola" in said) is (point == HEINOLA)


def test_drafts_saved_in_the_background_warn_of_nothing(admin_client: Client) -> None:
    lahti = Municipality.objects.get(code="398")
    listing = FacilityFactory(municipality=lahti)
    data = form(
        Facility, name=listing.name, municipality=str(lahti.pk), latitude="0", longitude="0"
    )
    response = admin_client.post(
        url(Facility, "edit", listing.pk), data, headers={"accept": "application/json"}
    )
    assert response.status_code == 200
    assert response.json()["success"]
    assert "Lahti" not in " ".join(str(one) for one in get_messages(response.wsgi_request))


def test_form_has_the_map_and_fields_that_do_without_it(admin_client: Client) -> None:
    page = text(admin_client.get(url(Facility, "add")))
    for part in ('id="id_latitude"', 'id="id_longitude"', "<map-pin", reverse("admin_find_place")):
        assert part in page
    # Nothing of the map itself is sent with the form.
    search = page.split("map-pin-address")[1].split("map-pin__map")[0]
    assert " name=" not in search
