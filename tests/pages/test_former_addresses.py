"""Links to an address that something had before lead to the one that it has now."""

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.contrib.redirects.models import Redirect

from pages.models import HomePage, StandardPage
from servicemap.models import Association
from tests.factories import AssociationFactory, GrantFactory

pytestmark = pytest.mark.django_db


def leads_to(client: Client, path: str) -> str:
    """Where the path leads for good."""
    response = client.get(path, headers={"host": "localhost"})
    assert response.status_code == 301, path
    return str(response.headers["Location"])


def test_listing_is_found_at_its_old_address_in_each_language(
    client: Client, home: HomePage
) -> None:
    club: Association = AssociationFactory(slug="soutajat")  # type: ignore[assignment]
    club.slug = "vesijarven-soutajat"
    club.save_revision().publish()
    assert leads_to(client, "/fi/yhdistykset/soutajat/") == club.get_absolute_url()
    assert leads_to(client, "/en/associations/soutajat/").startswith("/en/")
    assert leads_to(client, "/sv/foreningar/soutajat/anmal/").endswith("-soutajat/anmal/")
    club.slug = "soutajat-lahti"
    club.save()
    for old in ("soutajat", "vesijarven-soutajat"):
        assert leads_to(client, f"/fi/yhdistykset/{old}/") == club.get_absolute_url()


def test_old_address_that_is_taken_into_use_again_is_a_page(client: Client, home: HomePage) -> None:
    club: Association = AssociationFactory(slug="soutajat")  # type: ignore[assignment]
    for slug in ("toinen", "soutajat"):
        club.slug = slug
        club.save()
    assert client.get("/fi/yhdistykset/soutajat/").status_code == 200
    assert leads_to(client, "/fi/yhdistykset/toinen/") == club.get_absolute_url()
    assert not Redirect.objects.filter(old_path__endswith="/soutajat").exists()


def test_draft_never_had_an_address(client: Client) -> None:
    club: Association = AssociationFactory(slug="luonnos", live=False)  # type: ignore[assignment]
    club.slug = "toinen"
    club.save()
    assert not Redirect.objects.exists()


def test_grant_is_found_at_its_old_address(client: Client, home: HomePage) -> None:
    grant = GrantFactory(slug="kohdeavustus")
    grant.slug = "kohdeavustus-kulttuuri"
    grant.save()
    assert leads_to(client, "/fi/avustukset/kohdeavustus/") == grant.get_absolute_url()
    calendar = leads_to(client, "/fi/avustukset/kohdeavustus/kalenteri.ics")
    assert calendar == "/fi/avustukset/kohdeavustus-kulttuuri/kalenteri.ics"
    assert client.get(calendar).status_code == 200


def test_page_is_found_at_its_old_address(
    client: Client,
    home: HomePage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = home.add_child(instance=StandardPage(title="Ohjeita", slug="ohjeita"))
    page.slug = "ohjeet"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert leads_to(client, "/fi/ohjeita/").endswith("/fi/ohjeet/")
