"""The search page without a script: a form, a list, links."""

import datetime
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from servicemap.models import Municipality
from tests.factories import ActivityFactory, FacilityFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "", language: str = "fi") -> str:
    path = {"fi": "/fi/haku/", "sv": "/sv/sok/", "en": "/en/search/"}[language]
    response = client.get(f"{path}{query}")
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def test_results_are_cards_with_links(client: Client, region: SimpleNamespace) -> None:
    html = page(client, "?q=uimahallissa")
    assert 'href="/fi/tilat/launeen-uimahalli/"' in html
    assert "Launeen <mark>uimahalli</mark>" in html
    assert "1 tulos" in html


def test_each_language_has_its_address(client: Client, region: SimpleNamespace) -> None:
    assert "Pensionärskören" in page(client, "?kind=activity", "sv")
    assert "Laune swimming hall" in page(client, "?kind=facility", "en")


def test_active_filters_can_be_dropped_one_by_one(client: Client, region: SimpleNamespace) -> None:
    html = page(client, "?q=kuoro&kind=activity&municipality=098&when=week&page=1")
    for kept in (
        "/fi/haku/?q=kuoro&amp;municipality=098&amp;when=week",
        "/fi/haku/?q=kuoro&amp;kind=activity&amp;when=week",
        "/fi/haku/?q=kuoro&amp;kind=activity&amp;municipality=098&amp;page=1",
    ):
        assert kept in html or kept.removesuffix("&amp;page=1") in html
    assert 'href="/fi/haku/?q=kuoro"' in html


def test_bad_parameters_are_named_and_the_rest_is_searched(
    client: Client, region: SimpleNamespace
) -> None:
    html = page(client, "?q=kuoro&bbox=kaikki")
    assert "Eläkeläisten" in html
    assert "<strong>Alue</strong>: <q>kaikki</q>" in html
    assert "bbox" not in html.partition('map-url="')[2].partition('"')[0]


def test_what_no_register_knows_is_called_unknown(client: Client, region: SimpleNamespace) -> None:
    for language, name in (("fi", "tuntematon"), ("sv", "okänt"), ("en", "not known")):
        html = page(client, "?municipality=ei-ole", language)
        chip = html.partition("chips__group--chosen")[2].partition("</ul>")[0]
        assert f"{name}: ei-ole" in chip


def test_something_that_happens_once_says_its_day_once(
    client: Client, region: SimpleNamespace
) -> None:
    today = timezone.localdate()
    for name, days in (("Tanssit", 40), ("Talkoot", 0)):
        ActivityFactory(
            name=name,
            municipality=region.lahti,
            organiser=region.society,
            schedules=[
                ScheduleFactory.build(
                    once=True,
                    dtstart=today + datetime.timedelta(days=days),
                    opens_at=datetime.time(23, 59),
                    closes_at=None,
                )
            ],
        )
    far, near = page(client, "?q=tanssit"), page(client, "?q=talkoot")
    assert "klo 23.59" in far
    assert "seuraavan kerran" not in far
    assert "seuraavan kerran <strong>tänään klo 23.59</strong>" in near


def test_nothing_found_shows_ways_on(client: Client, region: SimpleNamespace) -> None:
    html = page(client, "?q=xyzzy&kind=activity")
    assert "xyzzy" in html
    assert 'href="/fi/haku/"' in html


def test_the_chosen_branch_of_topics_is_open(client: Client, region: SimpleNamespace) -> None:
    assert 'value="uinti"' not in page(client)
    assert 'value="uinti"' in page(client, "?category=liikunta")


def test_queries_are_bounded(
    client: Client, region: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    page(client)
    with django_assert_max_num_queries(20):
        page(client, "?q=kuoro&kind=activity")


def test_ten_times_the_results_make_no_more_queries(
    client: Client, region: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.factories import FacilityFactory

    page(client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client)
    for _number in range(20):
        FacilityFactory()
    # The first search after a change reads what has changed.
    page(client)
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(many) == len(few)


def test_a_page_past_the_end_leads_to_the_last(client: Client, region: SimpleNamespace) -> None:
    response = client.get("/fi/haku/?q=kuoro&page=99")
    assert response.status_code == 302
    assert response["Location"] == "/fi/haku/?q=kuoro"
    assert client.get(response["Location"]).status_code == 200


def test_the_map_knows_where_the_results_are(client: Client, registers: Any) -> None:
    towns = {town.code: town for town in Municipality.objects.all()}
    for code, count in (("398", 3), ("111", 2), ("016", 1), ("098", 1)):
        for number in range(count):
            FacilityFactory(
                name=f"Sali {code} {number}", slug=f"sali-{code}-{number}", municipality=towns[code]
            )

    def where(query: str) -> tuple[str, int]:
        found = client.get(f"{reverse('search')}?{query}").context["map"]
        return found["where"], found["located"]

    assert where("q=sali")[0].startswith("Lahti, Heinola, ")
    assert where("q=sali&municipality=111") == ("Heinola", 2)
    assert where("q=sali+heinolassa") == ("Heinola", 2)
    assert where("q=sali&municipality=111&municipality=398") == ("Lahti, Heinola", 5)
    assert where("q=qqqqq") == ("", 0)


def test_all_that_the_map_imports_is_fetched_at_once(client: Client, registers: Any) -> None:
    scripts = settings.SITE_DIR / "static" / "js"
    needed: set[str] = set()
    left = ["service-map.js"]
    while left:
        source = (scripts / left.pop()).read_text(encoding="utf-8")
        new = set(re.findall(r'^(?:import|\}) .*from "\./([\w-]+\.js)";$', source, re.MULTILINE))
        left += new - needed
        needed |= new
    assert needed
    named = re.findall(r'rel="modulepreload" href="/static/js/([\w-]+\.js)"', page(client))
    assert set(named) == needed


def test_without_words_results_are_by_name_and_said_to_be(client: Client, registers: Any) -> None:
    for name in ("Yläpuiston uimahalli", "Alapuiston uimahalli"):
        FacilityFactory(name=name)

    def orders(query: dict[str, str]) -> list[str]:
        html = client.get("/fi/haku/", query).content.decode()
        select = html[html.index('id="search-sort"') :].split("</select>")[0]
        return re.findall(r"<option[^>]*>([^<]*)", select)

    assert orders({}) == ["Nimen mukaan", "Seuraavaksi alkava ensin", "Viimeksi muutettu ensin"]
    assert orders({"q": "uimahalli"})[0] == "Osuvin ensin"
    assert orders({"near": "61.0,25.6"})[:2] == ["Osuvin ensin", "Lähin ensin"]
    by_itself = client.get("/fi/haku/").context["results"]
    by_name = client.get("/fi/haku/?sort=name").context["results"]
    assert [one.key for one in by_itself] == [one.key for one in by_name]


def test_the_button_of_the_filters_says_how_many_they_leave(
    client: Client, region: SimpleNamespace
) -> None:
    response = client.get("/fi/haku/")
    total = response.context["total"]
    apply = response.content.decode().partition('class="filters__apply"')[2]
    assert total > 1
    assert f"{total} " in apply.split("</button>")[0]
