"""The feed of a search, as calendars fetch it."""

import datetime
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Component

from servicemap.models import Activity
from tests.factories import ActivityFactory, FacilityFactory, ScheduleFactory
from tests.search.calendar.reading import HELSINKI, events, read, starts
from tests.search.conftest import region as region

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def feed(client: Client, query: str = "", language: str = "fi", **headers: str) -> HttpResponse:
    with translation.override(language):
        return client.get(f"{reverse('search_feed')}{query}", headers=headers)


def found(client: Client, query: str = "", language: str = "fi") -> list[Component]:
    response = feed(client, query, language)
    assert response.status_code == 200, response.content.decode()
    return events(response.content)


def weekly(weekday: int, hour: int = 18, **values: Any) -> Any:
    """A schedule that has been on for a month."""
    day = timezone.localdate() - datetime.timedelta(days=30)
    day += (weekday - day.weekday()) % 7 * DAY
    code = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[weekday]
    times = {"opens_at": datetime.time(hour), "closes_at": datetime.time(hour + 1)}
    return ScheduleFactory.build(dtstart=day, freq="WEEKLY", byday=code, **times | values)


def names(found_events: list[Component]) -> set[str]:
    return {str(event["SUMMARY"]) for event in found_events}


@pytest.fixture
def gym(region: SimpleNamespace) -> Activity:
    """An activity with everything, in a facility."""
    hall = FacilityFactory(
        name="Launeen sali",
        municipality=region.lahti,
        street_address="Kaarikatu 26",
        postal_code="15610",
        latitude=60.9655,
        longitude=25.6501,
    )
    activity: Activity = ActivityFactory(
        name="Kuntosali, alkeet; naiset",
        name_sv="Gym",
        summary="Ohjattua harjoittelua.",
        description="Ensimmäinen kappale.\n\nToinen, pidempi kappale.",
        organiser=region.society,
        facility=hall,
        municipality=None,
        categories=[region.sports, region.swimming],
        price="low",
        price_info="3 € kerta",
        registration_url="https://example.org/ilmo",
        schedules=[
            weekly(0, until=timezone.localdate() + 100 * DAY, description="Aloittelijat"),
            weekly(3, 9),
        ],
    )
    return activity


def test_each_schedule_is_an_event(client: Client, gym: Activity) -> None:
    first, second = sorted(found(client, "?q=kuntosali"), key=lambda one: -len(one["SUMMARY"]))
    schedule = gym.schedules.get(description="Aloittelijat")
    assert str(first["SUMMARY"]) == "Kuntosali, alkeet; naiset – Aloittelijat"
    assert str(second["SUMMARY"]) == "Kuntosali, alkeet; naiset"
    assert str(first["UID"]).startswith(f"activity-{gym.pk}-schedule-{schedule.pk}@")
    assert first["UID"] != second["UID"]
    assert first["DTSTART"].dt == datetime.datetime.combine(
        schedule.dtstart, datetime.time(18), HELSINKI
    )
    assert first["DTSTART"].params["TZID"] == "Europe/Helsinki"
    assert first["DTEND"].dt - first["DTSTART"].dt == datetime.timedelta(hours=1)
    assert first["RRULE"]["BYDAY"] == ["MO"]
    assert first["RRULE"]["UNTIL"][0].utcoffset() == datetime.timedelta(0)
    assert str(first["LOCATION"]) == "Launeen sali, Kaarikatu 26, 15610 Lahti"
    assert (first["GEO"].latitude, first["GEO"].longitude) == (60.9655, 25.6501)
    assert str(first["URL"]) == f"http://localhost:8000/fi/toiminta/{gym.slug}/"
    assert {str(item) for item in first["CATEGORIES"].cats} == {"Liikunta", "Uinti"}
    for said in (
        "Ohjattua harjoittelua.\n\nEnsimmäinen kappale.\n\nToinen, pidempi kappale.",
        "Järjestäjä: Nuorisoseura Iltatuuli ry",
        "3 € kerta",
        "https://example.org/ilmo",
        str(first["URL"]),
    ):
        assert said in str(first["DESCRIPTION"])
    assert first["DTSTAMP"].dt == first["LAST-MODIFIED"].dt
    assert first["DTSTAMP"].dt >= gym.updated_at.replace(microsecond=0)


def test_the_calendar_describes_itself(client: Client, gym: Activity) -> None:
    calendar = read(feed(client, "?q=kuntosali&municipality=398").content)
    assert str(calendar["VERSION"]) == "2.0"
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"])
    assert str(calendar["NAME"]).replace("\\,", ",").endswith(": kuntosali, Lahti")
    assert calendar["REFRESH-INTERVAL"].dt == datetime.timedelta(hours=6)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Helsinki"]
    assert str(calendar["URL"]) == "http://localhost:8000/fi/haku/?q=kuntosali&municipality=398"
    assert str(calendar["SOURCE"]).endswith("?q=kuntosali&municipality=398")


def test_lines_are_as_the_standard_has_them(client: Client, gym: Activity) -> None:
    content = feed(client).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_it_is_exactly_the_search(client: Client, region: SimpleNamespace, gym: Activity) -> None:
    assert names(found(client, "?q=kuoro")) == {"Eläkeläisten kuoro"}
    assert names(found(client, f"?q={quote('liikuntaa lahdessa')}")) == names(
        found(client, "?municipality=398")
    )
    assert len(found(client, "?municipality=398")) == 2
    assert found(client, "?q=kuoro&municipality=398") == []
    assert names(found(client, "?price=free")) == {"Eläkeläisten kuoro"}
    assert found(client, "?q=launeen+uimahalli&kind=activity&kind=facility") == []


