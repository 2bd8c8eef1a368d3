"""Pages of the site beside the results of a search: guides, grants, the page of a municipality."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from pages.models import GuidePage, GuideTopic, HomePage, KnowledgeBankPage
from tests.factories import FacilityFactory, MunicipalityFactory
from tests.pages.factories import (
    grants_page,
    home_page,
    municipality_index,
    municipality_page,
    news_index,
    news_page,
    publish,
    standard_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    return home_page("fi")


@pytest.fixture
def bank(home: HomePage) -> KnowledgeBankPage:
    return publish(home, KnowledgeBankPage(title="Tietopankki"))


def guide(bank: KnowledgeBankPage, title: str, **fields: Any) -> GuidePage:
    topic, _made = GuideTopic.objects.get_or_create(slug="hallinto", defaults={"name": "Hallinto"})
    page = GuidePage(title=title, topic=topic, updated_on=timezone.localdate(), **fields)
    return publish(bank, page)


def beside(client: Client, query: str, path: str = "/fi/haku/") -> dict[str, str]:
    """The links beside the results: their words and addresses."""
    response = client.get(path, {"q": query})
    assert response.status_code == 200
    html = response.content.decode()
    links = re.findall(r'<a class="page-row__link" href="([^"]+)"[^>]*>(.+?)</a>', html)
    return {re.sub("</?mark>", "", words): address for address, words in links}


def titles(client: Client, query: str, **more: Any) -> list[str]:
    """The titles beside the results."""
    return list(beside(client, query, **more))


def test_inflected_words_find_the_page(client: Client, bank: KnowledgeBankPage) -> None:
    founding = guide(bank, "Yhdistyksen perustaminen")
    for words in (
        "yhdistyksen perustaminen",
        "Perustamisesta",
        "miten perustan yhdistyksen",
        "perustaa yhdistys",
    ):
        assert beside(client, words).get(founding.title) == founding.url, words
    assert beside(client, "uimahalli") == {}
    assert beside(client, "") == {}
    # Words that stand in any text are not looked for.
    assert beside(client, "missä on ja") == {}


def test_what_is_about_nothing_else_comes_first_and_three_are_enough(
    client: Client, home: HomePage, bank: KnowledgeBankPage
) -> None:
    guide(bank, "Avustuksen hakeminen")
    guide(bank, "Avustuksen selvitys kunnalle")
    guide(bank, "Tapahtuma-avustuksen ehdot ja muut asiat")
    grants_page(home)
    assert titles(client, "avustus") == [
        "Avustukset",
        "Avustuksen hakeminen",
        "Avustuksen selvitys kunnalle",
    ]
    assert titles(client, "tapahtuma-avustus") == ["Tapahtuma-avustuksen ehdot ja muut asiat"]


def test_page_is_there_where_no_listing_is_found_and_where_many_are(
    client: Client, home: HomePage
) -> None:
    standard_page(home, "Kuntien yhteyshenkilöt")
    assert titles(client, "yhteyshenkilö") == ["Kuntien yhteyshenkilöt"]
    for _number in range(3):
        FacilityFactory(name="Yhteyshenkilöiden talo")
    assert titles(client, "yhteyshenkilö") == ["Kuntien yhteyshenkilöt"]


def test_municipality_leads_to_its_page(client: Client, home: HomePage) -> None:
    heinola = MunicipalityFactory(name="Heinola", code="111", slug="heinola")
    page = municipality_page(municipality_index(home), heinola)
    assert beside(client, "heinola") == {"Heinola": page.url}
    assert beside(client, "heinolassa") == {"Heinola": page.url}


def test_what_not_everyone_may_see_is_left_out(client: Client, home: HomePage) -> None:
    page = standard_page(home, "Salaseura")
    standard_page(home, "Salaseura luonnoksena", live=False)
    news_page(news_index(home), "Salaseura uutisissa")
    assert titles(client, "salaseura") == ["Salaseura", "Salaseura uutisissa"]
    restriction = PageViewRestriction.objects.create(
        page=home, restriction_type=PageViewRestriction.LOGIN
    )
    assert titles(client, "salaseura") == []
    restriction.delete()
    assert titles(client, "salaseura") == ["Salaseura", "Salaseura uutisissa"]
    page.unpublish()
    assert titles(client, "salaseura") == ["Salaseura uutisissa"]


def test_pages_are_of_the_readers_language(client: Client, home: HomePage) -> None:
    swedish = home_page("sv", translation_of=home)
    page = standard_page(home, "Avustukset")
    assert titles(client, "avustukset", path="/sv/sok/") == []
    alias = page.copy_for_translation(swedish.locale, alias=True)
    assert beside(client, "avustuksia", path="/sv/sok/") == {"Avustukset": alias.url}
    html = client.get("/sv/sok/", {"q": "avustuksia"}).content.decode()
    assert 'lang="fi"><mark>Avustukset</mark></a>' in html


def test_chosen_limits_are_about_listings_only(client: Client, home: HomePage) -> None:
    standard_page(home, "Kuorot")
    assert titles(client, "kuoro") == ["Kuorot"]
    html = client.get("/fi/haku/", {"q": "kuoro", "kind": "activity"}).content.decode()
    assert 'class="page-row"' not in html


def test_titles_cost_one_query_when_there_are_any(
    client: Client, home: HomePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        standard_page(home, f"Avustukset {number}")
    counts = []
    for words in ("xyzzy", "avustus"):
        client.get("/fi/haku/", {"q": words})
        with CaptureQueriesContext(connection) as captured:
            client.get("/fi/haku/", {"q": words})
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 1
    cache.clear()
    with django_assert_max_num_queries(25):
        client.get("/fi/haku/", {"q": "avustus"})
