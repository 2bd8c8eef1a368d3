"""A page that nobody has translated stands in for its translation, and says so."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from pages.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from pages.models.news import NEWS_PER_PAGE
from servicemap.public_address import site_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def swedish_home(home: HomePage) -> Page:
    """The home page in Swedish, translated."""
    locale, _created = Locale.objects.get_or_create(language_code="sv")
    translated: Page = home.copy_for_translation(locale, copy_parents=True)
    translated.save_revision().publish()
    return translated


@pytest.fixture
def stand_in(home: HomePage, swedish_home: Page) -> Page:
    """A Finnish page in the Swedish tree."""
    page = home.add_child(
        instance=StandardPage(
            title="Ohjeita", slug="ohjeita", lead="Lue ensin.", body=[("heading", "Alku")]
        )
    )
    alias: Page = page.copy_for_translation(swedish_home.locale, alias=True)
    return alias


def body_of(client: Client, path: str) -> str:
    """The page as it is sent."""
    response = client.get(path, headers={"host": "localhost"})
    assert response.status_code == 200
    return response.text


def test_it_says_in_which_language_its_text_is(client: Client, stand_in: Page) -> None:
    html = body_of(client, "/sv/ohjeita/")
    assert "Den här sidan finns ännu inte på svenska" in html
    assert '<html lang="sv">' in html
    for marked in ("h1", 'p class="lead"', 'div class="prose"'):
        assert f'<{marked} lang="fi">' in html
    assert '<span lang="fi">Ohjeita</span>' in html


def test_translated_page_says_nothing_of_the_kind(client: Client, stand_in: Page) -> None:
    html = body_of(client, "/fi/ohjeita/")
    assert "untranslated" not in html
    assert 'lang="fi"' not in html.replace('<html lang="fi">', "").partition("<main")[2]


def test_search_engines_are_led_to_the_original(client: Client, stand_in: Page) -> None:
    html = body_of(client, "/sv/ohjeita/")
    assert f'<link rel="canonical" href="{site_url()}/fi/ohjeita/">' in html
    assert set(re.findall(r'rel="alternate" hreflang="(\w+)"', html)) == {"fi"}
    sitemap = client.get("/sitemap-pages.xml", headers={"host": "localhost"})
    assert sitemap.status_code == 200
    assert "/fi/ohjeita/" in sitemap.text
    assert "/sv/ohjeita/" not in sitemap.text


def test_canonical_address_is_without_filters_but_with_the_number_of_the_page(
    client: Client, home: HomePage
) -> None:
    assert f'<link rel="canonical" href="{site_url()}/fi/haku/">' in body_of(
        client, "/fi/haku/?q=uinti&price=free"
    )
    index = home.add_child(instance=NewsIndexPage(title="Ajankohtaista", slug="uutiset"))
    for number in range(NEWS_PER_PAGE + 1):
        index.add_child(instance=NewsPage(title=f"Uutinen {number}", lead="Tiivis."))
    for asked, shown in (("2", "?page=2"), ("9", "?page=2"), ("1", ""), ("x", "")):
        assert f'<link rel="canonical" href="{site_url()}/fi/uutiset/{shown}">' in body_of(
            client, f"/fi/uutiset/?page={asked}&price=free"
        )


def test_menus_mark_titles_in_another_language(client: Client, home: HomePage) -> None:
    page = home.add_child(instance=StandardPage(title="Mukaan", slug="mukaan", show_in_menus=True))
    locale, _created = Locale.objects.get_or_create(language_code="sv")
    home.copy_for_translation(locale, copy_parents=True).save_revision().publish()
    page.copy_for_translation(locale, alias=True)
    assert re.search(
        r'nav__link" href="[^"]*/sv/mukaan/" lang="fi">Mukaan', body_of(client, "/sv/")
    )


def test_news_are_listed_with_their_language_but_not_sent_in_the_feed(
    client: Client, home: HomePage, swedish_home: Page
) -> None:
    index = home.add_child(instance=NewsIndexPage(title="Ajankohtaista", slug="uutiset"))
    item = index.add_child(instance=NewsPage(title="Salit aukeavat", slug="salit", lead="Pian."))
    index.copy_for_translation(swedish_home.locale).save_revision().publish()
    item.copy_for_translation(swedish_home.locale, alias=True)
    html = body_of(client, "/sv/uutiset/")
    assert re.search(r'<a href="[^"]*" lang="fi">Salit aukeavat</a>', html)
    assert '<p class="news__lead" lang="fi">Pian.' in html
    assert "Salit aukeavat" in body_of(client, "/fi/feeds/news.rss")
    assert "Salit aukeavat" not in body_of(client, "/sv/feeds/news.rss")


def test_page_that_an_editor_makes_stands_in_at_once_and_follows_until_it_is_translated(
    client: Client, home: HomePage, swedish_home: Page
) -> None:
    client.force_login(get_user_model().objects.create_superuser("yllapito@seutukartta.example"))
    form = {
        "title": "Avoimet ovet",
        "slug": "avoimet-ovet",
        "lead": "Tervetuloa.",
        "body-count": "0",
        "image": "",
        "action-publish": "1",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    address = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", home.pk])
    assert client.post(address, form).status_code == 302
    page = StandardPage.objects.get(locale__language_code="fi", slug="avoimet-ovet")
    alias = StandardPage.objects.get(alias_of=page, locale=swedish_home.locale)
    assert alias.live
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(edit, {**form, "lead": "Ovet ovat auki."}).status_code == 302
    assert "Ovet ovat auki." in body_of(client, "/sv/avoimet-ovet/")
    convert = reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])
    assert client.post(convert).status_code == 302
    html = body_of(client, "/sv/avoimet-ovet/")
    assert "untranslated" not in html
    assert f'rel="canonical" href="{site_url()}/sv/avoimet-ovet/"' in html
