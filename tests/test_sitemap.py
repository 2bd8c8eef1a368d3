"""What search engines are told of."""

import re

import pytest
from django.test import Client

from servicemap.models import Association
from tests.factories import AssociationFactory, FacilityFactory

pytestmark = pytest.mark.django_db


def locations(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    found = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", response.content.decode())
    return [str(path) for path in found]


def test_the_map_of_the_site_leads_to_every_part(client: Client) -> None:
    parts = ["pages", "views", "grants", "association", "facility", "activity"]
    assert locations(client, "/sitemap.xml") == [f"/sitemap-{part}.xml" for part in parts]
    for part in parts:
        locations(client, f"/sitemap-{part}.xml")
    assert client.get("/sitemap-other.xml").status_code == 404


def test_search_and_calendar_are_there_in_every_language(client: Client) -> None:
    found = locations(client, "/sitemap-views.xml")
    assert {"/fi/haku/", "/sv/sok/", "/en/search/"} <= set(found)
    assert {"/fi/kalenteri/", "/sv/kalender/", "/en/calendar/"} <= set(found)
    for path in found:
        assert client.get(path).status_code == 200


def test_listings_are_there_unless_they_are_drafts(client: Client) -> None:
    club: Association = AssociationFactory(slug="soutajat")  # type: ignore[assignment]
    AssociationFactory(slug="luonnos", live=False)
    FacilityFactory(slug="sali")
    found = locations(client, "/sitemap-association.xml")
    assert len(found) == 3
    assert club.get_absolute_url() in found
    assert [path for path in locations(client, "/sitemap-facility.xml") if "sali" in path]
    for path in found:
        assert client.get(path).status_code == 200
