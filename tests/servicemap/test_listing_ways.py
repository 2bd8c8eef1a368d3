"""The ways from a listing's page: there by foot or bus, on to a friend, and back from paper."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Site

from pages.models import PortalSettings
from servicemap.directions import directions_url, validate_planner_url
from servicemap.qr_code import qr_svg
from tests.factories import AssociationFactory, FacilityFactory

pytestmark = pytest.mark.django_db

PLANNER = "https://reitit.example.org/reitti/-/{name}::{lat},{lon}"


def page_of(client: Client, listing: Any) -> str:
    return client.get(listing.get_absolute_url()).content.decode()


def test_place_links_to_directions_on_openstreetmap(client: Client) -> None:
    page = page_of(client, FacilityFactory())
    assert (
        "https://www.openstreetmap.org/directions?to=60.982700%2C25.661200#map=15/60.982700/25.661200"
        in page
    )
    assert "reitit.example.org" not in page


def test_journey_planner_shows_once_it_is_set(client: Client) -> None:
    site = Site.objects.get(is_default_site=True)
    PortalSettings.objects.create(site=site, journey_planner_url=PLANNER)
    page = page_of(client, FacilityFactory(name="Kylätalo & piha"))
    href = "https://reitit.example.org/reitti/-/Kyl%C3%A4talo%20%26%20piha::60.982700,25.661200"
    assert f'href="{href}"' in page


def test_without_a_point_there_are_no_directions(client: Client) -> None:
    site = Site.objects.get(is_default_site=True)
    PortalSettings.objects.create(site=site, journey_planner_url=PLANNER)
    page = page_of(client, AssociationFactory())
    assert "openstreetmap.org" not in page
    assert "reitit.example.org" not in page


@pytest.mark.parametrize(
    "address",
    [
        "http://reitit.example.org/{lat},{lon}",
        "javascript:alert({lat},{lon})",
        "https://reitit.example.org/{lat}",
        "https://reitit.example.org/{lat},{lon}/{user}",
    ],
)
def test_planner_address_that_leads_nowhere_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        PortalSettings(journey_planner_url=address).clean_fields(exclude=["site"])


def test_planner_address_with_and_without_a_name_is_accepted() -> None:
    validate_planner_url(PLANNER)
    validate_planner_url("https://reitit.example.org/?to={lat},{lon}")


def test_names_never_fill_placeholders_again() -> None:
    location = FacilityFactory.build(municipality=None).location
    address = directions_url("https://a.example/{name}/{lat}/{lon}", location, "{lat}")
    assert address == "https://a.example/%7Blat%7D/60.982700/25.661200"


def test_page_shows_its_own_address(client: Client) -> None:
    facility = FacilityFactory()
    page = client.get(facility.get_absolute_url() + "?from=search").content.decode()
    address = f"http://testserver{facility.get_absolute_url()}"
    assert f'<p class="share__address">{address}</p>' in page
    assert f'<p class="on-paper__address">{address}</p>' in page
    assert qr_svg(address) in page


def test_qr_code_follows_a_content_security_policy() -> None:
    svg = qr_svg("https://seutukartta.example/fi/tilat/kylatalo/")
    assert svg.startswith("<svg")
    assert not re.search(r"style=|<style|<script|href", svg)
    assert svg != qr_svg("https://seutukartta.example/fi/tilat/toinen/")
