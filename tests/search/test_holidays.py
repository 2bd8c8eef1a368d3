"""The days of moveable holidays, against calendars."""

import datetime

import pytest

from search.understanding.holidays import easter_sunday, holiday


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (2000, 4, 23),
        (2008, 3, 23),
        (2011, 4, 24),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2038, 4, 25),
        (2049, 4, 18),
        (2076, 4, 19),
    ],
)
def test_easter(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == datetime.date(year, month, day)


@pytest.mark.parametrize(("year", "day"), [(2020, 20), (2024, 22), (2025, 21), (2026, 20)])
def test_midsummer_day_is_a_saturday(year: int, day: int) -> None:
    span = holiday("midsummer", datetime.date(year, 1, 1))
    assert span == (datetime.date(year, 6, day - 1), datetime.date(year, 6, day + 1))


def test_a_holiday_that_is_on_is_not_the_next_one() -> None:
    new_year = (datetime.date(2026, 12, 31), datetime.date(2027, 1, 1))
    for today in ((2026, 1, 2), (2026, 12, 31), (2027, 1, 1)):
        assert holiday("new-year", datetime.date(*today)) == new_year
    assert holiday("no-holiday", datetime.date(2026, 1, 1)) is None
