"""The result by days, and its things with the times that were asked for."""

import datetime
from collections.abc import Iterator
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest

from search.engines.base import Agenda, Document, Period, SearchEngine, SearchRequest, Sort
from search.query import Limit, Query, parse, words_of
from tests.contract.conftest import document

HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = datetime.datetime(2026, 10, 19, 12, 0, tzinfo=HELSINKI)
"""A Monday at noon, in the week at the end of which the clocks are put back."""

MONDAY = NOW.date()
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _standing_clock() -> Iterator[None]:
    with patch("django.utils.timezone.now", lambda: NOW.astimezone(datetime.UTC)):
        yield


def at(day: int, hour: int, hours: int = 1) -> tuple[datetime.datetime, datetime.datetime]:
    starts = datetime.datetime.combine(MONDAY + day * DAY, datetime.time(hour), HELSINKI)
    return starts, starts.replace(hour=hour + hours)


def whole(day: int) -> tuple[datetime.datetime, datetime.datetime]:
    midnight = datetime.datetime.combine(MONDAY + day * DAY, datetime.time.min, HELSINKI)
    return midnight, midnight + DAY


def days(first: int, last: int) -> Period:
    return Period(whole(first)[0], whole(last + 1)[0])


def on(object_id: int, *times: tuple[datetime.datetime, datetime.datetime], name: str) -> Document:
    codes = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    weekdays = {codes[starts.weekday()] for starts, _ends in times}
    return document(object_id, name, occurrences=times, facets={"weekday": weekdays})


def agenda(
    engine: SearchEngine,
    within: Period,
    query: Query | None = None,
    each_day: int = 10,
    page: int = 1,
) -> Agenda:
    return engine.agenda(SearchRequest(), query or Query(), within, each_day, page)


def shown(answer: Agenda) -> list[tuple[int, str]]:
    return [(one.object_id, f"{one.starts:%d.%m. %H:%M}") for one in answer.happenings]


def test_occurrences_come_by_time_then_by_name(engine: SearchEngine) -> None:
    engine.update(
        [
            on(1, at(1, 18), at(3, 18), name="Kuoro"),
            on(2, at(1, 10), name="Jumppa"),
            on(3, at(1, 18), name="Askartelu"),
            on(4, whole(1), name="Näyttely"),
        ]
    )
    answer = agenda(engine, days(0, 6))
    assert shown(answer) == [
        (4, "20.10. 00:00"),
        (2, "20.10. 10:00"),
        (3, "20.10. 18:00"),
        (1, "20.10. 18:00"),
        (1, "22.10. 18:00"),
    ]
    assert [one.all_day for one in answer.happenings] == [True, False, False, False, False]
    assert answer.counts == {MONDAY + DAY: 4, MONDAY + 3 * DAY: 1}
    assert answer.happenings[1].card["name"] == {"fi": "Jumppa"}
    assert answer.happenings[1].ends == at(1, 10)[1]


def test_what_is_over_is_left_out_and_what_is_on_stays(engine: SearchEngine) -> None:
    engine.update([on(1, at(0, 9), name="Aamu"), on(2, at(0, 11, hours=2), name="Lounas")])
    assert shown(agenda(engine, days(0, 0))) == [(2, "19.10. 11:00")]


def test_a_day_of_the_region_may_be_25_hours_long(engine: SearchEngine) -> None:
    engine.update([on(1, at(6, 23, hours=0), name="Yö"), on(2, whole(6), name="Koko päivä")])
    assert shown(agenda(engine, days(6, 6))) == [(2, "25.10. 00:00"), (1, "25.10. 23:00")]
    assert agenda(engine, days(6, 6)).happenings[0].all_day
    assert shown(agenda(engine, days(7, 7))) == []


def test_the_days_are_paged_and_counted_whole(engine: SearchEngine) -> None:
    engine.update(
        on(number, at(1, 18), *([at(2, 18)] if number < 3 else []), name=f"Kerho {number}")
        for number in range(1, 6)
    )
    first = agenda(engine, days(0, 6), each_day=2)
    assert [one.object_id for one in first.happenings] == [1, 2, 1, 2]
    assert first.counts == {MONDAY + DAY: 5, MONDAY + 2 * DAY: 2}
    last = agenda(engine, days(1, 1), each_day=2, page=3)
    assert [one.object_id for one in last.happenings] == [5]
    assert agenda(engine, days(1, 1), each_day=2, page=4).happenings == ()


def test_what_comes_after_the_span_is_told(engine: SearchEngine) -> None:
    engine.update([on(1, at(1, 18), at(8, 18), at(15, 18), name="Kuoro")])
    assert agenda(engine, days(0, 6)).next_starts == at(8, 18)[0]
    assert agenda(engine, days(14, 20)).next_starts is None


def test_each_occurrence_meets_weekday_time_and_words(engine: SearchEngine) -> None:
    engine.update(
        [
            on(1, at(1, 10), at(1, 18), at(2, 18), name="Kuoro"),
            on(2, at(1, 18), name="Jumppa"),
        ]
    )
    request = SearchRequest(selected={"weekday": ("TU",), "time": ("evening",)})
    answer = engine.agenda(request, parse("kuoro"), days(0, 6), 10)
    assert shown(answer) == [(1, "20.10. 18:00")]


def test_what_is_named_so_shows_all_its_times(engine: SearchEngine) -> None:
    engine.update(
        [
            on(1, at(1, 18), at(5, 12), name="Lauantaikerho"),
            on(2, at(1, 18), at(5, 12), name="Kuoro"),
        ]
    )
    said = Limit(words_of("lauantaikerho"), period=days(5, 5))
    answer = agenda(engine, days(0, 6), Query((), (), (said,), said=True))
    assert shown(answer) == [(1, "20.10. 18:00"), (2, "24.10. 12:00"), (1, "24.10. 12:00")]


def test_scheduled_things_are_in_the_order_of_the_search(engine: SearchEngine) -> None:
    engine.update(
        [on(1, at(1, 18), name="Kuoro"), on(2, at(1, 10), name="Jumppa"), document(3, "Ei")]
    )
    total, things = engine.scheduled(SearchRequest(sort=Sort.NAME), Query(), 2)
    assert total == 3
    assert [(one.kind, one.object_id, one.starts) for one in things] == [
        ("activity", 3, None),
        ("activity", 2, None),
    ]


def test_scheduled_things_have_the_times_that_were_asked_for(engine: SearchEngine) -> None:
    engine.update(
        [on(1, at(2, 18), at(1, 18), at(8, 18), name="Kuoro"), on(2, at(9, 10), name="Muu")]
    )
    _total, things = engine.scheduled(SearchRequest(period=days(0, 6)), Query(), 10)
    assert [(one.object_id, one.starts) for one in things] == [(1, (at(1, 18)[0], at(2, 18)[0]))]


def test_a_stamp_tells_that_a_thing_has_changed(engine: SearchEngine) -> None:
    updated = NOW.astimezone(datetime.UTC)
    engine.update(
        [document(1, "Kuoro", updated_at=updated), document(2, "Muu", updated_at=updated)]
    )

    def stamps() -> dict[int, int]:
        return {
            one.object_id: one.stamp for one in engine.scheduled(SearchRequest(), Query(), 9)[1]
        }

    before = stamps()
    engine.update([document(1, "Kuoro", updated_at=updated, summary="Uusi")])
    assert stamps()[1] != before[1]
    assert stamps()[2] == before[2]
