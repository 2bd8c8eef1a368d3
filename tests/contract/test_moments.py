"""When things take place: weekday, time of day and span of days of one and the same occurrence."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import Document, Period, SearchEngine, SearchRequest, Sort
from search.query import Limit, Query, words_of
from tests.contract.conftest import document, found

HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = datetime.datetime(2026, 10, 19, 0, 0, tzinfo=HELSINKI)
"""The first hour of a Monday in the week at the end of which the clocks are put back."""

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@pytest.fixture(autouse=True)
def _standing_clock() -> Iterator[None]:
    with patch("django.utils.timezone.now", lambda: NOW.astimezone(datetime.UTC)):
        yield


def at(day: int, hour: int, minute: int = 0) -> tuple[datetime.datetime, datetime.datetime]:
    """An hour from a time on, by the clock, so many days after the Monday."""
    date = NOW.date() + datetime.timedelta(days=day)
    starts = datetime.datetime.combine(date, datetime.time(hour, minute), HELSINKI)
    return starts, (starts.astimezone(datetime.UTC) + datetime.timedelta(hours=1))


def whole(day: int) -> tuple[datetime.datetime, datetime.datetime]:
    """A whole day, by the clock."""
    date = NOW.date() + datetime.timedelta(days=day)
    midnight = datetime.time.min
    return (
        datetime.datetime.combine(date, midnight, HELSINKI),
        datetime.datetime.combine(date + datetime.timedelta(days=1), midnight, HELSINKI),
    )


def on(object_id: int, *times: Any, name: str = "Kerho", **values: Any) -> Document:
    """A thing with these occurrences, and with the weekdays that they make."""
    days = {CODES[starts.astimezone(HELSINKI).weekday()] for starts, _ends in times}
    return document(object_id, name, occurrences=times, facets={"weekday": days}, **values)


def days(first: int, last: int) -> Period:
    """From one day after the Monday to another, both included."""
    return Period(NOW + datetime.timedelta(days=first), NOW + datetime.timedelta(days=last + 1))


def ids(engine: SearchEngine, query: Query | None = None, **request: Any) -> set[int]:
    """What is found."""
    if query is None:
        return {hit.object_id for hit in found(engine, **request).hits}
    return {hit.object_id for hit in engine.search(SearchRequest(**request), query).hits}


def said(text: str, facet: str, *values: str) -> Limit:
    """What a query says of a facet."""
    return Limit(words_of(text), facet=facet, values=values)


def test_the_time_of_day_is_that_of_the_start(engine: SearchEngine) -> None:
    engine.update(
        [
            on(1, at(1, 0)),
            on(2, at(1, 11, 59)),
            on(3, at(1, 12)),
            on(4, at(1, 16, 59)),
            on(5, at(1, 17)),
            on(6, at(1, 23)),
            on(7),
        ]
    )
    assert ids(engine, selected={"time": ("morning",)}) == {1, 2}
    assert ids(engine, selected={"time": ("afternoon",)}) == {3, 4}
    assert ids(engine, selected={"time": ("evening",)}) == {5, 6}
    assert ids(engine, selected={"time": ("morning", "evening")}) == {1, 2, 5, 6}
    assert ids(engine, selected={"time": ("noon",)}) == set()


def test_what_lasts_the_whole_day_has_no_time_of_day(engine: SearchEngine) -> None:
    # Of 25 hours on Sunday, when the clocks are put back.
    engine.update([on(1, whole(2)), on(2, whole(6)), on(3, at(2, 0))])
    response = found(engine, selected={"time": ("morning", "afternoon", "evening")})
    assert [hit.object_id for hit in response.hits] == [3]
    assert found(engine).facets["time"] == {"morning": 1}
    assert ids(engine, selected={"weekday": ("WE",)}) == {1, 3}


def test_the_clock_of_the_region_counts_over_the_end_of_summer_time(engine: SearchEngine) -> None:
    # 17 o'clock is 14 UTC on Saturday and 15 UTC on Monday; 14.30 UTC is 17.30 and then 16.30.
    saturday, monday = at(5, 17), at(7, 16, 30)
    assert saturday[0].astimezone(datetime.UTC).hour == monday[0].astimezone(datetime.UTC).hour
    engine.update([on(1, saturday), on(2, monday), on(3, at(7, 17))])
    assert ids(engine, selected={"time": ("evening",)}) == {1, 3}
    assert ids(engine, selected={"time": ("afternoon",)}) == {2}


def test_a_night_belongs_to_the_weekday_of_the_region(engine: SearchEngine) -> None:
    engine.update([on(1, at(3, 0, 30))])
    assert ids(engine, selected={"weekday": ("TH",), "time": ("morning",)}) == {1}
    assert ids(engine, selected={"weekday": ("WE",), "time": ("morning",)}) == set()


def test_one_occurrence_meets_weekday_and_time(engine: SearchEngine) -> None:
    engine.update([on(1, at(0, 9), at(4, 18)), on(2, at(4, 9))])
    assert ids(engine, selected={"weekday": ("FR",)}) == {1, 2}
    assert ids(engine, selected={"time": ("morning",)}) == {1, 2}
    assert ids(engine, selected={"weekday": ("FR",), "time": ("morning",)}) == {2}


def test_one_occurrence_meets_time_weekday_and_span(engine: SearchEngine) -> None:
    engine.update([on(1, at(1, 9), at(8, 18)), on(2, at(8, 9)), on(3, at(2, 18), at(9, 9))])
    next_week = days(7, 13)
    assert ids(engine, selected={"time": ("morning",)}, period=next_week) == {2, 3}
    assert ids(engine, selected={"time": ("evening",)}, period=next_week) == {1}
    tuesday = {"weekday": ("TU",), "time": ("morning",)}
    assert ids(engine, selected=tuesday, period=next_week) == {2}
    assert ids(engine, selected={"weekday": ("WE",)}, period=days(7, 8)) == set()


def test_what_was_said_and_what_was_chosen_meet_in_one_occurrence(engine: SearchEngine) -> None:
    engine.update([on(1, at(0, 18), at(1, 9)), on(2, at(0, 9))])
    query = Query(limits=(said("maanantaina", "weekday", "MO"),), said=True)
    assert ids(engine, query) == {1, 2}
    assert ids(engine, query, selected={"time": ("morning",)}) == {2}
    spoken = replace(query, limits=(*query.limits, said("aamulla", "time", "morning")))
    assert ids(engine, spoken) == {2}
    assert ids(engine, spoken, period=days(1, 1)) == set()


def test_one_of_several_times_that_were_said_is_enough(engine: SearchEngine) -> None:
    engine.update([on(1, at(0, 9)), on(2, at(0, 13)), on(3, at(0, 18))])
    limits = (said("aamulla", "time", "morning"), said("illalla", "time", "evening"))
    assert ids(engine, Query(limits=limits, said=True)) == {1, 3}


def test_what_is_named_so_is_never_hidden_by_what_was_said(engine: SearchEngine) -> None:
    engine.update(
        [
            on(1, at(0, 9), name="Iltakerho"),
            on(2, name="Illalla ulos"),
            on(3, at(0, 18)),
            on(4, at(1, 18), name="Maanantai on hieno"),
        ]
    )
    evening = said("illalla", "time", "evening")
    assert ids(engine, Query(limits=(evening,), said=True)) == {1, 2, 3, 4}
    monday = said("maanantaina", "weekday", "MO")
    both = Query(limits=(monday, evening), said=True)
    # What is named “evening” is still only wanted on a Monday.
    assert ids(engine, both) == {1, 3, 4}
    assert ids(engine, both, selected={"time": ("evening",)}) == {3, 4}


def test_values_are_counted_by_what_choosing_them_finds(engine: SearchEngine) -> None:
    engine.update(
        [
            on(1, at(0, 9), at(4, 18)),
            on(2, at(4, 9)),
            on(3, at(4, 13)),
            on(4, whole(4)),
            on(5),
        ]
    )
    facets = found(engine).facets
    assert facets["time"] == {"morning": 2, "afternoon": 1, "evening": 1}
    assert facets["weekday"] == {"FR": 4, "MO": 1}
    facets = found(engine, selected={"weekday": ("FR",)}).facets
    assert facets["time"] == {"afternoon": 1, "evening": 1, "morning": 1}
    facets = found(engine, selected={"weekday": ("MO",), "time": ("morning",)}).facets
    assert facets["time"] == {"morning": 1}
    assert facets["weekday"] == {"FR": 1, "MO": 1}
    facets = found(engine, period=days(0, 0)).facets
    assert facets["weekday"] == {"MO": 1}


def test_the_next_occurrence_is_the_next_one_asked_for(engine: SearchEngine) -> None:
    engine.update([on(1, at(1, 9), at(5, 18)), on(2, at(2, 9), at(3, 18)), on(3, at(4, 9))])
    response = found(engine, selected={"time": ("evening",)}, sort=Sort.NEXT)
    assert [(hit.object_id, hit.next_occurrence) for hit in response.hits] == [
        (2, at(3, 18)[0]),
        (1, at(5, 18)[0]),
    ]
    limits = (said("illalla", "time", "evening"),)
    hits = engine.search(SearchRequest(), Query(limits=limits, said=True)).hits
    assert [hit.object_id for hit in hits] == [2, 1]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    things=st.lists(
        st.lists(st.tuples(st.integers(0, 20), st.sampled_from([None, 0, 9, 12, 16, 17, 22]))),
        min_size=1,
        max_size=6,
    ),
    weekdays=st.sets(st.sampled_from(CODES), max_size=3),
    times=st.sets(st.sampled_from(["morning", "afternoon", "evening"]), max_size=2),
    span=st.none() | st.tuples(st.integers(0, 20), st.integers(0, 6)),
)
def test_every_count_is_what_plain_comparison_says(
    engine: SearchEngine,
    things: list[list[tuple[int, int | None]]],
    weekdays: set[str],
    times: set[str],
    span: tuple[int, int] | None,
) -> None:
    def is_on(thing: list[tuple[int, int | None]], days_: set[str], times_: set[str]) -> bool:
        if not days_ and not times_ and not span:
            return True
        return any(
            (not days_ or CODES[day % 7] in days_)
            and (not times_ or (hour is not None and part(hour) in times_))
            and (not span or span[0] <= day <= span[0] + span[1])
            for day, hour in thing
        )

    def part(hour: int) -> str:
        return "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"

    engine.remove(engine.keys())
    engine.update(
        on(number, *(whole(day) if hour is None else at(day, hour) for day, hour in thing))
        for number, thing in enumerate(things)
    )
    selected = {"weekday": tuple(weekdays), "time": tuple(times)}
    period = days(span[0], sum(span)) if span else None
    response = found(engine, selected=selected, period=period)
    assert {hit.object_id for hit in response.hits} == {
        number for number, thing in enumerate(things) if is_on(thing, weekdays, times)
    }
    for facet, values in (("weekday", CODES), ("time", ("morning", "afternoon", "evening"))):
        for value in values:
            chosen = {value}
            if facet == "weekday":
                expected = sum(is_on(thing, chosen, times) for thing in things)
            else:
                expected = sum(is_on(thing, weekdays, chosen) for thing in things)
            assert response.facets[facet].get(value, 0) == expected


def test_a_result_shows_the_next_of_the_occurrences_that_were_asked_for(
    engine: SearchEngine,
) -> None:
    engine.update([on(1, at(1, 10), at(3, 10), at(5, 18))])

    def following(query: Query, **request: Any) -> Any:
        [hit] = engine.search(SearchRequest(**request), query).hits
        return hit.next_occurrence

    plain, thursday = Query(), replace(Query(), limits=(said("torstaina", "weekday", "TH"),))
    day = replace(Query(), limits=(Limit(words_of("lauantaina"), period=days(5, 5)),))
    assert following(plain) == at(1, 10)[0]
    assert following(thursday) == at(3, 10)[0]
    assert following(plain, selected={"weekday": ("TH",)}) == at(3, 10)[0]
    assert following(day) == at(5, 18)[0]
    assert following(plain, selected={"time": ("evening",)}) == at(5, 18)[0]
    assert following(day, sort=Sort.NEXT) == at(5, 18)[0]
