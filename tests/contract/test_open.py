"""Which places are open now, or on a coming weekday; when they are is no event."""

import datetime
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import Document, Period, SearchEngine, SearchRequest, Sort
from search.engines.term_table import index_alias
from search.query import Limit, Query, words_of
from tests.contract.conftest import document, found, mapped

HELSINKI = ZoneInfo("Europe/Helsinki")
MONDAY = datetime.date(2026, 10, 19)
"""In the week at the end of which the clocks are put back."""

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Span = tuple[datetime.datetime, datetime.datetime]


class Clock:
    """The time that it is."""

    now = datetime.datetime.combine(MONDAY, datetime.time(12), HELSINKI)

    def set(self, day: int, time: str) -> None:
        """Let it be so many days after the Monday, by the clock of the region."""
        self.now = at(day, time)


def at(day: int, time: str) -> datetime.datetime:
    """A time by the clock so many days after the Monday."""
    date = MONDAY + datetime.timedelta(days=day)
    return datetime.datetime.combine(date, datetime.time.fromisoformat(time), HELSINKI)


def hours(day: int, opens: str, closes: str, *, last: int | None = None) -> Span:
    """From one time to another, of another day if told."""
    return at(day, opens), at(day if last is None else last, closes)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    clock = Clock()
    with patch("django.utils.timezone.now", lambda: clock.now.astimezone(datetime.UTC)):
        yield clock


def place(object_id: int, *spans: Span, name: str = "Sali", **values: Any) -> Document:
    return document(object_id, name, "facility", hours=spans, **values)


def ids(engine: SearchEngine, *times: str, **request: Any) -> set[int]:
    """What is open at one of the times, asked for as a filter."""
    response = found(engine, selected={"open": times, **request.pop("selected", {})}, **request)
    return {hit.object_id for hit in response.hits}


def test_from_the_minute_of_opening_up_to_that_of_closing(
    engine: SearchEngine, clock: Clock
) -> None:
    engine.update([place(1, hours(0, "09:00", "20:00")), place(2)])
    for time, is_open in (
        ("08:59:59", False),
        ("09:00:00", True),
        ("19:59:59", True),
        ("20:00:00", False),
    ):
        clock.set(0, time)
        assert ids(engine, "now") == ({1} if is_open else set()), time
        assert found(engine).facets["open"].get("now", 0) == is_open
        assert engine.count(SearchRequest(selected={"open": ("now",)}), Query()) == is_open
        assert mapped(engine, 9, selected={"open": ("now",)}).total == is_open


def test_hours_go_on_over_midnight(engine: SearchEngine, clock: Clock) -> None:
    engine.update([place(1, hours(0, "18:00", "02:00", last=1))])
    clock.set(1, "00:00")
    assert ids(engine, "now") == ids(engine, "TU") == {1}
    clock.set(1, "02:00")
    assert ids(engine, "now") == ids(engine, "TU") == set()


def test_a_day_ends_at_the_midnight_of_the_region(engine: SearchEngine, clock: Clock) -> None:
    engine.update(
        [
            place(1, hours(1, "18:00", "00:00", last=2)),
            place(2, hours(2, "00:00", "00:30")),
            # Which is Saturday's 22 o'clock in London.
            place(3, hours(6, "00:30", "01:00")),
        ]
    )
    assert ids(engine, "TU") == {1}
    assert ids(engine, "WE") == {2}
    assert ids(engine, "SA") == set()
    assert ids(engine, "SU") == {3}
    assert ids(engine, "TU", "SU") == {1, 3}


def test_the_day_on_which_the_clocks_are_put_back_has_all_its_hours(
    engine: SearchEngine, clock: Clock
) -> None:
    engine.update(
        [place(1, hours(6, "23:30", "00:00", last=7)), place(2, hours(6, "10:00", "18:00"))]
    )
    assert ids(engine, "SU") == {1, 2}
    assert ids(engine, "MO") == set()
    clock.set(6, "17:59")
    assert ids(engine, "now") == {2}
    clock.set(6, "18:00")
    assert ids(engine, "now") == set()
    assert ids(engine, "SU") == {1}


