"""The page of the annual cycle: the wheel, the list, the table, the filters, the calendar."""

import datetime
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from pages.annual_cycle.items import CycleItem, Time
from pages.annual_cycle.sources import SOURCES
from pages.models import AnnualCyclePage, HomePage
from servicemap.models import CycleKind, GrantPeriod, site_today
from tests.factories import CycleEntryFactory, GrantFactory, MunicipalityFactory
from tests.pages.factories import cycle_page, home_page
from tests.search.calendar.reading import events

pytestmark = pytest.mark.django_db

DAY = datetime.date
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def page(home: HomePage) -> AnnualCyclePage:
    """The page in Finnish."""
    return cycle_page(home)


def get(client: Client, page: AnnualCyclePage, query: str = "") -> Any:
    response = client.get(page.url + query)
    assert response.status_code == 200
    return response


def titles(client: Client, page: AnnualCyclePage, query: str = "") -> list[str]:
    return [row.item.title for row in get(client, page, query).context.get("rows", [])]


def wheels(response: Any) -> list[ElementTree.Element]:
    """The pictures of the page, as a browser reads them."""
    found = re.findall(r"<svg class=\"cycle-wheel.*?</svg>", response.content.decode(), re.S)
    named = [one.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) for one in found]
    return [ElementTree.fromstring(one) for one in named]


def count_arcs(link: ElementTree.Element) -> int:
    """Return how many separate lines an item is drawn with."""
    paths = link.findall(f"{SVG}path[@class='cycle-arc']")
    return sum(path.get("d", "").count("M") for path in paths)


def test_each_entry_is_on_the_wheel_in_its_month_and_in_the_table(
    client: Client, page: AnnualCyclePage
) -> None:
    year = site_today().year
    CycleEntryFactory(title="Haku", starts_on=DAY(year, 3, 1), ends_on=DAY(year, 4, 15))
    CycleEntryFactory(title="Verkosto", starts_on=DAY(year, 1, 8), repeats="monthly")
    response = get(client, page)
    wide, numbered, small = wheels(response)
    links = {link.findtext(f"{SVG}title"): link for link in wide.iter(f"{SVG}a")}
    assert len(links) == 2
    (name,) = [name for name in links if name and "Haku" in name]
    assert str(CycleKind.EVENTS.label) in name
    assert count_arcs(links[name]) == 1
    (series,) = [name for name in links if name and "Verkosto" in name]
    assert count_arcs(links[series]) == 12
    assert {link.get("href") for link in small.iter(f"{SVG}a")} == {
        f"#cycle-month-{number}" for number in range(1, 13)
    }
    numbers = [text.findtext(f"{SVG}tspan") for text in numbered.iter(f"{SVG}text")]
    assert {"1", "2"} <= set(numbers)
    printed = response.context["numbered_wheel"].by_number
    assert [(drawn.number, drawn.item.title) for drawn in printed] == [
        ("1", "Verkosto"),
        ("2", "Haku"),
    ]
    months = response.context["months"]
    assert [row.item.title for row in months[2].rows] == ["Haku", "Verkosto"]
    assert [row.item.title for row in months[3].rows] == ["Verkosto"]
    assert [row.item.title for row in months[3].going_on] == ["Haku"]
    assert [row.item.title for row in response.context["rows"]] == ["Verkosto", "Haku"]


def test_links_of_the_wheel_lead_to_the_list_or_to_the_page(
    client: Client, page: AnnualCyclePage
) -> None:
    entry = CycleEntryFactory(title="Asia")
    away = CycleEntryFactory(title="Muualla", url="https://muualla.example/")
    response = get(client, page)
    hrefs = {link.get("href") for link in wheels(response)[0].iter(f"{SVG}a")}
    assert hrefs == {f"#entry-{entry.pk}", away.url}
    content = response.content.decode()
    assert content.count(f'id="entry-{entry.pk}"') == 1
    ids = re.findall(r'\bid="([^"]+)"', content)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("count", [0, 5, 80])
def test_the_picture_is_named_and_described(
    client: Client, page: AnnualCyclePage, count: int
) -> None:
    year = site_today().year
    for number in range(count):
        CycleEntryFactory(starts_on=DAY(year, 1, 1) + datetime.timedelta(number * 4))
    response = get(client, page)
    found = wheels(response)
    assert len(found) == {0: 0, 5: 3, 80: 2}[count]
    for wheel in found:
        ids = (wheel.get("aria-labelledby") or "").split()
        texts = {child.get("id"): child.text for child in wheel}
        assert all(texts[one] for one in ids)
        assert wheel.get("role") == "group"
        for link in wheel.iter(f"{SVG}a"):
            assert link.get("aria-label") or link.findtext(f"{SVG}title")
    assert response.context["wheel"].is_numbered is (count == 80)


