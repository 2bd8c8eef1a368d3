"""What search engines and other services show of each kind of page."""

import datetime
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from pages.models import GrantsPage, HomePage, StandardPage
from servicemap.models import Grant, Listing
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    FacilityFactory,
    GrantFactory,
    MunicipalityFactory,
)
from tests.pages.factories import news_index, news_page

pytestmark = pytest.mark.django_db

SHORT = "Soutajien “paras” & muut"


class Head(HTMLParser):
    """Reads what the head of a page says of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        key = values.get("property") or values.get("name") or values.get("rel")
        if tag in ("meta", "link") and key and not values.get("hreflang"):
            assert key not in self.said or not key.startswith(("og:", "desc", "canon")), key
            self.said[key] = values.get("content") or values.get("href") or ""


def head(client: Client, address: str) -> dict[str, str]:
    response = client.get(address)
    assert response.status_code == 200
    return Head(response.content.decode()).said


@pytest.mark.parametrize("make", [AssociationFactory, FacilityFactory, ActivityFactory])
def test_listings_are_shared_by_their_own_names(
    client: Client, home: HomePage, make: Callable[..., Listing]
) -> None:
    listing = make(name='Soutajat "Airo" & muut', summary=SHORT)
    said = head(client, listing.get_absolute_url())
    assert said["og:title"] == 'Soutajat "Airo" & muut'
    assert said["og:description"] == said["description"] == SHORT


def test_grants_are_shared_by_their_own_names_in_every_language(
    client: Client, home: HomePage
) -> None:
    grant: Grant = GrantFactory(name="Avustus", name_sv="Bidrag", summary=SHORT)  # type: ignore[assignment]
    for language, title in (("fi", "Avustus"), ("sv", "Bidrag"), ("en", "Avustus")):
        client.cookies.clear()
        said = head(client, _in(language, grant))
        assert said["og:title"] == title
        assert said["og:description"] == said["description"] == SHORT


def _in(language: str, grant: Grant) -> str:
    with translation.override(language):
        return grant.get_absolute_url()


@pytest.mark.parametrize("view", ["search", "calendar", "embed_builder"])
def test_views_are_shared_by_what_they_are(client: Client, home: HomePage, view: str) -> None:
    said = head(client, reverse(view))
    assert said["og:title"] not in ("", said["og:site_name"])
    assert said["og:description"] == said["description"] != ""


def test_pages_are_shared_by_their_titles_and_leads(client: Client, home: HomePage) -> None:
    home.add_child(instance=StandardPage(title="Tietoa", slug="tietoa", lead=SHORT))
    home.add_child(instance=GrantsPage(title="Avustukset", slug="avustukset", lead=SHORT))
    for slug, title in (("tietoa", "Tietoa"), ("avustukset", "Avustukset")):
        said = head(client, f"/fi/{slug}/")
        assert said["og:title"] == title
        assert said["og:description"] == said["description"] == SHORT


def test_reports_are_shared_as_such_and_not_found(client: Client, home: HomePage) -> None:
    club = AssociationFactory(name="Soutajat", summary=SHORT)
    said = head(client, reverse("association-feedback", args=[club.slug]))
    assert said["robots"] == "noindex"
    assert said["og:title"].endswith("– Soutajat")
    assert "description" not in said


def test_the_one_address_is_the_site_s_own_whatever_host_is_asked(
    client: Client, home: HomePage, settings: Settings
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://kartta.example.org"
    said = head(client, "/fi/")
    assert said["canonical"] == said["og:url"] == "https://kartta.example.org/fi/"
    assert said["og:image"].startswith("https://kartta.example.org/static/")


@pytest.mark.parametrize("asked", ["2", "99", "-1"])
def test_the_one_address_of_a_list_is_that_of_the_page_that_is_shown(
    client: Client, home: HomePage, asked: str
) -> None:
    index = news_index(home)
    for day in range(1, 13):
        news_page(index, f"Uutinen {day}", date=datetime.date(2026, 10, day))
    said = head(client, f"{index.url}?page={asked}")
    assert said["canonical"] == said["og:url"] == f"http://localhost:8000{index.url}?page=2"
    assert head(client, f"{index.url}?page=x")["canonical"] == f"http://localhost:8000{index.url}"


@pytest.mark.parametrize("view", ["search", "calendar"])
def test_a_page_number_without_end_breaks_nothing(
    client: Client, home: HomePage, view: str
) -> None:
    address = f"{reverse(view)}?page={'9' * 5_000}"
    response = client.get(address, follow=True)
    assert response.status_code == 200
    assert (
        Head(response.content.decode()).said["canonical"] == f"http://localhost:8000{reverse(view)}"
    )


def test_calendars_name_events_alike_wherever_the_site_is(
    client: Client, home: HomePage, settings: Settings
) -> None:
    grant: Grant = GrantFactory(days=[(-2, 4)])  # type: ignore[assignment]
    address = reverse("grant-calendar", args=[grant.slug])

    def lines(beginning: str) -> list[str]:
        text = client.get(address, headers={"host": "localhost"}).content.decode()
        return [line for line in text.splitlines() if line.startswith(beginning)]

    names, links = lines("UID:"), lines("URL:")
    assert len(names) == 2
    settings.WAGTAILADMIN_BASE_URL = "https://kartta.example.org"
    assert lines("UID:") == names
    assert lines("URL:") != links
    assert all(link.startswith("URL:https://kartta.example.org/fi/") for link in lines("URL:"))


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feeds_narrowed_as_the_list_have_an_address_of_their_own(
    client: Client, home: HomePage, form: str
) -> None:
    town = MunicipalityFactory(name="Sysmä")
    for value in (town.code, town.slug):
        response = client.get(reverse(f"news_{form}"), {"municipality": value})
        there = reverse(f"municipality_news_{form}", args=[town.slug])
        assert (response.status_code, response.headers["Location"]) == (302, there)
    assert client.get(reverse(f"news_{form}"), {"municipality": "999"}).status_code == 404
    assert f"http://localhost:8000{there}" in client.get(there).content.decode()
