"""Which page an address leads to, and who may see it."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.models import Page, PageViewRestriction, Site

from pages.models import HomePage, StandardPage
from pages.serving import find_page
from tests.factories import MunicipalityFactory
from tests.pages.factories import (
    home_page,
    municipality_index,
    municipality_page,
    news_index,
    news_page,
    standard_page,
)

LOGIN = PageViewRestriction.LOGIN


def shown(client: Client, path: str) -> str:
    """The title of the page at the path."""
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.context["page"].title)


def test_addresses_lead_to_pages_at_any_depth(client: Client, home: HomePage) -> None:
    index = news_index(home)
    news_page(index, "Ajankohtaista", slug=index.slug)
    assert shown(client, "/fi/") == home.title
    assert shown(client, "/fi/ajankohtaista/") == index.title
    assert type(client.get("/fi/ajankohtaista/").context["page"]) is type(index)
    below = client.get("/fi/ajankohtaista/ajankohtaista/").context["page"]
    assert below.get_parent().pk == index.pk


@pytest.mark.parametrize(
    "path", ["tyhjaa/", "fi/", "ajankohtaista/tyhjaa/", "uutinen/", "luonnos/"]
)
def test_other_addresses_lead_nowhere(client: Client, home: HomePage, path: str) -> None:
    news_page(news_index(home), "Uutinen")
    standard_page(home, "Luonnos", live=False)
    assert client.get(f"/fi/{path}").status_code == 404


def test_same_address_is_another_page_in_another_language(client: Client, home: HomePage) -> None:
    # The home page need not be called what its language is.
    swedish = home_page("sv", translation_of=home)
    swedish.slug = "hem"
    swedish.save_revision().publish()
    standard_page(home, "Kartta", slug="kartta")
    standard_page(swedish, "Karta", slug="kartta")
    assert shown(client, "/fi/kartta/") == "Kartta"
    assert shown(client, "/sv/kartta/") == "Karta"
    assert shown(client, "/sv/") == swedish.title


def test_each_site_has_its_own_pages(client: Client, home: HomePage, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "muu.example"]
    other = Page.objects.get(depth=1).add_child(
        instance=HomePage(title="Muu", slug="muu", locale=home.locale, question="Mitä?")
    )
    Site.objects.create(hostname="muu.example", root_page=other)
    standard_page(home, "Kartta", slug="kartta")
    standard_page(other, "Muu kartta", slug="kartta")
    assert shown(client, "/fi/kartta/") == "Kartta"
    answer = client.get("/fi/kartta/", headers={"host": "muu.example"})
    assert answer.context["page"].title == "Muu kartta"


def test_page_comes_with_its_languages_and_the_page_above(
    rf: RequestFactory, home: HomePage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    swedish = home_page("sv", translation_of=home)
    index = municipality_index(home)
    town = municipality_page(index, MunicipalityFactory())
    alias_above = index.copy_for_translation(swedish.locale, alias=True)
    town.copy_for_translation(swedish.locale, alias=True)
    request = rf.get("/")
    path = f"{alias_above.slug}/{town.slug}/"
    with translation.override("sv"):
        find_page(request, path)
        with django_assert_num_queries(2):
            page = find_page(request, path)
            assert page is not None
            assert page.alias_of.locale.language_code == "fi"
            assert page.locale.language_code == "sv"
            assert page.get_parent().title == index.title
            assert page.municipality == town.municipality


class TestRestricted:
    """What not everyone may see is shown to nobody who has not signed in."""

    @pytest.fixture
    def page(self, home: HomePage) -> StandardPage:
        return standard_page(standard_page(home, "Yllä"), "Alla")

    @pytest.mark.parametrize("steps", [0, 1, 2, 3])
    def test_itself_and_what_is_below(
        self, client: Client, admin_client: Client, page: StandardPage, steps: int
    ) -> None:
        assert client.get(page.url).status_code == 200
        restricted = [page, *reversed(page.get_ancestors())][steps]
        PageViewRestriction.objects.create(page=restricted, restriction_type=LOGIN)
        answer = client.get(page.url)
        assert (answer.status_code, "login" in answer.headers["Location"]) == (302, True)
        answer = admin_client.get(page.url)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]

    def test_stand_in_for_a_translation(
        self, client: Client, home: HomePage, page: StandardPage
    ) -> None:
        swedish = home_page("sv", translation_of=home)
        above = page.get_parent().specific
        above.copy_for_translation(swedish.locale, alias=True)
        alias = page.copy_for_translation(swedish.locale, alias=True)
        address = alias.url
        assert client.get(address).status_code == 200
        PageViewRestriction.objects.create(page=above, restriction_type=LOGIN)
        assert client.get(address).status_code == 302

    def test_page_beside_is_open(self, client: Client, home: HomePage, page: StandardPage) -> None:
        PageViewRestriction.objects.create(page=page, restriction_type=LOGIN)
        assert client.get(standard_page(home, "Vieressä").url).status_code == 200
