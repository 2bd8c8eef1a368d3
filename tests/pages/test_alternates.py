"""Search engines learn where the same content is in other languages."""

import gzip
import re

import pytest
from django.test import Client
from wagtail.models import Locale, Page

from pages.models import StandardPage
from servicemap.public_address import public_address
from tests.factories import AssociationFactory

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">')


def alternates(client: Client, path: str) -> dict[str, str]:
    """The addresses that a page gives, by language."""
    response = client.get(path, headers={"host": "localhost"})
    assert response.status_code == 200
    return dict(LINK.findall(response.text))


def test_a_listing_is_at_an_absolute_address_in_each_language(client: Client) -> None:
    association = AssociationFactory(name="Ankkurin Melojat ry")
    found = alternates(client, association.get_absolute_url())
    assert set(found) == {"fi", "sv", "en"}
    assert found["fi"] == public_address(association.get_absolute_url())
    for address in found.values():
        assert client.get(address, headers={"host": "localhost"}).status_code == 200


def test_a_page_without_a_translation_names_no_other_page_as_one(
    client: Client, home: Page
) -> None:
    page = home.add_child(instance=StandardPage(title="Ohjeita", slug="ohjeita"))
    assert set(alternates(client, "/fi/ohjeita/")) == {"fi"}
    swedish, _created = Locale.objects.get_or_create(language_code="sv")
    home.copy_for_translation(swedish, copy_parents=True).save_revision().publish()
    page.copy_for_translation(swedish, copy_parents=True).save_revision().publish()
    assert set(alternates(client, "/fi/ohjeita/")) == {"fi", "sv"}


def test_pages_are_compressed_for_those_who_take_it(client: Client) -> None:
    response = client.get("/fi/haku/", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode().startswith("<!doctype html>")
    assert "Accept-Encoding" in response.headers["Vary"]
