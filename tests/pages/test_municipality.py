"""Pages of municipalities: what each shows of its own, counted and found as search does."""

import datetime
import json
import re
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from pages.models import HomePage, MunicipalityIndexPage, MunicipalityPage
from servicemap.models.evenings import EveningState
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    ContactPersonFactory,
    FacilityFactory,
    GrantFactory,
    MunicipalityFactory,
    ScheduleFactory,
)
from tests.pages.factories import (
    evening_index,
    evening_page,
    grants_page,
    home_page,
    municipality_index,
    municipality_page,
    news_index,
    news_page,
)
from tests.servicemap.test_structured_data import faults


@pytest.fixture
def heinola(db: None) -> Any:
    return MunicipalityFactory(code="111", slug="heinola", name="Heinola", longitude=26.03)


@pytest.fixture
def lahti(db: None) -> Any:
    return MunicipalityFactory(code="398", slug="lahti", name="Lahti")


@pytest.fixture
def index(home: HomePage) -> MunicipalityIndexPage:
    return municipality_index(home)


@pytest.fixture
def page(index: MunicipalityIndexPage, heinola: Any) -> MunicipalityPage:
    return municipality_page(index, heinola, lead="Kymenvirran kaupunki.")


def context(client: Client, page: Page) -> Any:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.context


def html(client: Client, page: Page) -> str:
    return client.get(page.url).content.decode()


def test_its_news_can_be_followed(client: Client, home: HomePage, page: MunicipalityPage) -> None:
    links = ['href="/fi/feeds/news/heinola.rss"', 'href="/fi/feeds/news/heinola.atom"']
    head, _, body = html(client, page).partition("</head>")
    for link in links:
        assert link in head
        assert link not in body
    news_page(news_index(home), "Sali aukeaa", municipalities=[page.municipality])
    news = html(client, page).partition('id="news-title"')[2].partition("</section>")[0]
    for link in links:
        assert link in news


def test_page_shows_its_words_and_its_own_contact_persons(
    client: Client, index: MunicipalityIndexPage, heinola: Any, lahti: Any
) -> None:
    own = ContactPersonFactory(municipality=heinola, title="Heinolan yhteyshenkilö")
    ContactPersonFactory(municipality=heinola, live=False)
    ContactPersonFactory(municipality=lahti)
    page = municipality_page(
        index,
        heinola,
        lead="Kymenvirran kaupunki.",
        body=[("paragraph", "<p>Tavataan syksyllä.</p>")],
        website="https://heinola.example/yhdistykset",
    )
    assert context(client, page)["contacts"] == [own]
    for words in (
        "Kymenvirran kaupunki.",
        "Tavataan syksyllä.",
        "Heinolan yhteyshenkilö",
        'href="https://heinola.example/yhdistykset"',
        f'href="{reverse("search")}?municipality=111"',
        f'href="{reverse("calendar")}?municipality=111"',
    ):
        assert words in html(client, page)


def test_page_of_an_empty_municipality_says_so(client: Client, page: MunicipalityPage) -> None:
    shown = context(client, page)
    assert (shown["figures"], shown["topics"], shown["facilities"]) == ([], [], [])
    assert (shown["events"], shown["news"], shown["contacts"]) == ([], [], [])
    assert html(client, page).count('<p class="quiet">') == 3


def test_figures_count_what_search_finds_there(
    client: Client, page: MunicipalityPage, heinola: Any, lahti: Any
) -> None:
    old = timezone.localdate() - datetime.timedelta(days=400)
    AssociationFactory(municipality=heinola, service_area=[heinola, lahti])
    AssociationFactory(municipality=lahti, service_area=[heinola], confirmed_on=old)
    AssociationFactory(municipality=lahti)
    AssociationFactory(municipality=heinola, draft=True)
    hall = FacilityFactory(municipality=heinola)
    ActivityFactory(municipality=lahti, facility=hall, organiser=None)
    figures = context(client, page)["figures"]
    assert [figure["value"] for figure in figures[:3]] == ["2", "1", "1"]
    assert figures[3]["value"].startswith("75")
    assert [figure["url"].partition("?")[2] for figure in figures] == [
        "municipality=111&kind=association",
        "municipality=111&kind=facility",
        "municipality=111&kind=activity",
        "",
    ]


