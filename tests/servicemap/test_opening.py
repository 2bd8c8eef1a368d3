"""Whether a place is open now, in words."""

import datetime
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation

from servicemap.models import Schedule
from servicemap.opening import hours_of, opening_of
from tests.factories import FacilityFactory, ScheduleFactory

HELSINKI = ZoneInfo("Europe/Helsinki")
MONDAY = datetime.date(2026, 11, 16)


def at(day: int, clock: str) -> datetime.datetime:
    """A moment so many days after the Monday, by the clock of Helsinki."""
    time = datetime.time.fromisoformat(clock)
    return datetime.datetime.combine(MONDAY + datetime.timedelta(days=day), time, HELSINKI)


def hours(byday: str, opens: str = "", closes: str = "", **values: Any) -> Schedule:
    time = datetime.time.fromisoformat
    schedule: Schedule = ScheduleFactory.build(
        freq=values.pop("freq", "WEEKLY"),
        dtstart=values.pop("dtstart", MONDAY - datetime.timedelta(days=28)),
        byday=byday,
        opens_at=time(opens) if opens else None,
        closes_at=time(closes) if closes else None,
        **values,
    )
    return schedule


OFFICE = [hours("MO,TU,WE,TH,FR", "09:00", "20:00")]
LUNCH = [hours("MO,TU,WE,TH,FR", "09:00", "11:00"), hours("MO,TU,WE,TH,FR", "12:00", "16:00")]


def said(schedules: list[Schedule], now: datetime.datetime, language: str = "en") -> str:
    with patch("django.utils.timezone.now", lambda: now), translation.override(language):
        opening = opening_of(schedules)
        return opening.text if opening else ""


@pytest.mark.parametrize(
    ("schedules", "now", "is_open", "changes"),
    [
        (OFFICE, at(0, "08:59"), False, at(0, "09:00")),
        (OFFICE, at(0, "09:00"), True, at(0, "20:00")),
        (OFFICE, at(0, "19:59"), True, at(0, "20:00")),
        (OFFICE, at(0, "20:00"), False, at(1, "09:00")),
        (OFFICE, at(4, "21:00"), False, at(7, "09:00")),
        (LUNCH, at(0, "11:30"), False, at(0, "12:00")),
        # Hours that overlap or adjoin are one.
        ([*OFFICE, hours("MO", "18:00", "22:00")], at(0, "10:00"), True, at(0, "22:00")),
        (
            [hours("MO", "09:00", "12:00"), hours("MO", "12:00", "16:00")],
            at(0, "10:00"),
            True,
            at(0, "16:00"),
        ),
        (
            [hours("MO", "18:00", "23:59"), hours("TU", "00:00", "02:00")],
            at(0, "19:00"),
            True,
            at(1, "02:00"),
        ),
        # 23.59 is midnight, and the minute before it is open, too.
        ([hours("MO", "18:00", "23:59")], at(0, "23:59:30"), True, at(1, "00:00")),
        ([hours("MO", "18:00", "23:59")], at(1, "00:00"), False, at(7, "18:00")),
        (
            [hours("", "00:00", "23:59", freq="DAILY")],
            at(0, "23:59:30"),
            True,
            None,
        ),
        ([*LUNCH[:1], hours("MO", "11:01", "12:00")], at(0, "11:00:30"), True, at(0, "12:00")),
        # The whole day, up to midnight; every day, without an end.
        ([hours("MO")], at(0, "12:00"), True, at(1, "00:00")),
        ([hours("", freq="DAILY")], at(0, "12:00"), True, None),
        # Not on a day that is left out, nor after the last one.
        (
            [hours("", "09:00", "20:00", freq="DAILY", exdates=["2026-11-17"])],
            at(1, "10:00"),
            False,
            at(2, "09:00"),
        ),
        ([hours("", "09:00", "20:00", freq="DAILY", until=MONDAY)], at(1, "10:00"), False, None),
        (
            [hours("", "09:00", "20:00", freq="", dtstart=MONDAY)],
            at(0, "10:00"),
            True,
            at(0, "20:00"),
        ),
    ],
)
def test_open_or_closed(
    schedules: list[Schedule],
    now: datetime.datetime,
    is_open: bool,
    changes: datetime.datetime | None,
) -> None:
    # The server's clock may be anywhere.
    opening = opening_of(schedules, now.astimezone(datetime.UTC))
    assert opening
    assert (opening.is_open, opening.changes) == (is_open, changes)


def test_hours_keep_to_the_clock_over_the_change_of_time() -> None:
    sunday = datetime.datetime(2026, 10, 25, 12, 0, tzinfo=HELSINKI)
    opening = opening_of(
        [hours("SU", "10:00", "18:00", dtstart=datetime.date(2026, 10, 4))], sunday
    )
    assert opening
    assert opening.changes == datetime.datetime(2026, 10, 25, 18, 0, tzinfo=HELSINKI)
    assert opening.changes.utcoffset() == datetime.timedelta(hours=2)


def test_hours_between_two_moments() -> None:
    schedules = [hours("MO,TU", "18:00", "23:59"), hours("TU", "00:00", "02:00")]
    assert hours_of(schedules, at(0, "00:00"), at(2, "00:00")) == [
        (at(0, "18:00"), at(1, "02:00")),
        (at(1, "18:00"), at(2, "00:00")),
    ]
    assert hours_of(schedules, at(1, "02:00"), at(2, "00:00")) == [(at(1, "18:00"), at(2, "00:00"))]
    assert hours_of([*schedules, hours("SA", "09:00")], at(0, "00:00"), at(2, "00:00")) == []


@pytest.mark.parametrize("schedules", [[], [hours("MO", "09:00")], [*OFFICE, hours("SA", "09:00")]])
def test_nothing_is_said_where_the_hours_do_not_tell(schedules: list[Schedule]) -> None:
    assert opening_of(schedules, at(0, "10:00")) is None


@pytest.mark.parametrize(
    ("schedules", "now", "text"),
    [
        (OFFICE, at(0, "10:00"), "Open now until 20:00"),
        (OFFICE, at(0, "08:00"), "Closed now, opens at 09:00"),
        (OFFICE, at(0, "21:00"), "Closed now, opens tomorrow at 09:00"),
        (OFFICE, at(4, "21:00"), "Closed now, opens Mon at 09:00"),
        ([hours("MO", interval=1)], at(0, "12:00"), "Open now until 00:00"),
        ([hours("", freq="DAILY")], at(0, "12:00"), "Open now"),
        (
            [hours("", "09:00", "20:00", freq="", dtstart=datetime.date(2026, 12, 1))],
            at(0, "10:00"),
            "Closed now, opens Tue 1 Dec at 09:00",
        ),
        (
            [hours("", "09:00", "20:00", freq="DAILY", until=MONDAY)],
            at(1, "10:00"),
            "Closed for now",
        ),
    ],
)
def test_in_words(schedules: list[Schedule], now: datetime.datetime, text: str) -> None:
    assert said(schedules, now) == text


@pytest.mark.django_db
def test_cards_and_pages_of_facilities_say_it(client: Client) -> None:
    facility: Any = FacilityFactory(
        name="Kuntosali", slug="kuntosali", schedules=[hours("MO", "09:00", "20:00")]
    )
    FacilityFactory(name="Sali ilman aikoja", slug="sali")
    with patch("django.utils.timezone.now", lambda: at(0, "10:00")):
        with translation.override("en"):
            page = client.get(facility.get_absolute_url()).content.decode()
        found = client.get("/en/search/").content.decode()
    assert "Open now until 20:00" in page
    assert found.count("Open now until 20:00") == 1
    assert found.count('class="opening') == 1