def test_a_weekday_is_the_next_one_and_today_as_far_as_it_is_left(
    engine: SearchEngine, clock: Clock
) -> None:
    engine.update(
        [
            place(1, hours(0, "08:00", "11:00")),
            place(2, hours(0, "08:00", "13:00")),
            place(3, hours(7, "08:00", "13:00")),
            place(4, hours(6, "08:00", "13:00")),
        ]
    )
    assert ids(engine, "MO") == {2}
    assert ids(engine, "SU") == {4}
    clock.set(1, "00:00")
    assert ids(engine, "MO") == {3}


def test_days_go_by_without_anything_written(engine: SearchEngine, clock: Clock) -> None:
    engine.update([place(1, *(hours(day, "09:00", "20:00") for day in range(60)))])
    for day in (0, 1, 20, 59):
        clock.set(day, "08:00")
        assert ids(engine, "now") == set()
        clock.set(day, "09:00")
        assert ids(engine, "now") == {1}
    clock.set(60, "10:00")
    assert ids(engine, "now") == set()


def test_hours_are_counted_by_what_choosing_them_finds(engine: SearchEngine) -> None:
    engine.update(
        [
            place(1, hours(0, "09:00", "20:00"), hours(1, "09:00", "20:00"), name="Kirjasto"),
            place(2, hours(1, "09:00", "20:00")),
            place(3, hours(0, "13:00", "20:00")),
            document(4),
        ]
    )
    both = {"now": 1, "MO": 2, "TU": 2}
    assert found(engine).facets["open"] == both
    assert found(engine, selected={"open": ("now",)}).facets["open"] == both
    assert found(engine, selected={"open": ("now",)}).facets["kind"] == {"facility": 1}
    assert found(engine, text="kirjasto").facets["open"] == {"now": 1, "MO": 1, "TU": 1}
    assert found(engine, selected={"kind": ("activity",)}).facets["open"] == {}


def test_hours_narrow_beside_everything_else(engine: SearchEngine) -> None:
    engine.update(
        [
            place(1, hours(0, "09:00", "20:00"), name="Kirjasto", facets={"price": ["free"]}),
            place(2, hours(0, "09:00", "20:00"), name="Uimahalli"),
            place(3, hours(0, "09:00", "10:00"), name="Kirjasto", facets={"price": ["free"]}),
        ]
    )
    assert ids(engine, "now", text="kirjasto") == {1}
    assert ids(engine, "now", selected={"price": ("free",)}) == {1}
    assert ids(engine, "noon") == set()


def test_what_was_said_counts_as_what_was_chosen(engine: SearchEngine) -> None:
    engine.update(
        [
            place(1, hours(0, "09:00", "20:00")),
            place(2, hours(0, "09:00", "10:00")),
            place(3, name="Auki nyt"),
        ]
    )
    said = Limit(words_of("auki nyt"), facet="open", values=("now",))
    query = Query(limits=(said,), said=True)
    hits = engine.search(SearchRequest(), query).hits
    # What is named so passes, as with everything that is said.
    assert {hit.object_id for hit in hits} == {1, 3}
    assert {hit.object_id for hit in engine.search(SearchRequest(sort=Sort.NEXT), query).hits} == {
        1,
        3,
    }
    response = engine.search(SearchRequest(selected={"open": ("MO",)}), query)
    assert {hit.object_id for hit in response.hits} == {1}


def test_hours_are_no_events(engine: SearchEngine) -> None:
    engine.update([place(1, *(hours(day, "09:00", "20:00") for day in range(9)))])
    week = Period(at(0, "00:00"), at(7, "00:00"))
    [hit] = found(engine, sort=Sort.NEXT).hits
    assert hit.next_occurrence is None
    assert found(engine, period=week).total == 0
    assert found(engine, selected={"weekday": ("MO",)}).total == 0
    assert found(engine, selected={"time": ("morning",)}).total == 0
    assert found(engine).facets["time"] == {}
    request = SearchRequest(selected={"open": ("now",)})
    agenda = engine.agenda(request, Query(), week, each_day=10)
    assert (agenda.counts, agenda.happenings, agenda.next_starts) == ({}, (), None)
    _total, [scheduled] = engine.scheduled(request, Query(), limit=10)
    assert scheduled.starts is None


