"""What a calendar makes of a schedule is what the schedule says."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from search.calendar import timing
from servicemap.models import Schedule
from servicemap.recurrence import clean_byday
from tests.search.calendar.reading import HELSINKI, event_of, starts

A_DAY = datetime.date(2026, 10, 1)
DAY = datetime.timedelta(days=1)
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def schedule(dtstart: str, freq: str = "", **values: object) -> Schedule:
    values.setdefault("opens_at", datetime.time(18))
    values.setdefault("closes_at", datetime.time(19, 30))
    return Schedule(dtstart=datetime.date.fromisoformat(dtstart), freq=freq, **values)


def lines(one: Schedule) -> list[str]:
    found = timing.whole(one)
    assert found is not None
    return found.lines()


def test_once() -> None:
    assert lines(schedule("2026-11-24")) == [
        "DTSTART;TZID=Europe/Helsinki:20261124T180000",
        "DTEND;TZID=Europe/Helsinki:20261124T193000",
    ]


def test_every_week_till_a_day_but_for_some() -> None:
    weekly = schedule(
        "2026-09-01",
        "WEEKLY",
        byday="TU,TH",
        until=datetime.date(2027, 5, 31),
        exdates=["2026-12-24", "2026-12-31", "2028-01-01", "2020-01-01"],
    )
    assert lines(weekly)[2:] == [
        # Summer time: three hours.
        "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270531T150000Z",
        "EXDATE;TZID=Europe/Helsinki:20261224T180000",
        "EXDATE;TZID=Europe/Helsinki:20261231T180000",
    ]


def test_the_first_day_is_one_of_the_rule() -> None:
    from_thursday = schedule("2026-10-01", "WEEKLY", byday="WE", interval=2)
    assert lines(from_thursday)[0] == "DTSTART;TZID=Europe/Helsinki:20261014T180000"
    left_out = schedule("2026-10-07", "WEEKLY", byday="WE", exdates=["2026-10-07"])
    assert lines(left_out)[0] == "DTSTART;TZID=Europe/Helsinki:20261014T180000"
    assert not any(line.startswith("EXDATE") for line in lines(left_out))


def test_whole_days_are_days() -> None:
    days = schedule(
        "2026-06-20", "YEARLY", opens_at=None, closes_at=None, until=datetime.date(2030, 6, 20)
    )
    assert lines(days) == ["DTSTART;VALUE=DATE:20260620", "RRULE:FREQ=YEARLY;UNTIL=20300620"]


def test_what_has_no_end_time_has_none() -> None:
    assert lines(schedule("2026-11-24", closes_at=None)) == [
        "DTSTART;TZID=Europe/Helsinki:20261124T180000"
    ]


def test_what_never_takes_place_is_no_event() -> None:
    assert timing.whole(schedule("2026-11-24", exdates=["2026-11-24"])) is None
    ends_before = schedule("2026-10-01", "WEEKLY", byday="WE", until=datetime.date(2026, 10, 5))
    assert timing.whole(ends_before) is None


def test_the_last_days_that_there_are() -> None:
    assert lines(schedule("9999-12-31", opens_at=None, closes_at=None)) == [
        "DTSTART;VALUE=DATE:99991231"
    ]


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    freq = draw(st.sampled_from(["", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    codes = draw(st.sets(st.sampled_from(CODES), max_size=3))
    byday = ""
    if freq == "WEEKLY":
        byday = ",".join(sorted(codes))
    elif freq == "MONTHLY" and codes:
        number = draw(st.sampled_from(["-1", "1", "2", "5"]))
        byday = ",".join(number + code for code in sorted(codes))
    first = A_DAY + draw(st.integers(-40, 40)) * DAY
    opens_at = draw(st.none() | st.sampled_from([datetime.time(9, 15), datetime.time(23, 30)]))
    days = draw(st.lists(st.integers(-10, 200), max_size=12))
    return Schedule(
        freq=freq,
        interval=draw(st.integers(1, 3)),
        byday=clean_byday(byday, freq),
        dtstart=first,
        until=draw(st.none() | st.integers(0, 120).map(lambda number: first + number * DAY)),
        opens_at=opens_at,
        closes_at=opens_at and draw(st.none() | st.just(datetime.time(23, 45))),
        exdates=[(first + number * DAY).isoformat() for number in sorted(set(days))],
    )


FIRST, LAST = datetime.date(2026, 8, 1), datetime.date(2027, 7, 31)


def said(one: Schedule, first: datetime.date, last: datetime.date) -> list[object]:
    """What the schedule itself says: days for whole days, else moments."""
    begin = datetime.datetime.combine(first, datetime.time.min, HELSINKI)
    end = datetime.datetime.combine(last + DAY, datetime.time.min, HELSINKI)
    found = (each.starts for each in one.occurrences(begin, end) if each.starts >= begin)
    return [each if one.opens_at else each.date() for each in found]


@given(one=schedules())
def test_a_calendar_works_out_the_same_days(one: Schedule) -> None:
    found = timing.whole(one)
    wanted = said(one, FIRST, LAST)
    if found is None:
        assert wanted == []
    else:
        event = event_of(found.lines())
        assert starts(event, FIRST, LAST) == wanted
        first = event["DTSTART"].dt
        assert first in said(one, found.first, found.first), "DTSTART counts as a time of its own"


@given(
    one=schedules(),
    begin=st.integers(0, 90),
    length=st.integers(0, 30),
    code=st.sampled_from(CODES),
)
def test_among_some_times_there_are_these_and_no_others(
    one: Schedule, begin: int, length: int, code: str
) -> None:
    first = A_DAY + begin * DAY
    last = first + length * DAY
    midnight = datetime.datetime.combine(first, datetime.time.min, HELSINKI)
    end = datetime.datetime.combine(last + DAY, datetime.time.min, HELSINKI)
    asked = [
        each.starts.astimezone(datetime.UTC)
        for each in one.occurrences(midnight, end)
        if each.starts >= midnight and CODES[each.starts.weekday()] != code
    ]
    # Another schedule of the activity takes place, too.
    others = [midnight.astimezone(datetime.UTC) + datetime.timedelta(minutes=7)]
    found = timing.within(one, sorted(asked + others))
    wanted = [each.astimezone(HELSINKI) for each in asked]
    if not wanted:
        assert found is None
        return
    assert found is not None
    assert starts(event_of(found.lines()), FIRST, LAST) == [
        each if one.opens_at else each.date() for each in wanted
    ]


def test_the_clock_is_kept_over_the_end_of_summer_time() -> None:
    weekly = schedule("2026-10-20", "WEEKLY", byday="TU")
    event = event_of(lines(weekly))
    found = starts(event, datetime.date(2026, 10, 20), datetime.date(2026, 10, 27))
    assert [each.utcoffset() for each in found] == [
        datetime.timedelta(hours=3),
        datetime.timedelta(hours=2),
    ]
