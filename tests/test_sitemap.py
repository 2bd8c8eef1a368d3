"""What search engines are told of."""

import re
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from wagtail.models import Locale, PageViewRestriction

from pages.models import HomePage, StandardPage
from servicemap.checks import check_base_url
from servicemap.models import Association
from tests.factories import AssociationFactory, FacilityFactory, GrantFactory
from tests.pages.factories import home_page

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


def entries(client: Client, path: str) -> dict[str, dict[str, str]]:
    """Return by address what the map says of other languages."""
    root = ElementTree.fromstring(client.get(path).content)
    names = {
        "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "html": "http://www.w3.org/1999/xhtml",
    }
    return {
        url.findtext("map:loc", "", names): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("html:link", names)
        }
        for url in root.findall("map:url", names)
    }


@pytest.fixture
def site_pages(db: None) -> dict[str, HomePage]:
    """The home pages of all languages."""
    finnish = home_page("fi")
    return {"fi": finnish, **{code: home_page(code, finnish) for code in ("sv", "en")}}


@pytest.fixture
def translated(site_pages: dict[str, HomePage]) -> StandardPage:
    """A page in Finnish that is translated into Swedish and has a stand-in in English."""
    page: StandardPage = site_pages["fi"].add_child(
        instance=StandardPage(title="Tietoa", slug="tietoa")
    )
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    swedish = page.copy_for_translation(locales["sv"])
    swedish.slug, swedish.title = "om", "Om"
    swedish.save_revision().publish()
    page.copy_for_translation(locales["en"], alias=True)
    site_pages["fi"].add_child(instance=StandardPage(title="Luonnos", slug="luonnos", live=False))
    return page


def test_pages_are_there_in_the_languages_that_they_are_written_in(
    client: Client, translated: StandardPage, settings: Settings
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://kartta.example.org"
    found = entries(client, "/sitemap-pages.xml")
    base = "https://kartta.example.org"
    homes = {code: f"{base}/{code}/" for code in ("fi", "sv", "en")}
    both = {"fi": f"{base}/fi/tietoa/", "sv": f"{base}/sv/om/"}
    assert found == {
        **dict.fromkeys(homes.values(), homes),
        **dict.fromkeys(both.values(), both),
    }


def test_pages_that_not_everybody_may_see_are_not_there(
    client: Client, translated: StandardPage
) -> None:
    PageViewRestriction.objects.create(page=translated, restriction_type="login")
    found = locations(client, "/sitemap-pages.xml")
    assert "/sv/om/" in found
    assert "/fi/tietoa/" not in found


def test_more_pages_take_no_more_queries(client: Client, translated: StandardPage) -> None:
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap-pages.xml")
        return len(captured)

    few = queries()
    for number in range(5):
        page = StandardPage(title=f"Sivu {number}", slug=f"sivu-{number}")
        translated.get_parent().add_child(instance=page)
    assert queries() == few <= 8


def test_listings_and_grants_say_where_they_are_in_other_languages(client: Client) -> None:
    club: Association = AssociationFactory(slug="soutajat")  # type: ignore[assignment]
    GrantFactory(slug="toiminta")
    for part in ("association", "grants"):
        found = entries(client, f"/sitemap-{part}.xml")
        assert len(found) == 3
        for others in found.values():
            assert set(others) == {"fi", "sv", "en"}
            assert set(others.values()) == set(found)
    addresses = entries(client, "/sitemap-association.xml")
    assert f"http://localhost:8000{club.get_absolute_url()}" in addresses


def test_the_map_tells_of_the_site_s_own_address_whatever_host_is_asked(
    client: Client, settings: Settings
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://kartta.example.org"
    AssociationFactory()
    for path in ("/sitemap.xml", "/sitemap-views.xml", "/sitemap-association.xml"):
        text = client.get(path, headers={"host": "localhost"}).content.decode()
        assert "<loc>https://kartta.example.org/" in text
        assert "localhost" not in text


def test_crawlers_are_told_of_the_map_and_of_what_has_no_end(
    client: Client, settings: Settings
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://kartta.example.org"
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "Sitemap: https://kartta.example.org/sitemap.xml" in lines
    rules = RobotFileParser()
    rules.parse(lines)
    for path in ("/fi/", "/fi/haku/", "/sv/sok/", "/en/calendar/", "/fi/yhdistykset/soutajat/"):
        assert rules.can_fetch("robot", path), path
    for path in ("/admin/", "/api/v1/search", "/en/my-list/"):
        assert not rules.can_fetch("robot", path), path
    # Python's parser knows no asterisks, as RFC 9309 has them.
    assert {"Disallow: /fi/haku/?*", "Disallow: /en/calendar/?*"} <= set(lines)


def test_who_asks_for_the_icon_at_its_old_address_gets_it(client: Client) -> None:
    response = client.get("/favicon.ico", follow=True)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("url", "is_fine"),
    [
        ("https://kartta.example.org", True),
        ("http://kartta.example.org", False),
        ("https://localhost", False),
        ("https://muualla.example.org", False),
        ("https://kartta.example.org/kartta", False),
    ],
)
def test_an_address_that_leads_nobody_here_is_warned_of(
    settings: Settings, url: str, is_fine: bool
) -> None:
    settings.ALLOWED_HOSTS = ["kartta.example.org"]
    settings.WAGTAILADMIN_BASE_URL = url
    assert bool(check_base_url(None)) is not is_fine
