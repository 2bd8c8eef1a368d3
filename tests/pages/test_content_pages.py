"""News, strategies and plain pages as readers see them."""

import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from pages.models import HomePage, MunicipalityPage, NewsPage, StandardPage, StrategyPage
from tests.factories import AssociationFactory, MunicipalityFactory, ThemeFactory
from tests.pages.bodies import every_block
from tests.pages.factories import (
    contacts_page,
    cycle_page,
    evening_index,
    evening_page,
    grants_page,
    municipality_index,
    municipality_page,
    news_index,
    news_page,
    publish,
    spearhead,
    standard_page,
    strategy_page,
)


def shown(client: Client, path: str, name: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    return response.context[name]


def titles(news: Any) -> list[str]:
    return [page.title for page in news]


def test_news_are_newest_first_ten_on_a_page(client: Client, home: HomePage) -> None:
    index = news_index(home)
    for day in range(1, 13):
        news_page(index, f"Uutinen {day}", date=datetime.date(2026, 10, day))
    assert titles(shown(client, index.url, "page_obj")) == [
        f"Uutinen {day}" for day in range(12, 2, -1)
    ]
    assert titles(shown(client, f"{index.url}?page=2", "page_obj")) == ["Uutinen 2", "Uutinen 1"]


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "²"])
def test_bad_page_number_shows_a_page_that_is_there(
    client: Client, home: HomePage, number: str
) -> None:
    index = news_index(home)
    news_page(index, "Ainoa uutinen")
    assert titles(shown(client, f"{index.url}?page={number}", "page_obj")) == ["Ainoa uutinen"]


def test_drafts_and_private_news_stay_out_of_the_list(client: Client, home: HomePage) -> None:
    index = news_index(home)
    news_page(index, "Luonnos", live=False)
    private = news_page(index, "Vain ryhmälle")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    news_page(index, "Kaikille")
    assert titles(shown(client, index.url, "page_obj")) == ["Kaikille"]


def test_empty_news_list_leads_on(client: Client, home: HomePage) -> None:
    assert client.get(news_index(home).url).status_code == 200


def test_news_page_shows_its_words_and_what_it_concerns(client: Client, home: HomePage) -> None:
    page = news_page(
        news_index(home),
        "Pienavustukset",
        lead="Haku on auki.",
        date=datetime.date(2026, 11, 12),
        body=[
            ("heading", "Kenelle"),
            ("paragraph", "<p>Kaikille <b>yhdistyksille</b>.</p>"),
            ("quote", {"text": "Saimme keiton.", "attribution": "Eräs kylä"}),
            ("callout", {"title": "Huomaa", "text": "<p>Haku päättyy.</p>"}),
            (
                "accordion",
                {"questions": [{"question": "Kuka päättää?", "answer": "<p>Lautakunta.</p>"}]},
            ),
        ],
        municipalities=[MunicipalityFactory(code="560", slug="orimattila", name="Orimattila")],
        themes=[ThemeFactory(slug="osallisuus", name="Osallisuus")],
    )
    html = client.get(page.url).content.decode()
    for words in (
        "Haku on auki.",
        "<h2>Kenelle</h2>",
        "Kaikille <b>yhdistyksille</b>.",
        "Saimme keiton.",
        "Eräs kylä",
        "Haku päättyy.",
        "Kuka päättää?",
        "?municipality=560",
        "?theme=osallisuus",
        'datetime="2026-11-12"',
        '<meta name="description" content="Haku on auki.">',
    ):
        assert words in html


def test_links_show_titles_and_leave_out_unpublished_pages(client: Client, home: HomePage) -> None:
    target = standard_page(home, "Tietoa palvelusta")
    draft = standard_page(home, "Keskeneräinen", live=False)
    links = [{"page": target}, {"page": draft}, {"title": "Ohje", "url": "https://ohje.example/"}]
    page = standard_page(home, "Linkit", body=[("links", {"title": "Lue", "links": links})])
    html = client.get(page.url).content.decode()
    assert f'href="{target.url}"' in html
    assert 'href="https://ohje.example/"' in html
    assert "Keskeneräinen" not in html


def test_strategy_shows_spearheads_and_where_the_region_is(client: Client, home: HomePage) -> None:
    AssociationFactory.create_batch(3)
    page = strategy_page(
        home,
        vision="Jokainen löytää oman porukkansa.",
        purpose="Sovimme, mitä teemme yhdessä.",
        introduction="<p>Näin tämä syntyi.</p>",
        spearheads=[spearhead("planned", "ongoing", "done")],
    )
    response = client.get(page.url)
    html = response.content.decode()
    for words in (
        "Jokainen löytää oman porukkansa.",
        "Sovimme, mitä teemme yhdessä.",
        "Näin tämä syntyi.",
        "Jokainen löytää yhdistykset.",
        "Teko 3",
        "status--done",
        '<meta name="description" content="Jokainen löytää oman porukkansa.">',
    ):
        assert words in html
    assert response.context["figures"][0]["value"] == "3"
    assert page.action_count == 3


def test_strategies_are_in_the_editors_order(client: Client, home: HomePage) -> None:
    first = strategy_page(home, title="Voimassa oleva")
    index = first.get_parent()
    publish(index, StrategyPage(title="Aiempi"))
    publish(index, StrategyPage(title="Tuleva"), live=False)
    assert titles(shown(client, index.url, "strategies")) == ["Voimassa oleva", "Aiempi"]


@pytest.mark.django_db
def test_description_for_search_engines_wins_over_the_lead() -> None:
    assert StandardPage(lead="Johdanto.").meta_description == "Johdanto."
    page = StandardPage(lead="Johdanto.", search_description="Hakukoneille.")
    assert page.meta_description == "Hakukoneille."


def test_pages_only_where_they_belong() -> None:
    assert NewsPage.allowed_parent_page_models() != []
    assert [model.__name__ for model in NewsPage.allowed_parent_page_models()] == ["NewsIndexPage"]
    inside = {HomePage, MunicipalityPage, NewsPage, StrategyPage}
    assert inside.isdisjoint(HomePage.allowed_subpage_models())
    assert NewsPage.allowed_subpage_models() == []


def test_whatever_has_a_body_can_show_every_block(client: Client, home: HomePage) -> None:
    body = [("checklist", every_block()["checklist"])]
    town = municipality_index(home), MunicipalityFactory()
    pages = [
        contacts_page(home, body=body),
        cycle_page(home, body=body),
        evening_page(evening_index(home), body=body),
        grants_page(home, body=body),
        municipality_page(*town, body=body),
        news_page(news_index(home), "Uutinen", body=body),
        standard_page(home, "Tietoa", body=body),
    ]
    for page in pages:
        html = client.get(page.url).content.decode()
        for needed in ("css/blocks.css", "css/chart.css", "js/print-part.js", "Tervehdi tulijaa."):
            assert needed in html, (page.title, needed)


def test_number_of_queries_of_content_pages(
    client: Client, home: HomePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    index = news_index(home)
    municipality = MunicipalityFactory()
    for number in range(12):
        news = news_page(index, f"Uutinen {number}", municipalities=[municipality])
    strategy = strategy_page(home, spearheads=[spearhead("done")] * 5)
    plain = standard_page(home, "Tietoa", body=[("paragraph", "<p>Teksti</p>")] * 8)
    for page in (index, news, strategy.get_parent(), strategy, plain):
        client.get(page.url)
        with django_assert_max_num_queries(20):
            client.get(page.url)
