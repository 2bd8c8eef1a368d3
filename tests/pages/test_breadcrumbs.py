"""Every page below the home page says where it is."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from pages.models import (
    AnnualCyclePage,
    ContactsPage,
    EveningIndexPage,
    GrantsPage,
    HomePage,
    KnowledgeBankPage,
    LandingPage,
    MunicipalityIndexPage,
    NewsIndexPage,
    StandardPage,
    StrategyIndexPage,
    SurveyIndexPage,
)
from pages.models.base import PortalPage
from tests.pages.factories import evening_index, evening_page, standard_page
from tests.pages.knowledge.builders import bank, guide

pytestmark = pytest.mark.django_db


def breadcrumbs(content: str) -> str:
    (way,) = re.findall(r'<nav class="breadcrumbs".*?</nav>', content, re.DOTALL)
    return str(way)


def steps(content: str) -> list[str]:
    """What is named on the way, from the home page on."""
    return re.findall(r">([^<>]*[^<>\s][^<>]*)<", breadcrumbs(content))


@pytest.mark.parametrize(
    "model",
    [
        AnnualCyclePage,
        ContactsPage,
        EveningIndexPage,
        GrantsPage,
        KnowledgeBankPage,
        LandingPage,
        MunicipalityIndexPage,
        NewsIndexPage,
        StandardPage,
        StrategyIndexPage,
        SurveyIndexPage,
    ],
)
def test_pages_show_the_way_from_the_home_page(
    client: Client, home: HomePage, model: type[PortalPage]
) -> None:
    home.add_child(instance=model(title="Vuoden sivu", slug="sivu"))
    content = client.get("/fi/sivu/").content.decode()
    way = breadcrumbs(content)
    assert '<a href="/fi/">' in way
    here = way.partition('aria-current="page"')[2]
    assert re.findall(r"<span>([^<]*)</span>", here) == ["Vuoden sivu"]


def test_the_way_has_every_level(client: Client, home: HomePage) -> None:
    page = home
    for title in ("Yhteistyö", "Ryhmät", "Säännöt", "Liitteet"):
        page = standard_page(page, title)
    expected = ["Etusivu", "Yhteistyö", "Ryhmät", "Säännöt", "Liitteet"]
    assert steps(client.get(page.url).content.decode()) == expected
    # In the admin's frame it is the same.
    assert steps(page.make_preview_request().rendered_content) == expected
    page.get_parent().unpublish()
    expected.remove("Säännöt")
    assert steps(client.get(page.url).content.decode()) == expected


def test_views_of_a_page_have_all_that_is_above_the_page(client: Client, home: HomePage) -> None:
    evening = evening_page(evening_index(home, title="Illat"), "Talous tutuksi")
    path = reverse("evening-register", args=[evening.translation_key])
    way = ["Etusivu", "Illat", "Talous tutuksi", "Ilmoittautuminen"]
    assert steps(client.get(path).content.decode()) == way
    advice = guide(bank(home), "Opas")
    thanks = client.get(reverse("usefulness", args=[advice.pk]), {"answer": "yes"})
    assert steps(thanks.content.decode()) == ["Etusivu", "Tietopankki", "Opas", "Vastauksesi"]
    deep = standard_page(standard_page(standard_page(home, "Yksi"), "Kaksi"), "Kolme")
    StandardPage.objects.filter(pk=deep.pk).update(asks_usefulness=True)
    thanks = client.get(reverse("usefulness", args=[deep.pk]), {"answer": "yes"})
    way = ["Etusivu", "Yksi", "Kaksi", "Kolme", "Vastauksesi"]
    assert steps(thanks.content.decode()) == way


def test_what_parts_the_steps_stays_with_the_step_before(client: Client, home: HomePage) -> None:
    page = standard_page(home, "Säännöt")
    first, last = re.findall(
        r'<li class="breadcrumbs__item".*?</li>',
        breadcrumbs(client.get(page.url).content.decode()),
        re.DOTALL,
    )
    assert first.index("</a>") < first.index("<svg")
    assert "<svg" not in last


def test_all_pages_found_are_below_the_search(client: Client, home: HomePage) -> None:
    content = client.get(reverse("search_pages"), {"q": "avustus"}).content.decode()
    assert steps(content) == ["Etusivu", "Haku ja kartta", "Sivut ja avustukset"]
    assert f'href="{reverse("search")}?q=avustus"' in breadcrumbs(content)
