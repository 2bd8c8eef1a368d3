"""What editors see before publishing: in each language, in the admin's frame, with advice."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from servicemap.models import Association, Listing
from tests.factories import AssociationFactory
from tests.servicemap.admin_forms import CONTACT_POINT, KINDS, form, text, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("model", "factory"), KINDS)
@pytest.mark.parametrize(
    ("language", "name", "label"),
    [("fi", "Kuoro", "Yhteystiedot"), ("sv", "Kören", "Kontakt"), ("en", "Choir", "Contact")],
)
def test_listing_is_previewed_in_each_language(
    admin_client: Client, model: type[Listing], factory: Any, language: str, name: str, label: str
) -> None:
    listing = factory(draft=True)
    preview = url(model, "preview_on_edit", listing.pk)
    data = form(
        model, name="Kuoro", name_sv="Kören", name_en="Choir", contact_points=[CONTACT_POINT]
    )
    assert admin_client.post(preview, data).json()["is_valid"]
    page = text(admin_client.get(preview, {"mode": language}))
    assert f'<html lang="{language}"' in page
    assert f"<h1>{name}</h1>" in page
    assert label in page


def test_preview_begins_in_the_main_language_whatever_is_asked(admin_client: Client) -> None:
    club = AssociationFactory(name="Kuoro", name_sv="Kören")
    preview = url(Association, "preview_on_edit", club.pk)
    admin_client.post(preview, form(Association, name="Kuoro", name_sv="Kören"))
    for parameters in ({}, {"mode": ""}, {"mode": "xx"}):
        assert "<h1>Kuoro</h1>" in text(admin_client.get(preview, parameters))
    # The admin's own language stays.
    assert '<html lang="fi"' in text(admin_client.get(reverse("wagtailadmin_home")))


def test_languages_are_offered_beside_the_form(admin_client: Client) -> None:
    page = text(admin_client.get(url(Association, "edit", AssociationFactory().pk)))
    modes = page.split('id="id_preview_mode"')[1].split("</select>")[0]
    assert [f'value="{code}"' in modes for code in ("fi", "sv", "en")] == [True] * 3


def test_preview_may_be_framed_by_the_admin_and_pages_by_nobody(
    admin_client: Client, client: Client
) -> None:
    club = AssociationFactory()
    preview = url(Association, "preview_on_edit", club.pk)
    admin_client.post(preview, form(Association))
    response = admin_client.get(preview, {"in_preview_panel": "true"})
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Content-Security-Policy" not in response.headers
    public = client.get(club.get_absolute_url())
    assert "frame-ancestors 'none'" in public.headers["Content-Security-Policy"]


def test_readers_get_neither_the_checker_nor_cookies(admin_client: Client, client: Client) -> None:
    club = AssociationFactory()
    preview = url(Association, "preview_on_edit", club.pk)
    admin_client.post(preview, form(Association))
    assert "wagtail-userbar" in text(admin_client.get(preview, {"in_preview_panel": "true"}))
    for visitor in (client, admin_client):
        response = visitor.get(club.get_absolute_url())
        page = text(response)
        assert "wagtail-userbar" not in page
        assert "wagtailadmin" not in page
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_advice_is_open_for_a_new_listing_and_folded_for_an_old_one(
    admin_client: Client, model: type[Listing], factory: Any
) -> None:
    new = text(admin_client.get(url(model, "add")))
    advice = new.split('<details class="good-content"')[1].split("</details>")[0]
    assert advice.startswith(" open>")
    assert advice.count("<li>") == 4
    old = text(admin_client.get(url(model, "edit", factory().pk)))
    assert '<details class="good-content">' in old