def test_numbers_on_the_wheel_are_those_of_the_list(client: Client, page: AnnualCyclePage) -> None:
    year = site_today().year
    for number in range(80):
        day = DAY(year, 1, 1) + datetime.timedelta(number * 4)
        CycleEntryFactory(title=f"Asia {number}", starts_on=day)
    context = get(client, page).context
    on_wheel = {drawn.item.key: drawn.number for drawn in context["wheel"].items}
    in_list = {row.item.key: row.number for month in context["months"] for row in month.rows}
    in_table = {row.item.key: row.number for row in context["rows"]}
    assert on_wheel == in_list == in_table
    assert in_table[context["rows"][0].item.key] == "1"


def test_filters_narrow_and_chips_widen(client: Client, page: AnnualCyclePage) -> None:
    lahti = MunicipalityFactory(name="Lahti")
    CycleEntryFactory(title="Lahden messut", municipality=lahti)
    CycleEntryFactory(title="Seudun verkosto", kind="networks")
    CycleEntryFactory(title="Muun kunnan", municipality=MunicipalityFactory())
    assert titles(client, page, f"?municipality={lahti.code}") == [
        "Lahden messut",
        "Seudun verkosto",
    ]
    query = f"?municipality={lahti.code}&kind=networks"
    assert titles(client, page, query) == ["Seudun verkosto"]
    filters = get(client, page, query).context["filters"]
    assert [(chip.value, chip.remove_url) for chip in filters.chips] == [
        ("Lahti", f"{page.url}?kind=networks"),
        (str(CycleKind.NETWORKS.label), f"{page.url}?municipality={lahti.code}"),
    ]
    chosen = {link.kind: link.url for link in filters.kinds if link.is_chosen}
    assert chosen == {"networks": f"{page.url}?municipality={lahti.code}"}


def test_years_lead_to_each_other_and_keep_the_choice(
    client: Client, page: AnnualCyclePage
) -> None:
    year = site_today().year
    CycleEntryFactory(title="Ensi vuonna", starts_on=DAY(year + 1, 5, 5), repeats="once")
    CycleEntryFactory(title="Joka vuosi", starts_on=DAY(year, 6, 6))
    assert titles(client, page) == ["Joka vuosi"]
    filters = get(client, page, "?kind=events&show=table").context["filters"]
    assert filters.next_url == f"{page.url}?year={year + 1}&kind=events"
    assert titles(client, page, f"?year={year + 1}") == ["Ensi vuonna", "Joka vuosi"]
    later = get(client, page, f"?year={year + 1}&kind=events").context
    assert later["filters"].previous_url == f"{page.url}?kind=events"
    assert not later["coming"]
    assert later["wheel"].today is None
    last = get(client, page, f"?year={year + 5}").context["filters"]
    assert (last.year, last.next_url) == (year + 5, "")


@pytest.mark.parametrize(
    "query",
    ["?year=1", "?year=9999", "?year=٢٠٢٦", "?kind=%00", "?municipality=x&show=y", "?year="],
)
def test_what_is_not_understood_narrows_nothing(
    client: Client, page: AnnualCyclePage, query: str
) -> None:
    CycleEntryFactory(title="Joka vuosi", starts_on=DAY(2020, 6, 6))
    assert titles(client, page, query) == ["Joka vuosi"]
    assert get(client, page, query).context["year"] == site_today().year


def test_what_comes_next_goes_on_after_the_end_of_the_year(
    client: Client, page: AnnualCyclePage
) -> None:
    today = site_today()
    CycleEntryFactory(title="Kohta", starts_on=today + datetime.timedelta(days=300), repeats="once")
    coming = get(client, page).context["coming"]
    assert [one.item.title for one in coming.next] == ["Kohta"]


def test_an_empty_year_leads_on(client: Client, page: AnnualCyclePage) -> None:
    assert f'href="{reverse("calendar")}"' in get(client, page).content.decode()
    CycleEntryFactory()
    narrowed = get(client, page, "?kind=grants").content.decode()
    assert f'<a class="button" href="{page.url}">' in narrowed


def test_list_and_table_show_the_same(client: Client, page: AnnualCyclePage) -> None:
    CycleEntryFactory(title="Asia", responsible="Työryhmä")
    by_month = get(client, page).content.decode()
    as_table = get(client, page, "?show=table").content.decode()
    for content in (by_month, as_table):
        assert content.count("<caption") == 1
        assert '<th scope="row">Asia</th>' in content
    assert "cycle-page__list--table" not in by_month
    assert "cycle-page__list--table" in as_table