def test_what_only_looks_alike_is_corrected_as_on_the_page(
    client: Client, region: SimpleNamespace
) -> None:
    assert names(found(client, "?q=eläkeläsiten+kuoro")) == {"Eläkeläisten kuoro"}


def test_each_language_has_its_feed(client: Client, gym: Activity) -> None:
    (event,) = (one for one in found(client, "?q=gym", "sv") if "–" in str(one["SUMMARY"]))
    assert str(event["SUMMARY"]) == "Gym – Aloittelijat"
    assert str(event["URL"]) == f"http://localhost:8000/sv/verksamhet/{gym.slug}/"
    in_finnish = {str(one["UID"]) for one in found(client, "?q=kuntosali")}
    assert str(event["UID"]) in in_finnish


def test_a_span_of_days_holds_nothing_else(client: Client, gym: Activity) -> None:
    today = timezone.localdate()
    monday = today + (7 - today.weekday()) * DAY
    span = f"?q=kuntosali&when={monday}..{monday + 8 * DAY}"
    times = [
        each
        for event in found(client, span)
        for each in starts(event, today - 400 * DAY, today + 400 * DAY)
    ]
    assert sorted(each.date() for each in times) == [monday, monday + 3 * DAY, monday + 7 * DAY]


def test_of_a_weekday_the_schedules_that_have_it(client: Client, gym: Activity) -> None:
    (event,) = found(client, "?q=kuntosali&weekday=TH")
    assert event["RRULE"]["BYDAY"] == ["TH"]
    assert "UNTIL" not in event["RRULE"]
    assert found(client, "?q=kuntosali&weekday=TH&time=evening") == []


def test_what_was_over_long_ago_is_left_out(client: Client, region: SimpleNamespace) -> None:
    today = timezone.localdate()
    ActivityFactory(
        name="Talkoot",
        schedules=[
            ScheduleFactory.build(dtstart=today - 31 * DAY, freq="", byday="", description="Vanha"),
            ScheduleFactory.build(dtstart=today - 3 * DAY, freq="", byday="", description="Uusi"),
            weekly(1, until=today - 31 * DAY + 8 * DAY, description="Jatkuva"),
        ],
    )
    assert names(found(client, "?q=talkoot")) == {"Talkoot – Uusi", "Talkoot – Jatkuva"}
    with patch("django.utils.timezone.localdate", lambda *_: today + 30 * DAY):
        assert names(found(client, "?q=talkoot")) == set()


def test_drafts_are_in_no_calendar(client: Client, gym: Activity) -> None:
    gym.unpublish()
    assert found(client, "?q=kuntosali") == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("?when=joskus", "when"),
        ("?bbox=kaikki", "bbox"),
        ("?weekday=XX", "weekday"),
        ("?near=1,2,3", "near"),
        ("?kind=facility", "kind"),
    ],
)
def test_wrong_parameters_are_named(
    client: Client, region: SimpleNamespace, query: str, name: str
) -> None:
    response = feed(client, query)
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert f"\n{name}: " in response.content.decode()


def test_nothing_but_reading(client: Client, region: SimpleNamespace) -> None:
    assert client.post(reverse("search_feed")).status_code == 405
    assert client.head(reverse("search_feed")).status_code == 200


def test_headers_let_it_be_kept(client: Client, gym: Activity) -> None:
    response = feed(client, "?q=kuntosali")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response["Last-Modified"].endswith("GMT")
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_what_has_not_changed_is_not_sent_again(client: Client, gym: Activity) -> None:
    etag = feed(client, "?q=kuntosali")["ETag"]
    with CaptureQueriesContext(connection) as queries:
        again = feed(client, "?q=kuntosali", if_none_match=etag)
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == etag
    assert not any("servicemap_schedule" in query["sql"] for query in queries)
    assert feed(client, "?q=kuntosali", "sv", if_none_match=etag).status_code == 200


def test_every_change_is_sent(client: Client, gym: Activity) -> None:
    etags = [feed(client, "?q=kuntosali")["ETag"]]

    def changes() -> None:
        response = feed(client, "?q=kuntosali", if_none_match=etags[-1])
        assert response.status_code == 200
        etags.append(response["ETag"])

    gym.organiser.name = "Toinen seura ry"
    gym.organiser.save()
    changes()
    gym.schedules.first().delete()
    gym.save()
    changes()
    gym.delete()
    changes()
    assert len(set(etags)) == 4


def test_a_long_result_is_cut_and_says_so(
    client: Client, region: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(5):
        ActivityFactory(schedules=[weekly(2)])
    monkeypatch.setattr("search.calendar.feed.MAX_ACTIVITIES", 2)
    calendar = read(feed(client, "?kind=activity&sort=name").content)
    assert len(calendar.walk("VEVENT")) == 2
    assert {"2", "6"} <= set(str(calendar["X-WR-CALDESC"]).replace(".", "").split())
    monkeypatch.setattr("search.calendar.feed.MAX_ACTIVITIES", 6)
    assert "X-WR-CALDESC" not in read(feed(client, "?kind=activity").content)


def test_queries_do_not_grow_with_the_result(client: Client, gym: Activity) -> None:
    feed(client)
    with CaptureQueriesContext(connection) as few:
        assert len(found(client)) == 3
    for _number in range(12):
        ActivityFactory(
            schedules=[weekly(1), weekly(2)], organiser=gym.organiser, facility=gym.facility
        )
    feed(client)
    with CaptureQueriesContext(connection) as many:
        assert len(found(client)) == 27
    assert len(many) <= len(few) <= 14


def test_an_empty_feed_is_a_calendar(client: Client, region: SimpleNamespace) -> None:
    calendar = read(feed(client, "?q=xyzzy").content)
    assert calendar.walk("VEVENT") == []
    assert calendar.walk("VTIMEZONE")
