"""When things take place next, and how that is said."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from servicemap.models import Schedule
from servicemap.models.schedules import next_of
from servicemap.schedule_text import describe, weekday_short
from tests.factories import ActivityFactory, ScheduleFactory

HELSINKI = ZoneInfo("Europe/Helsinki")


def at(*parts: int) -> datetime.datetime:
    """A moment on the region's clocks."""
    return datetime.datetime(*parts, tzinfo=HELSINKI)  # type: ignore[arg-type, misc]


def schedule(**fields: Any) -> Schedule:
    """A schedule that is not saved."""
    built: Schedule = ScheduleFactory.build(**fields)
    return built


def test_next_is_the_one_that_is_on() -> None:
    found = schedule().next_occurrence(at(2026, 3, 4, 10, 30))
    assert found is not None
    assert (found.starts, found.ends) == (at(2026, 3, 4, 10), at(2026, 3, 4, 11))


def test_next_is_the_following_once_it_is_over() -> None:
    found = schedule().next_occurrence(at(2026, 3, 4, 11, 1))
    assert found is not None
    assert found.starts == at(2026, 3, 11, 10)


def test_next_is_not_before_the_first_day() -> None:
    found = schedule(dtstart=datetime.date(2026, 9, 1)).next_occurrence(at(2026, 3, 1))
    assert found is not None
    assert found.starts == at(2026, 9, 2, 10)


def test_next_is_found_however_far_the_first_day_is() -> None:
    found = schedule(dtstart=datetime.date(2030, 1, 1)).next_occurrence(at(2026, 3, 1))
    assert found is not None
    assert found.starts == at(2030, 1, 2, 10)


def test_nothing_comes_after_the_last_day() -> None:
    over = schedule(until=datetime.date(2026, 3, 4))
    assert over.next_occurrence(at(2026, 3, 4, 12)) is None


def test_times_stay_the_same_on_the_clock_over_summer_time() -> None:
    # Clocks go forward on Sunday 29 March 2026.
    found = list(schedule().occurrences(at(2026, 3, 25), at(2026, 4, 2)))
    assert [item.starts.hour for item in found] == [10, 10]
    assert found[1].starts.astimezone(datetime.UTC) - found[0].starts.astimezone(
        datetime.UTC
    ) == datetime.timedelta(days=7, hours=-1)


def test_days_are_the_regions_days_whatever_zone_is_active() -> None:
    with timezone.override("America/New_York"):
        found = schedule().next_occurrence(at(2026, 3, 4, 0, 5))
    assert found is not None
    assert found.starts == at(2026, 3, 4, 10)


def test_without_times_it_lasts_all_day() -> None:
    all_day = schedule(opens_at=None, closes_at=None)
    found = all_day.next_occurrence(at(2026, 3, 4, 23))
    assert found is not None
    assert found.all_day
    assert (found.starts, found.ends) == (at(2026, 3, 4), at(2026, 3, 5))


def test_occurrences_have_the_ends_of_the_period_left_out_but_what_is_on_included() -> None:
    found = schedule().occurrences(at(2026, 3, 4, 10, 30), at(2026, 3, 11, 10))
    assert [item.starts for item in found] == [at(2026, 3, 4, 10)]


def test_excluded_day_is_skipped() -> None:
    found = schedule(exdates=["2026-03-04"]).next_occurrence(at(2026, 3, 3))
    assert found is not None
    assert found.starts == at(2026, 3, 11, 10)


def test_next_of_several_is_the_earliest() -> None:
    monday, wednesday = schedule(byday="MO"), schedule()
    found = next_of([wednesday, monday], at(2026, 3, 5))
    assert found is not None
    assert found.starts == at(2026, 3, 9, 10)
    assert next_of([], at(2026, 3, 5)) is None


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "Wed"),
        ({"byday": "MO,TU,WE,TH,FR"}, "Mon–Fri"),
        ({"byday": "TH,TU"}, "Tue, Thu"),
        ({"byday": "MO,WE,TH,FR,SU"}, "Mon, Wed–Fri, Sun"),
        ({"byday": ""}, "Wed"),
        ({"interval": 2}, "Wed every second week"),
        ({"interval": 3}, "Wed every 3 weeks"),
        ({"freq": "DAILY", "byday": ""}, "every day"),
        ({"freq": "DAILY", "byday": "", "interval": 4}, "every 4 days"),
        ({"freq": "MONTHLY", "byday": "1TU"}, "first Tue of the month"),
        ({"freq": "MONTHLY", "byday": "-1FR"}, "last Fri of the month"),
        ({"freq": "MONTHLY", "byday": "5SA"}, "fifth Sat of the month"),
        ({"freq": "MONTHLY", "byday": "", "interval": 2}, "day 7 of the month, every 2 months"),
    ],
)
def test_rhythm_in_words(fields: dict[str, Any], text: str) -> None:
    with translation.override("en"):
        assert describe(schedule(**fields, opens_at=None, closes_at=None)) == text


def test_times_are_written_the_finnish_way() -> None:
    day = weekday_short("WE")
    assert describe(schedule()) == f"{day} 10.00–11.00"
    assert describe(schedule(opens_at=datetime.time(9, 5), closes_at=None)) == f"{day} 9.05"


def test_something_that_happens_once_is_said_with_its_date() -> None:
    once = schedule(freq="", byday="", opens_at=datetime.time(18), closes_at=None)
    assert describe(once) == f"{weekday_short('WE')} 7.1.2026 klo 18.00"
    with translation.override("sv"):
        assert describe(once) == "ons 7.1.2026 kl. 18.00"
    with translation.override("en"):
        assert describe(once) == "Wed 7 Jan 2026, 18:00"
    yearly = schedule(freq="YEARLY", byday="", opens_at=datetime.time(18), closes_at=None)
    assert describe(yearly).endswith("7.1. klo 18.00")


@pytest.mark.parametrize("fields", [{"freq": ""}, {"byday": "1WE"}, {"byday": "KE"}])
def test_weekdays_must_fit_the_frequency(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        schedule(**fields).clean()
    assert list(caught.value.message_dict) == ["byday"]


@pytest.mark.django_db
def test_schedules_of_an_activity_are_saved_with_it() -> None:
    activity = ActivityFactory(schedules=[ScheduleFactory.build(), ScheduleFactory.build()])
    assert Schedule.objects.filter(activity=activity).count() == 2
