"""Wagtail's record of the site follows BASE_URL."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page, Site

from servicemap.checks import check_site_record
from servicemap.site_record import keep_in_step
from tests.pages.factories import home_page

pytestmark = pytest.mark.django_db


def there() -> tuple[str, int]:
    site = Site.objects.get(is_default_site=True)
    return site.hostname, site.port


def migrate() -> None:
    """What comes after Wagtail's own migrations."""
    keep_in_step(using="default")


def test_new_database_has_the_address_of_the_site(settings: Settings) -> None:
    assert settings.WAGTAILADMIN_BASE_URL == "http://localhost:8000"
    assert there() == ("localhost", 8000)


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://kartta.example.org", "kartta.example.org", 443),
        ("https://kartta.example.org/", "kartta.example.org", 443),
        ("http://kartta.example.org", "kartta.example.org", 80),
        ("http://Kartta.example.org:8080", "kartta.example.org", 8080),
        ("http://[::1]:8000", "[::1]", 8000),
    ],
)
def test_migrating_moves_the_site(settings: Settings, url: str, host: str, port: int) -> None:
    settings.WAGTAILADMIN_BASE_URL = url
    assert [warning.id for warning in check_site_record(None)] == ["servicemap.W002"]
    migrate()
    assert there() == (host, port)
    assert check_site_record(None) == []


@pytest.mark.parametrize("url", ["", "kartta.example.org", "ftp://kartta.example.org", "https://"])
def test_address_that_says_no_place_moves_nothing(settings: Settings, url: str) -> None:
    settings.WAGTAILADMIN_BASE_URL = url
    migrate()
    assert there() == ("localhost", 8000)
    assert check_site_record(None) == []


def test_whole_addresses_of_pages_follow_at_once(client: Client, settings: Settings) -> None:
    home = home_page("fi")
    assert home.full_url == "http://localhost:8000/fi/"
    settings.WAGTAILADMIN_BASE_URL = "https://kartta.example.org"
    call_command("migrate", verbosity=0)
    assert Page.objects.get(pk=home.pk).full_url == "https://kartta.example.org/fi/"
    page = client.get("/fi/", headers={"host": "localhost"}).content.decode()
    assert '<link rel="canonical" href="https://kartta.example.org/fi/">' in page
    sitemap = client.get("/sitemap-pages.xml", headers={"host": "localhost"}).content.decode()
    assert "<loc>https://kartta.example.org/fi/</loc>" in sitemap
    assert "localhost" not in sitemap


def test_other_site_keeps_its_place(settings: Settings) -> None:
    root = Page.objects.get(depth=1)
    Site.objects.create(hostname="kartta.example.org", port=443, root_page=root)
    settings.WAGTAILADMIN_BASE_URL = "https://kartta.example.org"
    migrate()
    assert there() == ("localhost", 8000)
    (warning,) = check_site_record(None)
    assert "http://localhost:8000" in warning.msg
    assert "https://kartta.example.org" in warning.msg


def test_nothing_is_guessed_where_no_one_site_is_the_default(settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://kartta.example.org"
    Site.objects.create(
        hostname="muu.example", root_page=Page.objects.get(depth=1), is_default_site=True
    )
    migrate()
    assert set(Site.objects.values_list("hostname", "port")) == {
        ("localhost", 8000),
        ("muu.example", 80),
    }
    assert check_site_record(None) == []
    Site.objects.all().delete()
    migrate()
    assert check_site_record(None) == []


def test_check_says_nothing_where_the_database_cannot_be_read(settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://kartta.example.org"

    def refuse(*args: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        assert check_site_record(None) == []