def test_new_hours_are_known_at_once_and_the_same_are_not_written_again(
    engine: SearchEngine,
) -> None:
    made = place(1, hours(0, "09:00", "20:00"), updated_at=at(0, "08:00"))
    other = place(1, hours(0, "13:00", "20:00"), updated_at=at(0, "08:00"))
    assert engine.update([made]) == 1
    assert engine.update([made]) == 0
    assert ids(engine, "now") == {1}
    assert engine.update([other]) == 1
    assert ids(engine, "now") == set()
    engine.update([place(2), place(3, hours(0, "09:00", "20:00"))])
    assert ids(engine, "now") == {3}
    engine.remove([("facility", 3)])
    assert ids(engine, "now") == set()


def test_the_check_tells_other_hours_from_days_that_went_by(
    engine: SearchEngine, clock: Clock
) -> None:
    def made(first: int, days: int = 120, closes: str = "20:00") -> Document:
        spans = [hours(day, "09:00", closes) for day in range(first, first + days)]
        until = MONDAY + datetime.timedelta(days=first + days)
        return place(1, *spans, updated_at=at(0, "08:00"), calendar_until=until)

    engine.update([made(0)])
    assert not engine.drift([made(0)])
    assert engine.drift([made(0, closes="21:00")]).outdated == (("facility", 1),)
    clock.set(40, "12:00")
    assert not engine.drift([made(40)])
    assert engine.drift([made(40, closes="21:00")]).outdated == (("facility", 1),)


def test_asking_takes_no_query_more(
    engine: SearchEngine, django_assert_max_num_queries: Any
) -> None:
    engine.update(place(number, hours(0, "09:00", "20:00")) for number in range(30))
    found(engine)
    with django_assert_max_num_queries(2, using=index_alias()):
        assert found(engine, selected={"open": ("now",)}).total == 30
    with django_assert_max_num_queries(2, using=index_alias()):
        assert mapped(engine, 22, selected={"open": ("TU",)}).total == 0


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    things=st.lists(
        st.lists(st.tuples(st.integers(0, 9 * 96), st.integers(1, 200)), max_size=4),
        min_size=1,
        max_size=6,
    ),
    quarter=st.integers(0, 8 * 96),
)
def test_every_time_is_what_plain_comparison_says(
    engine: SearchEngine, clock: Clock, things: list[list[tuple[int, int]]], quarter: int
) -> None:
    start = at(0, "00:00").astimezone(datetime.UTC)

    def moment(number: int) -> datetime.datetime:
        return start + datetime.timedelta(minutes=15 * number)

    spans = [[(moment(one), moment(one + length)) for one, length in thing] for thing in things]
    clock.now = now = moment(quarter).astimezone(HELSINKI)
    engine.remove(engine.keys())
    engine.update(place(number, *thing) for number, thing in enumerate(spans))
    expected = {
        "now": {
            number
            for number, thing in enumerate(spans)
            if any(opens <= now < closes for opens, closes in thing)
        }
    }
    for ahead in range(7):
        date = now.date() + datetime.timedelta(days=ahead)
        midnight = datetime.datetime.combine(date, datetime.time.min, HELSINKI)
        first = max(now, midnight)
        last = datetime.datetime.combine(
            date + datetime.timedelta(days=1), datetime.time.min, HELSINKI
        )
        expected[CODES[date.weekday()]] = {
            number
            for number, thing in enumerate(spans)
            if any(closes > first and opens < last for opens, closes in thing)
        }
    facets = found(engine).facets["open"]
    for value, numbers in expected.items():
        assert ids(engine, value) == numbers
        assert facets.get(value, 0) == len(numbers)
