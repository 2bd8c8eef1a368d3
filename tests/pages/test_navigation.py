"""The menu, the switch of languages and the portal's name."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from pages.context_processors import portal
from pages.models import (
    EveningIndexPage,
    GrantsPage,
    HomePage,
    LandingPage,
    NewsIndexPage,
    PortalSettings,
)
from tests.factories import AssociationFactory, GrantFactory
from tests.pages.factories import (
    evening_index,
    evening_page,
    grants_page,
    home_page,
    landing_page,
    news_index,
    news_page,
    publish,
    standard_page,
)


def languages(client: Client, path: str, status: int = 200) -> dict[str, str]:
    response = client.get(path)
    assert response.status_code == status
    return {item["code"]: item["url"] for item in response.context["languages"]}


def navigation(client: Client, path: str) -> dict[str, str]:
    items = client.get(path).context["navigation"]
    return {item["title"]: item["current"] for item in items}


def footer(client: Client, path: str) -> dict[str, list[str]]:
    groups = client.get(path).context["footer_groups"]
    return {group["title"]: [item["title"] for item in group["links"]] for group in groups}


def way(client: Client, path: str) -> list[str]:
    """The path above the title."""
    response = client.get(path)
    assert response.status_code == 200, path
    (html,) = re.findall(r'<nav class="breadcrumbs".*?</nav>', response.content.decode(), re.S)
    return re.findall(r">([^<>]*[^<>\s][^<>]*)<", html)


@pytest.fixture
def homes(home: HomePage) -> dict[str, HomePage]:
    return {
        "fi": home,
        "sv": home_page("sv", translation_of=home),
        "en": home_page("en", translation_of=home),
    }


def test_switch_leads_to_the_translation(client: Client, homes: dict[str, HomePage]) -> None:
    about = standard_page(homes["fi"], "Tietoa palvelusta")
    standard_page(homes["sv"], "Om tjänsten", translation_of=about)
    standard_page(homes["en"], "About", translation_of=about)
    expected = {
        "fi": "/fi/tietoa-palvelusta/",
        "sv": "/sv/om-tjansten/",
        "en": "/en/about/",
    }
    for path in expected.values():
        assert languages(client, path) == expected


def test_switch_falls_back_to_the_nearest_translated_ancestor(
    client: Client, homes: dict[str, HomePage]
) -> None:
    index = news_index(homes["fi"])
    publish(homes["sv"], type(index)(title="Aktuellt"), translation_of=index)
    english = publish(homes["en"], type(index)(title="News"), translation_of=index, live=False)
    news = news_page(index, "Vain suomeksi")
    assert languages(client, news.url) == {
        "fi": "/fi/ajankohtaista/vain-suomeksi/",
        "sv": "/sv/aktuellt/",
        "en": "/en/",
    }
    english.save_revision().publish()
    assert languages(client, news.url)["en"] == "/en/news/"


@pytest.mark.parametrize(
    ("make_index", "make_page"), [(news_index, news_page), (evening_index, evening_page)]
)
def test_way_here_leaves_out_what_is_not_published(
    client: Client, homes: dict[str, HomePage], make_index: Any, make_page: Any
) -> None:
    index = make_index(homes["fi"])
    page = make_page(index, "Syyskuun kuulumiset")
    assert way(client, page.url) == ["Etusivu", index.title, page.title]
    index.unpublish()
    assert client.get(index.url).status_code == 404
    assert way(client, page.url) == ["Etusivu", page.title]
    assert f'href="{index.url}"' not in client.get(page.url).content.decode()


def test_untranslated_page_is_not_in_the_other_tree(
    client: Client, homes: dict[str, HomePage]
) -> None:
    standard_page(homes["fi"], "Vain suomeksi")
    assert client.get("/sv/vain-suomeksi/").status_code == 404


def test_language_without_any_page_shows_the_main_home(client: Client, home: HomePage) -> None:
    response = client.get("/sv/")
    assert response.status_code == 200
    assert {item["code"]: item["current"] for item in response.context["languages"]} == {
        "fi": False,
        "sv": True,
        "en": False,
    }


def test_search_keeps_its_words_in_every_language(client: Client, home: HomePage) -> None:
    path = f"{reverse('search')}?q=uinti&kind=activity"
    found = languages(client, path)
    for code, url in found.items():
        with translation.override(code):
            assert url == f"{reverse('search')}?q=uinti&kind=activity"


def test_page_keeps_what_its_reader_narrowed_it_by_in_every_language(
    client: Client, homes: dict[str, HomePage]
) -> None:
    found = languages(client, "/fi/?municipality=398&year=2027")
    assert found == {code: f"/{code}/?municipality=398&year=2027" for code in found}
    content = client.get("/fi/?municipality=398").content.decode()
    alternates = [line for line in content.splitlines() if 'rel="alternate" hreflang' in line]
    assert len(alternates) == 3
    assert not any("municipality" in line for line in alternates)


def test_listing_keeps_its_place_in_every_language(client: Client, home: HomePage) -> None:
    association: Any = AssociationFactory(slug="soutajat")
    found = languages(client, association.get_absolute_url())
    for code, url in found.items():
        with translation.override(code):
            assert url == association.get_absolute_url()


def test_page_not_found_leads_home(client: Client, homes: dict[str, HomePage]) -> None:
    assert languages(client, "/fi/ei-ole/", status=404) == {
        "fi": "/fi/",
        "sv": "/sv/",
        "en": "/en/",
    }


def test_names_of_languages_are_their_own(client: Client, home: HomePage) -> None:
    names = [item["name"] for item in client.get("/fi/").context["languages"]]
    assert names == ["Suomi", "Svenska", "English"]


def test_menu_marks_where_the_reader_is(client: Client, home: HomePage) -> None:
    index = news_index(home)
    news = news_page(index, "Uutinen")
    standard_page(home, "Mukaan", show_in_menus=True)
    standard_page(home, "Tietosuoja")
    standard_page(home, "Luonnos", show_in_menus=True, live=False)
    views = dict.fromkeys(("Haku ja kartta", "Kalenteri"), "")
    assert navigation(client, "/fi/") == {**views, "Ajankohtaista": "", "Mukaan": ""}
    assert navigation(client, index.url) == {**views, "Ajankohtaista": "page", "Mukaan": ""}
    assert navigation(client, news.url) == {**views, "Ajankohtaista": "true", "Mukaan": ""}
    for view, title in (("search", "Haku ja kartta"), ("calendar", "Kalenteri")):
        here = navigation(client, reverse(view))
        assert {name: here[name] for name in views} == {**views, title: "page"}
    assert footer(client, "/fi/") == {"": ["Tietosuoja"]}


def test_menu_is_of_the_active_language(client: Client, homes: dict[str, HomePage]) -> None:
    news_index(homes["fi"])
    news_index(homes["sv"], title="Aktuellt")
    with translation.override("sv"):
        search = reverse("search")
    assert "Aktuellt" in navigation(client, "/sv/")
    assert "Ajankohtaista" not in navigation(client, "/sv/")
    assert "Aktuellt" in navigation(client, search)


def test_portal_has_its_name_in_the_active_language(client: Client, home: HomePage) -> None:
    site = Site.objects.get()
    PortalSettings.objects.create(
        site=site,
        site_name="Palvelukartta",
        site_name_sv="Servicekartan",
        is_demo=True,
        footer_text="Kymmenen kuntaa.",
        contact_email="toimitus@example.org",
    )
    swedish = client.get("/sv/")
    assert swedish.context["portal"]["name"] == "Servicekartan"
    assert swedish.context["portal"]["is_demo"]
    html = client.get("/fi/").content.decode()
    assert "Palvelukartta" in html
    assert "Kymmenen kuntaa." in html
    assert "mailto:toimitus@example.org" in html


def test_reading_writes_no_settings(client: Client, home: HomePage) -> None:
    assert client.get("/fi/").context["portal"]["name"] == "Seutukartta"
    assert not PortalSettings.objects.exists()


def test_nothing_is_read_until_it_is_used(
    rf: RequestFactory, home: HomePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    request = rf.get("/admin/")
    request.user = AnonymousUser()
    with django_assert_max_num_queries(0):
        context: dict[str, Any] = portal(request)
    assert set(context) == {
        *("portal", "navigation", "gathering", "ancestors", "footer_groups", "languages")
    }


class TestLandingPage:
    """In the menu it stands for what its cards lead to."""

    @pytest.fixture
    def landing(self, home: HomePage) -> LandingPage:
        illat, grants = evening_index(home), grants_page(home)
        standard_page(home, "Tietosuoja")
        news = news_index(home)
        return landing_page(home, "Yhteistyö", illat, grants, news)

    def test_it_is_marked_on_what_its_cards_lead_to_and_below(
        self, client: Client, landing: LandingPage
    ) -> None:
        evenings = EveningIndexPage.objects.get()
        evening = evening_page(evenings)
        for page in (evenings, evening, GrantsPage.objects.get()):
            assert navigation(client, page.url)["Yhteistyö"] == "true", page
        assert navigation(client, landing.url)["Yhteistyö"] == "page"
        assert navigation(client, "/fi/")["Yhteistyö"] == ""
        assert navigation(client, "/fi/tietosuoja/")["Yhteistyö"] == ""

    def test_path_above_the_title_goes_through_it(
        self, client: Client, landing: LandingPage
    ) -> None:
        evenings = EveningIndexPage.objects.get()
        evening = evening_page(evenings)
        assert way(client, evenings.url) == ["Etusivu", "Yhteistyö", "Järjestöillat"]
        assert way(client, evening.url) == [
            *("Etusivu", "Yhteistyö", "Järjestöillat"),
            "Avustusilta",
        ]
        assert way(client, landing.url) == ["Etusivu", "Yhteistyö"]
        assert way(client, "/fi/tietosuoja/") == ["Etusivu", "Tietosuoja"]

    def test_what_the_menu_has_itself_is_marked_alone(
        self, client: Client, landing: LandingPage
    ) -> None:
        news = NewsIndexPage.objects.get()
        marked = navigation(client, news.url)
        assert (marked["Ajankohtaista"], marked["Yhteistyö"]) == ("page", "")
        item = news_page(news, "Uutinen")
        assert way(client, item.url) == ["Etusivu", "Ajankohtaista", "Uutinen"]

    def test_page_below_it_in_the_tree_is_there_once(
        self, client: Client, landing: LandingPage
    ) -> None:
        below = standard_page(landing, "Säännöt")
        assert navigation(client, below.url)["Yhteistyö"] == "true"
        assert way(client, below.url) == ["Etusivu", "Yhteistyö", "Säännöt"]

    def test_nearest_page_above_decides(self, client: Client, landing: LandingPage) -> None:
        other = standard_page(landing.get_parent(), "Muuta")
        deep = standard_page(standard_page(other, "Ala"), "Alempi")
        landing_page(landing.get_parent(), "Toinen", other)
        assert navigation(client, deep.url)["Toinen"] == "true"
        landing_page(landing.get_parent(), "Kolmas", deep)
        marked = navigation(client, deep.url)
        assert (marked["Toinen"], marked["Kolmas"]) == ("", "true")

    @pytest.mark.parametrize("changes", [{"live": False}, {"show_in_menus": False}])
    def test_out_of_the_menu_it_stands_for_nothing(
        self, client: Client, landing: LandingPage, changes: dict[str, bool]
    ) -> None:
        LandingPage.objects.update(**changes)
        evenings = EveningIndexPage.objects.get()
        assert set(navigation(client, evenings.url).values()) == {""}
        assert way(client, evenings.url) == ["Etusivu", "Järjestöillat"]
        assert "Yhteistyö" not in footer(client, "/fi/")

    def test_views_of_what_belongs_to_a_page_are_marked_too(
        self, client: Client, landing: LandingPage
    ) -> None:
        grant = GrantFactory()
        evening = evening_page(
            EveningIndexPage.objects.get(), takes_registrations=True, contact_email="a@b.example"
        )
        with translation.override("fi"):
            register = reverse("evening-register", args=[evening.translation_key])
            reminders = reverse("grant-reminders")
            of_grant = grant.get_absolute_url()
        for path in (of_grant, reminders, register):
            assert navigation(client, path)["Yhteistyö"] == "true", path
            assert way(client, path)[:2] == ["Etusivu", "Yhteistyö"]

    def test_footer_has_its_pages_under_its_title_in_the_order_of_the_cards(
        self, client: Client, landing: LandingPage
    ) -> None:
        groups = {"Yhteistyö": ["Järjestöillat", "Avustukset"], "": ["Tietosuoja"]}
        assert footer(client, "/fi/") == groups
        assert footer(client, reverse("search")) == groups

    def test_stand_ins_for_translations_belong_together_as_their_originals_do(
        self, client: Client, landing: LandingPage
    ) -> None:
        swedish = home_page("sv", translation_of=landing.get_parent().specific)
        for page in (EveningIndexPage.objects.get(), landing):
            alias = page.copy_for_translation(swedish.locale, alias=True)
        assert footer(client, "/sv/") == {"Yhteistyö": ["Järjestöillat"]}
        evenings = EveningIndexPage.objects.get(locale=swedish.locale)
        assert navigation(client, evenings.url)["Yhteistyö"] == "true"
        assert alias.url in client.get(evenings.url).content.decode()

    def test_it_costs_no_query(self, client: Client, home: HomePage) -> None:
        evenings = evening_index(home)
        counts = []
        for title in ("Yhteistyö", "Muuta", "Lisää"):
            client.get(evenings.url)
            with CaptureQueriesContext(connection) as captured:
                marked = navigation(client, evenings.url)
            assert "true" in marked.values() or not counts
            counts.append(len(captured))
            landing_page(home, title, evenings)
        assert len(set(counts)) == 1
