"""The calendar's page: what is on, by day and clock, without a script."""

import datetime
import html
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.factories import ActivityFactory, FacilityFactory, PlaceFactory, ScheduleFactory
from tests.search.calendar.reading import HELSINKI
from tests.search.conftest import region as region

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 18, 12, 0, tzinfo=HELSINKI)
"""A Wednesday at noon."""

TODAY = NOW.date()
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _standing_clock() -> Iterator[None]:
    with patch("django.utils.timezone.now", lambda: NOW.astimezone(datetime.UTC)):
        yield


def schedule(day: int, hour: int | None = 18, freq: str = "", **values: Any) -> Any:
    """Once, or by a rule from then on, so many days after today."""
    return ScheduleFactory.build(
        dtstart=TODAY + day * DAY,
        freq=freq,
        byday="",
        opens_at=None if hour is None else datetime.time(hour),
        closes_at=None if hour is None else datetime.time(hour, 45),
        **values,
    )


def on(name: str, *schedules: Any, **values: Any) -> Any:
    return ActivityFactory(name=name, schedules=list(schedules), **values)


def page(client: Client, query: str = "", language: str = "fi") -> str:
    with translation.override(language):
        response = client.get(f"{reverse('calendar')}{query}")
    assert response.status_code == 200
    assert not response.cookies
    return html.unescape(response.content.decode())


def rows(text: str) -> list[tuple[str, str]]:
    """The clock and name of each row."""
    found = re.findall(
        r'<time class="happening__time"[^>]*>([^<]*)</time>.*?happening__name"[^>]*>([^<]*)<',
        text,
        re.DOTALL,
    )
    return [(clock, name) for clock, name in found]


def days(text: str) -> list[str]:
    return re.findall(r'<section class="day" id="day-([-\d]+)"', text)


def hrefs(text: str, rel: str) -> list[str]:
    return re.findall(rf'href="([^"]*)" rel="{rel}"', text)


def test_the_coming_days_by_day_and_clock(client: Client, db: None) -> None:
    on("Aamujumppa", schedule(0, 8), schedule(1, 8))
    on("Kuoro", schedule(0, 18))
    on("Näyttely", schedule(1, None))
    on("Viikon päästä", schedule(7, 18))
    text = page(client)
    assert days(text) == ["2026-11-18", "2026-11-19"]
    assert [name for _clock, name in rows(text)] == ["Kuoro", "Näyttely", "Aamujumppa"]
    assert [clock for clock, _name in rows(text)][::2] == ["18.00–18.45", "8.00–8.45"]


def test_a_row_says_where_and_what_it_costs(client: Client, region: SimpleNamespace) -> None:
    hall = FacilityFactory(name="Launeen sali", municipality=region.lahti)
    on("Jooga", schedule(0), facility=hall, municipality=None, price="fee", price_info="8 €")
    text = page(client, "?q=jooga")
    assert "Launeen sali, Lahti" in text
    assert "8 €" in text
    assert 'href="/fi/toiminta/jooga/"' in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?when=today", ["2026-11-18"]),
        ("?when=tomorrow", ["2026-11-19"]),
        ("?when=weekend", ["2026-11-21", "2026-11-22"]),
        ("?when=2026-11-20..2026-11-21", ["2026-11-20", "2026-11-21"]),
        ("?q=kuoro+viikonloppuna", ["2026-11-21", "2026-11-22"]),
        ("?q=kuoro+viikonloppuna&when=today", ["2026-11-18"]),
        ("?weekday=FR", ["2026-11-20"]),
        ("?weekday=FR&time=morning", []),
    ],
)
def test_other_days(client: Client, db: None, query: str, expected: list[str]) -> None:
    on("Kuoro", schedule(0, 18, "DAILY"))
    assert days(page(client, query)) == expected


