"""Recurrence rules: what is understood, what is refused, and which dates come out."""

import datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from servicemap.recurrence import Recurrence, clean_byday, dates, format_rrule, parse_rrule

D = datetime.date


def between(rule: str, start: D, first: D, last: D, *exdates: D) -> list[D]:
    """The rule's dates in a period."""
    return list(dates(parse_rrule(rule), start, first, last, exdates))


def test_reads_all_parts() -> None:
    assert parse_rrule("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270531") == Recurrence(
        "WEEKLY", 2, "MO,WE", D(2027, 5, 31)
    )


def test_reads_lower_case_and_times_of_until() -> None:
    rule = parse_rrule(" freq=weekly;byday=mo;until=20270531T205959Z ")
    assert rule == Recurrence("WEEKLY", 1, "MO", D(2027, 5, 31))


def test_every_weekday_written_as_daily_is_weekly() -> None:
    assert parse_rrule("FREQ=DAILY;BYDAY=MO,TU") == Recurrence("WEEKLY", 1, "MO,TU")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "NAME=VALUE"),
        ("WEEKLY", "NAME=VALUE"),
        ("BYDAY=MO", "FREQ must be"),
        ("FREQ=HOURLY", "FREQ must be"),
        ("FREQ=WEEKLY;COUNT=10", "COUNT is not supported"),
        ("FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2", "BYMONTHDAY, BYSETPOS is not supported"),
        ("FREQ=WEEKLY;INTERVAL=x", "whole number"),
        ("FREQ=WEEKLY;INTERVAL=0", "between 1 and 366"),
        ("FREQ=WEEKLY;UNTIL=2027", "UNTIL must be a date"),
        ("FREQ=WEEKLY;BYDAY=MA", "not a weekday"),
        ("FREQ=WEEKLY;BYDAY=1MO", "needs FREQ=MONTHLY"),
        ("FREQ=YEARLY;BYDAY=MO", "needs FREQ=WEEKLY or MONTHLY"),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO", "needs FREQ=WEEKLY or MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=6MO", "not a weekday"),
        ("FREQ=MONTHLY;BYDAY=1MO,2TU", "same numbers"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", "WKST"),
    ],
)
def test_refuses_with_the_reason_what_it_does_not_understand(text: str, reason: str) -> None:
    with translation.override("en"), pytest.raises(ValueError, match=reason):
        parse_rrule(text)


def test_weekdays_without_a_frequency_are_refused() -> None:
    with pytest.raises(ValueError, match="FREQ"):
        clean_byday("MO", "")


def test_something_that_happens_once_has_no_rule() -> None:
    assert format_rrule(Recurrence()) == ""


@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 366),
    st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), unique=True),
    st.lists(st.sampled_from(["1", "2", "3", "4", "5", "-1"]), unique=True),
    st.none() | st.dates(D(2000, 1, 1), D(2100, 1, 1)),
)
def test_what_is_written_is_read_back(
    freq: str, interval: int, days: list[str], numbers: list[str], until: D | None
) -> None:
    if freq == "WEEKLY":
        byday = ",".join(days)
    elif freq == "MONTHLY":
        byday = ",".join(number + day for number in numbers or [""] for day in days)
    else:
        byday = ""
    rule = Recurrence(freq, interval, byday, until)
    assert parse_rrule(format_rrule(rule)) == rule


def test_weekly() -> None:
    assert between("FREQ=WEEKLY;BYDAY=MO,WE", D(2026, 1, 1), D(2026, 3, 2), D(2026, 3, 12)) == [
        D(2026, 3, 2),
        D(2026, 3, 4),
        D(2026, 3, 9),
        D(2026, 3, 11),
    ]


def test_every_second_week_counts_from_the_first_day() -> None:
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    assert between(rule, D(2026, 1, 6), D(2026, 1, 7), D(2026, 2, 28)) == [
        D(2026, 1, 20),
        D(2026, 2, 3),
        D(2026, 2, 17),
    ]


def test_first_tuesday_of_the_month() -> None:
    assert between("FREQ=MONTHLY;BYDAY=1TU", D(2026, 1, 1), D(2026, 1, 1), D(2026, 3, 31)) == [
        D(2026, 1, 6),
        D(2026, 2, 3),
        D(2026, 3, 3),
    ]


def test_last_friday_of_the_month() -> None:
    assert between("FREQ=MONTHLY;BYDAY=-1FR", D(2026, 1, 1), D(2026, 1, 1), D(2026, 3, 31)) == [
        D(2026, 1, 30),
        D(2026, 2, 27),
        D(2026, 3, 27),
    ]


def test_first_and_third_monday_of_the_month() -> None:
    rule = "FREQ=MONTHLY;BYDAY=1MO,3MO"
    assert between(rule, D(2026, 1, 1), D(2026, 2, 1), D(2026, 2, 28)) == [
        D(2026, 2, 2),
        D(2026, 2, 16),
    ]


def test_yearly_on_the_same_day() -> None:
    assert between("FREQ=YEARLY", D(2024, 12, 6), D(2025, 1, 1), D(2027, 1, 1)) == [
        D(2025, 12, 6),
        D(2026, 12, 6),
    ]


def test_last_day_is_included() -> None:
    rule = "FREQ=DAILY;UNTIL=20260103"
    assert between(rule, D(2026, 1, 1), D(2026, 1, 2), D(2026, 12, 31)) == [
        D(2026, 1, 2),
        D(2026, 1, 3),
    ]


def test_nothing_before_the_first_day() -> None:
    assert between("FREQ=DAILY", D(2026, 1, 10), D(2026, 1, 1), D(2026, 1, 10)) == [D(2026, 1, 10)]


def test_excluded_dates_are_left_out() -> None:
    rule = "FREQ=WEEKLY;BYDAY=TH"
    found = between(rule, D(2026, 1, 1), D(2026, 12, 17), D(2026, 12, 31), D(2026, 12, 24))
    assert found == [D(2026, 12, 17), D(2026, 12, 31)]


def test_once() -> None:
    day = D(2026, 5, 1)
    assert list(dates(Recurrence(), day, D(2026, 1, 1), D(2026, 12, 31))) == [day]
    assert list(dates(Recurrence(), day, D(2026, 5, 2), D(2026, 12, 31))) == []
    assert list(dates(Recurrence(), day, D(2026, 1, 1), D(2026, 12, 31), [day])) == []


@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    st.integers(1, 5),
    st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), unique=True),
    st.dates(D(2024, 1, 1), D(2026, 12, 31)),
    st.integers(0, 400),
)
def test_where_a_period_begins_changes_no_date(
    freq: str, interval: int, days: list[str], start: D, later: int
) -> None:
    rule = Recurrence(freq, interval, "" if freq == "DAILY" else ",".join(days))
    first, last = start + datetime.timedelta(days=later), start + datetime.timedelta(days=500)
    everything = list(dates(rule, start, start, last))
    assert list(dates(rule, start, first, last)) == [date for date in everything if date >= first]
