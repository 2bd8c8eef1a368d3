"""The home page: counts, topics, news and figures speak of what is on the map."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from pages.models import HomePage
from servicemap.models import Association, Municipality
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    FacilityFactory,
    MunicipalityFactory,
    TargetGroupFactory,
)
from tests.pages.factories import news_index, news_page, spearhead, strategy_page

LONG_AGO = datetime.date(2020, 1, 1)


@pytest.fixture
def lahti(db: None) -> Any:
    return MunicipalityFactory(code="398", slug="lahti", name="Lahti")


@pytest.fixture
def heinola(db: None) -> Any:
    return MunicipalityFactory(code="111", slug="heinola", name="Heinola")


def context_of(client: Client, path: str = "/fi/") -> dict[str, Any]:
    response = client.get(path)
    assert response.status_code == 200
    assert response.context_data is not None
    return response.context_data


def counts(context: dict[str, Any]) -> dict[str, int]:
    return {
        item["name"]: item["count"]
        for item in context["region_map"]["municipalities"]
        if item["count"]
    }


def test_empty_site_renders(client: Client, home: HomePage) -> None:
    context = context_of(client)
    assert counts(context) == {}
    assert context["figures"] == []
    assert context["news"] == []
    assert len(context["region_map"]["municipalities"]) == 10


def test_municipalities_count_what_is_published_in_them(
    client: Client, home: HomePage, lahti: Municipality, heinola: Municipality
) -> None:
    AssociationFactory(municipality=lahti)
    AssociationFactory(municipality=lahti, draft=True)
    FacilityFactory(municipality=heinola)
    assert counts(context_of(client)) == {"Lahti": 1, "Heinola": 1}


def test_activity_counts_where_its_facility_is(
    client: Client, home: HomePage, lahti: Municipality, heinola: Municipality
) -> None:
    hall = FacilityFactory(municipality=heinola, draft=True)
    organiser = AssociationFactory(municipality=lahti, draft=True)
    shared = {"organiser": organiser, "facility": hall}
    ActivityFactory(municipality=None, **shared)
    ActivityFactory(municipality=lahti, **shared)
    moved: Any = ActivityFactory(municipality=lahti, street_address="Rantatie 1", **shared)
    assert moved.location.municipality == lahti
    assert counts(context_of(client)) == {"Heinola": 2, "Lahti": 1}


def test_association_counts_once_in_each_municipality_it_acts_in(
    client: Client, home: HomePage, lahti: Municipality, heinola: Municipality
) -> None:
    AssociationFactory(municipality=lahti, service_area=[lahti, heinola])
    AssociationFactory(municipality=None, service_area=[heinola])
    context = context_of(client)
    assert counts(context) == {"Lahti": 1, "Heinola": 2}
    assert context["figures"][0]["value"] == "2"


def test_municipality_leads_to_its_listings(client: Client, home: HomePage) -> None:
    urls = {
        item["name"]: item["url"] for item in context_of(client)["region_map"]["municipalities"]
    }
    assert urls["Lahti"] == f"{reverse('search')}?municipality=398"


def test_map_speaks_swedish(client: Client, home: HomePage) -> None:
    names = [item["name"] for item in context_of(client, "/sv/")["region_map"]["municipalities"]]
    assert "Lahtis" in names


def test_discs_never_overlap(client: Client, home: HomePage, lahti: Municipality) -> None:
    AssociationFactory.create_batch(5, municipality=lahti)
    discs = context_of(client)["region_map"]["municipalities"]
    for first in discs:
        for second in discs:
            apart = (first["x"] - second["x"]) ** 2 + (first["y"] - second["y"]) ** 2
            assert first is second or apart > (first["radius"] + second["radius"]) ** 2


def test_topic_counts_its_whole_subtree_once(client: Client, home: HomePage) -> None:
    sports = CategoryFactory(slug="liikunta", name="Liikunta")
    swimming = CategoryFactory(slug="uinti", parent=sports)
    diving = CategoryFactory(slug="sukellus", parent=swimming)
    other = CategoryFactory(slug="musiikki")
    organiser = AssociationFactory(categories=[sports, diving])
    ActivityFactory(categories=[swimming], organiser=organiser)
    ActivityFactory(categories=[diving], organiser=organiser, draft=True)
    FacilityFactory(categories=[other])
    home.topics = [("topic", {"title": "", "category": "liikunta", "target_group": ""})]
    home.save()
    assert context_of(client)["topics"] == [
        {"title": "Liikunta", "url": f"{reverse('search')}?category=liikunta", "count": 2}
    ]


def test_topic_of_a_target_group(client: Client, home: HomePage) -> None:
    seniors = TargetGroupFactory(slug="seniorit", name="Seniorit")
    AssociationFactory(target_groups=[seniors])
    AssociationFactory(target_groups=[TargetGroupFactory()])
    home.topics = [
        ("topic", {"title": "Ikäihmisille", "category": "", "target_group": "seniorit"}),
        ("topic", {"title": "", "category": "poistettu", "target_group": ""}),
    ]
    home.save()
    assert context_of(client)["topics"] == [
        {"title": "Ikäihmisille", "url": f"{reverse('search')}?target=seniorit", "count": 1}
    ]


def test_figures_are_counted_from_the_map_and_the_strategy(client: Client, home: HomePage) -> None:
    AssociationFactory.create_batch(2)
    AssociationFactory(confirmed_on=LONG_AGO)
    FacilityFactory(for_associations=True, price="free", confirmed_on=None)
    FacilityFactory(for_associations=True, price="fee")
    FacilityFactory(for_associations=False, price="free")
    strategy = strategy_page(home, spearheads=[spearhead("done", "planned"), spearhead("ongoing")])
    context = context_of(client)
    values = [figure["value"] for figure in context["figures"]]
    assert values[0] == "3"
    # Four of six were confirmed within a year: 66.7 %, and one does not round up.
    assert values[1].startswith("66")
    assert values[2:] == ["1", "2"]
    assert "3" in context["figures"][3]["label"]
    assert context["strategy_url"] == strategy.url


def test_confirmation_holds_a_year(client: Client, home: HomePage) -> None:
    today = timezone.localdate()
    AssociationFactory(confirmed_on=today - datetime.timedelta(days=365))
    AssociationFactory(confirmed_on=today - datetime.timedelta(days=366))
    assert context_of(client)["figures"][1]["value"].startswith("50")
    assert Association.objects.stale().count() == 1


def test_three_newest_published_news(client: Client, home: HomePage) -> None:
    index = news_index(home)
    for day in (3, 1, 4, 2):
        news_page(index, f"Uutinen {day}", date=datetime.date(2026, 11, day))
    news_page(index, "Luonnos", date=datetime.date(2026, 11, 9), live=False)
    context = context_of(client)
    assert [page.title for page in context["news"]] == ["Uutinen 4", "Uutinen 3", "Uutinen 2"]
    assert context["news_url"] == "/fi/ajankohtaista/"


def test_examples_lead_to_searches(client: Client, home: HomePage) -> None:
    home.examples = [
        ("example", {"text": "vertaistuki"}),
        ("example", {"text": "maksuton kokoustila", "query": "kokoustila", "price": "free"}),
    ]
    home.save()
    search = reverse("search")
    assert context_of(client)["examples"] == [
        {"text": "vertaistuki", "url": f"{search}?q=vertaistuki"},
        {"text": "maksuton kokoustila", "url": f"{search}?q=kokoustila&price=free"},
    ]


def test_page_shows_what_it_counts(client: Client, home: HomePage, lahti: Municipality) -> None:
    AssociationFactory(municipality=lahti)
    home.lead = "Kaikki samalla kartalla."
    home.save()
    html = client.get("/fi/").content.decode()
    assert "Mitä lähellä tapahtuu?" in html
    assert '<meta name="description" content="Kaikki samalla kartalla.">' in html
    assert "?municipality=398" in html
    assert "style=" not in html
    assert "<script>" not in html


def test_number_of_queries_does_not_grow(
    client: Client,
    home: HomePage,
    lahti: Municipality,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    category, group = CategoryFactory(slug="liikunta"), TargetGroupFactory(slug="seniorit")
    AssociationFactory.create_batch(
        12, municipality=lahti, categories=[category], target_groups=[group]
    )
    index = news_index(home)
    for number in range(5):
        news_page(index, f"Uutinen {number}")
    strategy_page(home, spearheads=[spearhead("done")])
    home.topics = [
        ("topic", {"category": "liikunta", "target_group": ""}),
        ("topic", {"category": "", "target_group": "seniorit"}),
    ]
    home.examples = [("example", {"text": "uinti"})]
    home.save()
    client.get("/fi/")
    with django_assert_max_num_queries(25):
        client.get("/fi/")


def test_readers_get_no_cookie(client: Client, home: HomePage) -> None:
    assert not client.get("/fi/").cookies