@pytest.mark.parametrize(("code", "said"), [("sv", "Ansökan"), ("en", "Haku")])
def test_texts_are_in_the_readers_language_or_say_theirs(
    client: Client, home: HomePage, code: str, said: str
) -> None:
    other = cycle_page(home_page(code, translation_of=home), title="Cycle")
    CycleEntryFactory(title="Haku", title_sv="Ansökan")
    content = get(client, other).content.decode()
    lang = "" if said == "Ansökan" else ' lang="fi"'
    assert f'<p class="cycle-row__title"{lang}>{said}</p>' in content


def test_no_inline_style(client: Client, page: AnnualCyclePage) -> None:
    CycleEntryFactory()
    content = get(client, page).content.decode()
    assert " style=" not in content
    assert "<style" not in content


@pytest.mark.parametrize("query", ["", "?show=table&kind=events"])
def test_the_page_needs_few_queries(
    client: Client,
    page: AnnualCyclePage,
    query: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    town = MunicipalityFactory()
    for number in range(30):
        CycleEntryFactory(municipality=town, page=page)
        grant = GrantFactory(name=f"Avustus {number}", municipalities=[town])
        GrantPeriod.objects.create(grant=grant, opens_on=site_today(), closes_on=site_today())
    with django_assert_max_num_queries(20):
        get(client, page, query)


def test_what_begins_by_the_clock_says_so_and_comes_after_whole_days(
    client: Client, page: AnnualCyclePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = site_today().year
    zone = timezone.get_default_timezone()
    begins = datetime.datetime(year, 9, 7, 17, tzinfo=zone)
    times = (Time(begins.date(), begins.date(), begins, begins + datetime.timedelta(hours=2)),)
    evening = CycleItem("evening-1", CycleKind.EVENINGS, "Avustusilta", times, timezone.now())
    monkeypatch.setattr("pages.annual_cycle.occurrences.SOURCES", [*SOURCES, lambda *_: [evening]])
    CycleEntryFactory(title="Samana päivänä", starts_on=begins.date())
    rows = get(client, page).context["months"][8].rows
    assert [(row.item.title, row.days) for row in rows] == [
        ("Samana päivänä", "7.9."),
        ("Avustusilta", "7.9. 17.00"),
    ]
    (event,) = feed(client, "?kind=evenings")
    assert event["DTSTART"].dt == begins
    assert event["DTEND"].dt == begins + datetime.timedelta(hours=2)


# The calendar


def feed(client: Client, query: str = "") -> list[Any]:
    response = client.get(reverse("cycle-calendar") + query)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return events(response.content)


def test_the_calendar_has_whole_days_and_comes_narrowed(client: Client, home: HomePage) -> None:
    today = site_today()
    town = MunicipalityFactory()
    entry = CycleEntryFactory(
        title="Haku; nyt",
        starts_on=today,
        ends_on=today + datetime.timedelta(days=9),
        repeats="once",
        municipality=town,
        kind="facilities",
        responsible="Liikuntapalvelut",
    )
    CycleEntryFactory(title="Muu", starts_on=today, repeats="once")
    (event,) = feed(client, f"?kind=facilities&municipality={town.code}")
    assert str(event["SUMMARY"]) == "Haku; nyt"
    assert event["DTSTART"].dt == today
    assert event["DTEND"].dt == today + datetime.timedelta(days=10)
    assert "Liikuntapalvelut" in event["DESCRIPTION"]
    assert event["UID"].startswith(f"entry-{entry.pk}-")
    assert len(feed(client)) == 2


def test_the_calendar_says_each_time_of_what_recurs_once(client: Client, home: HomePage) -> None:
    CycleEntryFactory(starts_on=DAY(2020, 1, 5), repeats="monthly")
    CycleEntryFactory(starts_on=DAY(2010, 1, 5), repeats="once")
    found = feed(client)
    assert 15 <= len(found) <= 17
    assert len({str(event["UID"]) for event in found}) == len(found)
    first = min(event["DTSTART"].dt for event in found)
    assert first >= site_today() - datetime.timedelta(days=60)


def test_the_calendar_has_an_address_in_each_language(client: Client, home: HomePage) -> None:
    CycleEntryFactory(title="Haku", title_en="Booking", starts_on=site_today())
    with translation.override("en"):
        assert {str(event["SUMMARY"]) for event in feed(client)} == {"Booking"}


def test_the_page_leads_to_the_calendar_of_what_it_shows(
    client: Client, page: AnnualCyclePage
) -> None:
    context = get(client, page, "?kind=events&year=2020").context
    assert context["calendar_url"].endswith(f"{reverse('cycle-calendar')}?kind=events")
    assert context["webcal_url"].startswith("webcal://testserver/")