def test_a_day_is_gone_to_by_its_date(client: Client, db: None) -> None:
    response = client.get(f"{reverse('calendar')}?q=kuoro&day=2026-11-25&page=3")
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('calendar')}?q=kuoro&when=2026-11-25..2026-11-25"
    today = client.get(f"{reverse('calendar')}?day=2026-11-18")
    assert today["Location"].endswith("?when=today")


@pytest.mark.parametrize(
    ("query", "before", "after"),
    [
        ("", [], ["2026-11-25..2026-12-01"]),
        ("?when=week", [], ["2026-11-23..2026-11-29"]),
        ("?when=2026-11-23..2026-11-29", ["week"], ["2026-11-30..2026-12-06"]),
        ("?when=2026-11-30..2026-12-06", ["2026-11-23..2026-11-29"], ["2026-12-07..2026-12-13"]),
        ("?when=today", [], ["2026-11-19..2026-11-19"]),
        ("?when=tomorrow", ["today"], ["2026-11-20..2026-11-20"]),
        ("?when=weekend", [], ["2026-11-28..2026-11-29"]),
        ("?when=2026-11-28..2026-11-29", ["weekend"], ["2026-12-05..2026-12-06"]),
        ("?when=2026-11-20..2026-11-22", ["2026-11-18..2026-11-19"], ["2026-11-23..2026-11-25"]),
        ("?when=2027-03-18..2027-03-18", ["2027-03-17..2027-03-17"], []),
        ("?when=9998-12-31..9998-12-31", ["9998-12-30..9998-12-30"], []),
        ("?when=0001-01-01..0001-01-01", [], ["0001-01-02..0001-01-02"]),
    ],
)
def test_earlier_and_later(
    client: Client, db: None, query: str, before: list[str], after: list[str]
) -> None:
    text = page(client, query)
    assert [href.partition("when=")[2] for href in hrefs(text, "prev")] == before
    assert [href.partition("when=")[2] for href in hrefs(text, "next")] == after


@pytest.mark.parametrize(
    ("query", "after"),
    [
        ("?when=week", "2026-11-23..2026-11-29"),
        ("?when=weekend", "2026-11-28..2026-11-29"),
        ("?when=today", "2026-11-23..2026-11-23"),
        ("?q=kuoro+viikonloppuna", "2026-11-23..2026-11-23"),
    ],
)
def test_on_a_sunday_all_is_one_day_but_goes_on_as_it_was_asked_for(
    client: Client, db: None, query: str, after: str
) -> None:
    on("Kuoro", schedule(0, 23, "DAILY"))
    sunday = (NOW + 4 * DAY).astimezone(datetime.UTC)
    with patch("django.utils.timezone.now", lambda: sunday):
        text = page(client, query)
    assert days(text) == ["2026-11-22"]
    # Above the day, and again below it.
    assert [href.partition("when=")[2] for href in hrefs(text, "next")] == [after, after]
    spans = text.partition('class="spans"')[2].partition("</ul>")[0]
    assert spans.count('aria-current="page"') == 1


def test_on_a_sunday_evening_the_weekend_is_the_next_one(client: Client, db: None) -> None:
    on("Kuoro", schedule(0, 23, "DAILY"))
    sunday = NOW + 4 * DAY
    weekends = []
    for hour, minute in ((16, 59), (17, 0)):
        moment = sunday.replace(hour=hour, minute=minute)
        now = moment.astimezone(datetime.UTC)
        with patch("django.utils.timezone.now", lambda now=now: now):
            weekends.append(days(page(client, "?when=weekend")))
            later = page(client, "?when=2026-11-28..2026-11-29")
    assert weekends == [["2026-11-22"], ["2026-11-28", "2026-11-29"]]
    assert [href.partition("when=")[2] for href in hrefs(later, "prev")] == ["today"]