def test_topics_count_each_association_once_below_the_topic(
    client: Client, page: MunicipalityPage, heinola: Any, lahti: Any
) -> None:
    sports = CategoryFactory(slug="liikunta", name="Liikunta")
    swimming, rowing = (CategoryFactory(slug=slug, parent=sports) for slug in ("uinti", "soutu"))
    culture = CategoryFactory(slug="kulttuuri", name="Kulttuuri")
    CategoryFactory(slug="tyhja", name="Tyhjä")
    AssociationFactory(municipality=heinola, categories=[swimming, rowing])
    AssociationFactory(municipality=lahti, service_area=[heinola, lahti], categories=[sports])
    AssociationFactory(municipality=heinola, categories=[culture])
    AssociationFactory(municipality=lahti, categories=[culture])
    FacilityFactory(municipality=heinola, categories=[culture])
    topics = context(client, page)["topics"]
    assert [(topic["title"], topic["count"]) for topic in topics] == [
        ("Liikunta", 2),
        ("Kulttuuri", 1),
    ]
    assert topics[0]["url"].endswith("?municipality=111&kind=association&category=liikunta")


def test_facilities_are_for_associations_those_free_of_charge_first(
    client: Client, page: MunicipalityPage, heinola: Any, lahti: Any
) -> None:
    for name, fields in {
        "Maksullinen": {"price": "fee"},
        "Ilmainen": {"price": "free"},
        "Ei yhdistyksille": {"for_associations": False},
        "Luonnos": {"draft": True},
        "Muualla": {"municipality": lahti},
    }.items():
        FacilityFactory(
            **{"name": name, "for_associations": True, "municipality": heinola, **fields}
        )
    facilities = context(client, page)["facilities"]
    assert [facility.name for facility in facilities] == ["Ilmainen", "Maksullinen"]


def test_events_are_those_to_come_once_the_next_first(
    client: Client, page: MunicipalityPage, heinola: Any, lahti: Any
) -> None:
    today = timezone.localdate()

    def event(name: str, days: int, **fields: Any) -> None:
        schedule = ScheduleFactory.build(once=True, dtstart=today + datetime.timedelta(days=days))
        ActivityFactory(
            **{"name": name, "municipality": heinola, "schedules": [schedule], **fields}
        )

    event("Myöhemmin", 9)
    event("Tänään", 0)
    event("Ohi", -1)
    event("Muualla", 3, municipality=lahti)
    event("Luonnos", 3, draft=True)
    hall = FacilityFactory(municipality=heinola)
    event("Salissa", 4, municipality=None, facility=hall)
    event("Viikoittain", 2, schedules=[ScheduleFactory.build()])
    events = context(client, page)["events"]
    assert [event["listing"].name for event in events] == ["Tänään", "Salissa", "Myöhemmin"]
    for number in range(5):
        event(f"Tapahtuma {number}", 1)
    assert len(context(client, page)["events"]) == 4


def test_news_are_of_the_municipality_in_the_pages_language(
    client: Client, home: HomePage, page: MunicipalityPage, heinola: Any, lahti: Any
) -> None:
    news = news_index(home)
    for day in range(1, 5):
        news_page(
            news,
            f"Uutinen {day}",
            date=datetime.date(2026, 10, day),
            municipalities=[heinola, lahti],
        )
    news_page(news, "Lahdesta", municipalities=[lahti])
    news_page(news, "Luonnos", municipalities=[heinola], live=False)
    swedish = news_index(home_page("sv", translation_of=home), translation_of=news)
    news_page(swedish, "Nyhet", municipalities=[heinola])
    titles = [item.title for item in context(client, page)["news"]]
    assert titles == ["Uutinen 4", "Uutinen 3", "Uutinen 2"]


