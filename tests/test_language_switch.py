"""The switch of languages keeps the place: the page, what is searched for, and how it is shown."""

import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from pages.demo_content.site_pages import load_site
from pages.models import HomePage, NewsIndexPage, StandardPage, StrategyPage
from servicemap.models import Municipality
from tests.factories import ActivityFactory, AssociationFactory, FacilityFactory

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]

SEARCHES = (
    "",
    "?q=jooga+lapsille",
    "?q=%C3%A4iti-lapsi+%26+muut&kind=activity&kind=facility&price=free&weekday=MO&weekday=WE",
    "?municipality=398&category=liikunta&target=seniorit&accessibility=esteeton-wc",
    "?q=kerho&sort=name&page=2",
    "?q=kerho&show=map&bbox=25.5,60.9,25.7,61.1",
    "?place=V%C3%A4%C3%A4ksy,+Asikkala&near=61.1757,25.5497&radius=5000&sort=distance",
    "?when=2026-12-01..2026-12-31&time=evening",
    "?when=ei-mit%C3%A4%C3%A4n&municipality=tuntematon",
)


@pytest.fixture
def listings(registers: Any) -> dict[str, Any]:
    """A listing of each kind, and enough clubs for a second page."""
    town = {"municipality": Municipality.objects.get(code="398")}
    association = AssociationFactory(name="Soutajat", **town)
    facility = FacilityFactory(name="Venevaja", **town)
    activity = ActivityFactory(name="Soutukerho", organiser=association, **town)
    for number in range(21):
        ActivityFactory(name=f"Kerho {number}", organiser=association, **town)
    return {"association": association, "facility": facility, "activity": activity}


def places(listings: dict[str, Any]) -> list[str]:
    """Addresses in Finnish of everything that has a place in each language."""
    ids = "&".join(("ids=activity-1,facility-2,association-3,ei-mik%C3%A4%C3%A4n", "tallenna=1"))
    pages = [
        model.objects.live().filter(locale__language_code="fi").first()
        for model in (HomePage, NewsIndexPage, StrategyPage, StandardPage)
    ]
    with translation.override("fi"):
        return [
            *(reverse("search") + search for search in SEARCHES),
            *(reverse("calendar") + search for search in SEARCHES if "page=" not in search),
            reverse("calendar") + "?when=2026-11-24..2026-11-24&q=kerho",
            *(reverse("embed_builder") + search for search in SEARCHES),
            reverse("embed_builder") + "?q=kerho&show=map&scheme=dark&height=500&title=Kerhot",
            reverse("my_list"),
            f"{reverse('my_list')}?{ids}",
            reverse("offline"),
            *(listing.get_absolute_url() for listing in listings.values()),
            listings["activity"].get_absolute_url() + "?from=haku",
            *(listing.get_feedback_url() for listing in listings.values()),
            listings["activity"].get_feedback_url() + "?sent=1",
            *(page.get_url() for page in pages if page),
        ]


def ways(client: Client, address: str) -> dict[str, str]:
    """Where a page leads in each language."""
    response = client.get(address)
    assert response.status_code == 200, address
    return {item["code"]: item["url"] for item in response.context["languages"]}


def test_the_way_there_and_back_ends_where_it_began(
    client: Client, listings: dict[str, Any]
) -> None:
    load_site(datetime.date(2026, 11, 22))
    addresses = places(listings)
    assert len(addresses) > 35
    for address in addresses:
        found = ways(client, address)
        # Beside the code of the language, too: but home pages and the page without a connection.
        tails = {urlsplit(url).path[3:] for url in found.values()}
        assert len(tails) == 3 or tails in ({"/"}, {"/offline/"}), address
        assert found["fi"] == address
        for code in LANGUAGES:
            assert urlsplit(found[code]).path.startswith(f"/{code}/"), address
            assert parse_qsl(urlsplit(found[code]).query) == parse_qsl(urlsplit(address).query)
            assert ways(client, found[code]) == found


def test_a_place_that_is_found_by_name_is_the_same_in_the_other_language(
    client: Client, registers: Any
) -> None:
    with translation.override("fi"):
        response = client.get(reverse("search") + "?place=V%C3%A4%C3%A4ksy&show=map")
    there = response.headers["Location"]
    assert "show=map" in there
    swedish = ways(client, there)["sv"]
    assert dict(parse_qsl(urlsplit(swedish).query)) == dict(parse_qsl(urlsplit(there).query))


def test_the_choice_of_the_map_is_in_the_address_and_goes_no_further(
    client: Client, listings: dict[str, Any]
) -> None:
    address = reverse("search")
    shown = client.get(address + "?show=map&q=kerho")
    assert '<input class="visually-hidden" type="radio" name="view" id="view-map"' in shown.text
    assert shown.context["shown"] == "map"
    assert "show=" not in shown.context["map"]["url"]
    assert "show=" not in shown.context["embed_url"]
    assert client.get(shown.context["map"]["url"]).status_code == 200
    for odd in ("", "?show=list", "?show=1,2,3,4", "?show="):
        assert client.get(address + odd).context["shown"] == "list"