def test_links_keep_the_search(client: Client, region: SimpleNamespace) -> None:
    text = page(client, "?q=kuoro&municipality=098&price=free&when=today")
    kept = "?q=kuoro&municipality=098&price=free&when="
    for when in ("today", "weekend", "week"):
        assert f'href="{reverse("calendar")}{kept}{when}"' in text
    assert f'href="{reverse("calendar")}?q=kuoro&price=free&when=today"' in text
    for name, value in (("q", "kuoro"), ("municipality", "098"), ("price", "free")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in text
    assert '<input type="hidden" name="when" value="today">' in text


def test_filters_count_what_takes_place_then(client: Client, region: SimpleNamespace) -> None:
    on("Lahdessa", schedule(0), municipality=region.lahti)
    on("Hollolassa", schedule(1), municipality=region.hollola)
    today = page(client, "?when=today")
    assert 'name="municipality" value="398"' in today
    assert 'name="municipality" value="098"' not in today
    assert (
        rows(page(client, "?municipality=098&when=2026-11-19..2026-11-19"))[-1][1] == "Hollolassa"
    )
    assert 'name="kind"' not in today


def test_near_a_named_place_what_is_far_is_left_out(
    client: Client, region: SimpleNamespace
) -> None:
    PlaceFactory(name="Mukkula", municipality=region.lahti, latitude=61.018, longitude=25.648)
    on("Jooga", schedule(0), latitude=61.0, longitude=25.65, municipality=region.lahti)
    on("Kuoro", schedule(0), latitude=61.2, longitude=26.03, municipality=region.hollola)
    response = client.get(f"{reverse('calendar')}?place=mukkula&weekday=WE")
    assert response.status_code == 302
    assert response["Location"].endswith(
        "?weekday=WE&place=Mukkula,%20Lahti&near=61.0180,25.6480&radius=10000"
    )
    text = client.get(response["Location"]).text
    assert [name for _clock, name in rows(text)] == ["Jooga"]
    assert "Mukkula, Lahti, enintään 10 km" in text
    assert "Kuoro" in page(client)


def test_an_address_that_is_not_known_is_named(client: Client, region: SimpleNamespace) -> None:
    FacilityFactory(
        name="Sali",
        street_address="Äijänkatu 40",
        municipality=region.lahti,
        latitude=60.98,
        longitude=25.66,
    )
    there = client.get(f"{reverse('calendar')}?place=%C3%84ij%C3%A4nkatu+31")
    text = html.unescape(client.get(there["Location"]).text)
    assert "Osoitetta ”Äijänkatu 31” ei tunneta." in text
    assert "Äijänkatu 40, Lahti, enintään 10 km" in text


def test_from_the_list_near_has_a_limit(client: Client, region: SimpleNamespace) -> None:
    on("Jooga", schedule(0), latitude=61.0, longitude=25.65, municipality=region.lahti)
    text = html.unescape(
        client.get(f"{reverse('search')}?q=jooga&near=61,25.6&place=Koti&sort=distance").text
    )
    assert f'href="{reverse("calendar")}?q=jooga&near=61,25.6&place=Koti&radius=10000"' in text


def test_only_activities_are_in_it(client: Client, region: SimpleNamespace) -> None:
    FacilityFactory(name="Sali", schedules=[schedule(0, 18, "DAILY")])
    assert "Sali" not in [name for _clock, name in rows(page(client, "?kind=facility"))]


def test_many_of_a_day_are_shortened_and_paged(client: Client, db: None) -> None:
    for number in range(105):
        on(f"Kerho {number:03}", schedule(1))
    on("Muu", schedule(2))
    week = page(client)
    assert len(rows(week)) == 13
    assert f'href="{reverse("calendar")}?when=2026-11-19..2026-11-19"' in week
    assert "105" in week
    day = page(client, "?when=2026-11-19..2026-11-19")
    assert len(rows(day)) == 100
    assert hrefs(day, "next")[-1].endswith("&page=2")
    last = page(client, "?when=2026-11-19..2026-11-19&page=2")
    assert [name for _clock, name in rows(last)] == [
        f"Kerho {number}" for number in range(100, 105)
    ]
    beyond = client.get(f"{reverse('calendar')}?when=2026-11-19..2026-11-19&page=9")
    assert beyond["Location"].endswith("?when=2026-11-19..2026-11-19&page=2")


def test_an_empty_span_leads_on(client: Client, db: None) -> None:
    on("Kuoro", schedule(20))
    text = page(client, "?q=kuoro&when=today")
    assert rows(text) == []
    assert "Kuoro" not in text
    assert f'href="{reverse("calendar")}?q=kuoro&when=2026-12-08..2026-12-08"' in text
    assert f'href="{reverse("search")}?q=kuoro&when=today&show=map"' in text


def test_nothing_at_all_leads_on(client: Client, db: None) -> None:
    text = page(client, "?q=xyzzy")
    assert rows(text) == []
    assert f'href="{reverse("calendar")}"' in text


def test_what_is_over_and_what_is_far_are_told_apart(client: Client, db: None) -> None:
    past = page(client, "?when=2026-11-01..2026-11-07")
    far = page(client, "?when=2028-11-01..2028-11-07")
    none = page(client, "?when=today")
    said = [re.findall(r'class="empty">\s*<p>([^<]*)</p>', text)[0] for text in (past, far, none)]
    assert len(set(said)) == 3


def test_bad_parameters_are_named_and_the_rest_is_shown(client: Client, db: None) -> None:
    on("Kuoro", schedule(0))
    for query, name, value in (
        ("?when=joskus", "Milloin", "joskus"),
        ("?day=32.13.", "Päivä", "32.13."),
        ("?bbox=1", "Alue", "1"),
    ):
        text = page(client, query)
        assert f"<strong>{name}</strong>: <q>{value}</q>" in text
        assert rows(text) == [("18.00–18.45", "Kuoro")]


def test_each_language_has_its_calendar(client: Client, db: None) -> None:
    on("Kuoro", schedule(0), name_sv="Kör")
    assert [name for _clock, name in rows(page(client, "", "sv"))] == ["Kör"]
    assert [name for _clock, name in rows(page(client, "", "en"))] == ["Kuoro"]


def test_queries_are_bounded(client: Client, db: None) -> None:
    on("Kuoro", schedule(0))
    page(client, "?q=kuoro")
    with CaptureQueriesContext(connection) as few:
        page(client, "?q=kuoro")
    for number in range(30):
        on(f"Kuoro {number}", schedule(number % 3, 12 + number % 8))
    page(client, "?q=kuoro")
    with CaptureQueriesContext(connection) as many:
        assert len(rows(page(client, "?q=kuoro"))) > 20
    assert len(many) <= len(few) <= 20


def test_the_search_page_offers_its_calendar(client: Client, region: SimpleNamespace) -> None:
    def offered(query: str) -> list[str]:
        text = html.unescape(client.get(f"{reverse('search')}{query}").content.decode())
        return re.findall(r'href="webcal://testserver([^"]*)"', text)

    feed = reverse("search_feed")
    assert offered("?q=kuoro&price=free&page=1&sort=name") == [f"{feed}?q=kuoro&price=free"]
    assert offered("?kind=activity") == [f"{feed}?kind=activity"]
    assert offered("") == [feed]
    assert offered("?kind=facility") == []
    assert offered("?q=uimahalli") == []
    text = html.unescape(client.get(f"{reverse('search')}?q=kuoro&kind=activity").content.decode())
    assert f'href="{reverse("calendar")}?q=kuoro"' in text
    assert f'value="http://testserver{feed}?q=kuoro&kind=activity" readonly' in text
    assert client.get(f"{feed}?q=kuoro&kind=activity").status_code == 200


def test_the_calendar_offers_all_that_comes(client: Client, region: SimpleNamespace) -> None:
    text = page(client, "?q=kuoro&when=today")
    feed = f"{reverse('search_feed')}?q=kuoro&kind=activity"
    assert f'href="webcal://testserver{feed}"' in text
    assert f'href="http://testserver{feed}" download' in text