def test_grants_are_those_one_can_apply_for_there(
    client: Client, home: HomePage, page: MunicipalityPage, heinola: Any, lahti: Any
) -> None:
    assert 'id="grants"' not in html(client, page)
    way = f'href="{grants_page(home).url}?municipality=111"'
    assert way in html(client, page)
    section = html(client, page).partition('id="grants"')[2].partition("</section>")[0]
    assert 'class="quiet"' in section
    GrantFactory(name="Aukeaa", days=[(5, 9)], municipalities=[heinola, lahti])
    GrantFactory(name="Auki", days=[(-1, 9)], municipalities=[heinola])
    GrantFactory(name="Koko seudun", days=[(-1, 2)])
    GrantFactory(name="Ohi", days=[(-9, -1)], municipalities=[heinola])
    GrantFactory(name="Muualla", days=[(-1, 9)], municipalities=[lahti])
    GrantFactory(name="Luonnos", days=[(-1, 9)], live=False)
    grants = context(client, page)["grants"]
    assert [row.grant.name for row in grants] == ["Koko seudun", "Auki", "Aukeaa"]
    for _number in range(4):
        GrantFactory(is_continuous=True)
    grants = context(client, page)["grants"]
    assert [row.grant.name for row in grants[:3]] == ["Koko seudun", "Auki", "Aukeaa"]
    assert len(grants) == 4
    assert way in html(client, page)


def test_evenings_are_those_to_come_for_its_associations(
    client: Client, home: HomePage, page: MunicipalityPage, heinola: Any, lahti: Any
) -> None:
    assert 'id="evenings"' not in html(client, page)
    evenings = evening_index(home)
    section = html(client, page).partition('id="evenings"')[2].partition("</section>")[0]
    assert 'class="quiet"' in section
    assert f'href="{evenings.url}"' in section
    evening_page(evenings, "Myöhemmin", days=9, municipalities=[heinola, lahti])
    evening_page(evenings, "Pian", days=2, municipalities=[heinola])
    evening_page(evenings, "Koko seudun", days=5)
    evening_page(evenings, "Muualla", days=3, municipalities=[lahti])
    evening_page(evenings, "Ohi", days=-3, municipalities=[heinola])
    evening_page(evenings, "Luonnos", days=3, municipalities=[heinola], live=False)
    rows = context(client, page)["evenings"]
    assert [row["page"].title for row in rows] == ["Pian", "Koko seudun", "Myöhemmin"]
    assert {row["status"].state for row in rows} == {EveningState.OPEN}
    evening_page(evenings, "Huomenna", days=1)
    assert len(context(client, page)["evenings"]) == 3


def places_on_map(client: Client, page: Page) -> dict[str, Any]:
    return {item["name"]: item for item in context(client, page)["region_map"]["municipalities"]}


def test_map_leads_to_pages_where_there_are_any_and_else_to_listings(
    client: Client, page: MunicipalityPage, index: MunicipalityIndexPage, lahti: Any
) -> None:
    listings = f"{reverse('search')}?municipality=398"
    places = places_on_map(client, index)
    assert (places["Heinola"]["url"], places["Lahti"]["url"]) == (page.url, listings)
    assert not any(place["is_current"] for place in places.values())

    places = places_on_map(client, page)
    assert [name for name, place in places.items() if place["is_current"]] == ["Heinola"]
    assert client.get(places["Heinola"]["url"])["Location"] == page.url
    assert client.get(places["Lahti"]["url"])["Location"] == listings


def test_list_of_municipalities_counts_their_listings(
    client: Client, index: MunicipalityIndexPage, page: MunicipalityPage, heinola: Any, lahti: Any
) -> None:
    municipality_page(index, lahti, live=False)
    FacilityFactory.create_batch(2, municipality=heinola)
    (item,) = context(client, index)["municipalities"]
    assert (item["page"].title, item["url"], item["count"]) == ("Heinola", page.url, 2)
    page.unpublish()
    assert 'class="empty"' in html(client, index)


def test_machines_are_told_the_area_the_roles_and_the_way(
    client: Client, page: MunicipalityPage, heinola: Any
) -> None:
    ContactPersonFactory(
        municipality=heinola,
        title="Kulttuurisihteeri",
        unit="</script>",
        name="Erkki Esimerkki",
        email="kulttuuri@heinola.example",
        phone="",
    )
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', html(client, page), re.DOTALL
    )
    (text,) = found
    assert "Erkki" not in text
    graph = json.loads(text)["@graph"]
    assert [fault for node in graph for fault in faults(node)] == []
    area, organization, way = graph
    assert area["name"] == "Heinola"
    assert area["geo"]["longitude"] == 26.03
    assert organization["contactPoint"] == [
        {
            "@type": "ContactPoint",
            "contactType": "Kulttuurisihteeri, </script>",
            "email": "kulttuuri@heinola.example",
        }
    ]
    assert [step["name"] for step in way["itemListElement"]][1:] == ["Kunnat", "Heinola"]


def test_second_page_of_a_municipality_is_refused_in_any_language(
    admin_client: Client, home: HomePage, index: MunicipalityIndexPage, page: MunicipalityPage
) -> None:
    def add(parent: Page, municipality: int) -> Any:
        data = {
            "title": "Kunta",
            "slug": "toinen",
            "municipality": str(municipality),
            "lead": "",
            "website": "",
            "body": streamfield([]),
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        }
        address = reverse("wagtailadmin_pages:add", args=["pages", "municipalitypage", parent.pk])
        return admin_client.post(address, nested_form_data(data))

    swedish = municipality_index(home_page("sv", translation_of=home), translation_of=index)
    for parent in (index, swedish):
        response = add(parent, page.municipality_id)
        assert list(response.context["form"].errors) == ["municipality"]
    other = MunicipalityFactory()
    assert add(index, other.pk).status_code == 302
    made = MunicipalityPage.objects.filter(municipality=other)
    assert {page.locale.language_code for page in made} == {"fi", "sv"}


def test_translated_page_can_be_edited(
    admin_client: Client, home: HomePage, index: MunicipalityIndexPage, page: MunicipalityPage
) -> None:
    swedish = municipality_index(home_page("sv", translation_of=home), translation_of=index)
    page.copy_for_translation(swedish.locale).save_revision().publish()
    for one in MunicipalityPage.objects.all():
        response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[one.pk]))
        assert response.status_code == 200


def test_what_keeps_a_municipality_tells_its_pages_apart(
    admin_client: Client, home: HomePage, index: MunicipalityIndexPage, page: MunicipalityPage
) -> None:
    swedish = municipality_index(home_page("sv", translation_of=home), translation_of=index)
    page.copy_for_translation(swedish.locale).save_revision().publish()
    address = reverse("servicemap_municipality_modeladmin_delete", args=[page.municipality_id])
    kinds = {kind["name"]: kind for kind in admin_client.get(address).context["kinds"]}
    names = [entry["name"] for entry in kinds["Kuntien sivut"]["entries"]]
    assert names == ["Heinola (suomi)", "Heinola (ruotsi)"]


def test_number_of_queries(
    client: Client,
    home: HomePage,
    index: MunicipalityIndexPage,
    page: MunicipalityPage,
    heinola: Any,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    news, topic = news_index(home), CategoryFactory()
    evenings = evening_index(home)
    grants_page(home)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    for number in range(4):
        municipality_page(index, MunicipalityFactory())
        ContactPersonFactory(municipality=heinola, categories=[topic])
        AssociationFactory(municipality=heinola, categories=[topic])
        FacilityFactory(municipality=heinola, for_associations=True)
        schedules = [ScheduleFactory.build(once=True, dtstart=tomorrow)]
        ActivityFactory(municipality=heinola, schedules=schedules)
        news_page(news, f"Uutinen {number}", municipalities=[heinola])
        GrantFactory(days=[(-1, 9)], municipalities=[heinola], funder_municipality=heinola)
        hall = FacilityFactory(municipality=heinola)
        evening_page(
            evenings, f"Ilta {number}", municipalities=[heinola], facility=hall, capacity=9
        )
    swedish = home_page("sv", translation_of=home)
    for one in (home.get_children().exclude(pk=index.pk), [index, page]):
        for original in one:
            original.specific.copy_for_translation(swedish.locale, alias=True)
    for evening in evenings.get_children():
        evening.specific.copy_for_translation(swedish.locale, alias=True)
    addresses = [one.url for one in MunicipalityPage.objects.all() if one.municipality == heinola]
    assert len(addresses) == 2
    for address in [index.url, *addresses]:
        cache.clear()
        ContentType.objects.clear_cache()
        with django_assert_max_num_queries(20):
            client.get(address)


def test_page_is_found_in_the_admin(admin_client: Client, index: Any) -> None:
    page = municipality_page(index, MunicipalityFactory(name="Lahti"))
    deferred = MunicipalityPage.objects.get(pk=page.pk).page_ptr.specific_deferred
    assert deferred.municipality == page.municipality
    for view in ("wagtailadmin_explore", "wagtailadmin_pages:edit"):
        assert admin_client.get(reverse(view, args=[page.pk])).status_code == 200
