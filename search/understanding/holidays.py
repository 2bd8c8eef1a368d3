"""Finnish holidays as periods: “juhannuksena”, “pääsiäisenä”, “i jul”."""

import datetime
from collections.abc import Callable

DAY = datetime.timedelta(days=1)

Span = tuple[datetime.date, datetime.date]


def easter_sunday(year: int) -> datetime.date:
    """Return Easter Sunday of the Gregorian calendar, by Oudin's method."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    after = moon - weekday
    month = 3 + (after + 40) // 44
    return datetime.date(year, month, after + 28 - 31 * (month // 4))


def _easter(year: int) -> Span:
    sunday = easter_sunday(year)
    return sunday - 2 * DAY, sunday + DAY


def _midsummer(year: int) -> Span:
    # The day is the Saturday between the 20th and the 26th of June, its eve the Friday before.
    first = datetime.date(year, 6, 20)
    saturday = first + (5 - first.weekday()) % 7 * DAY
    return saturday - DAY, saturday + DAY


def _fixed(first: tuple[int, int], last: tuple[int, int]) -> Callable[[int], Span]:
    return lambda year: (datetime.date(year, *first), datetime.date(year, *last))


def _new_year(year: int) -> Span:
    return datetime.date(year - 1, 12, 31), datetime.date(year, 1, 1)


_SPANS: dict[str, Callable[[int], Span]] = {
    "christmas": _fixed((12, 24), (12, 26)),
    "new-year": _new_year,
    "epiphany": _fixed((1, 6), (1, 6)),
    "easter": _easter,
    "may-day": _fixed((4, 30), (5, 1)),
    "midsummer": _midsummer,
    "independence-day": _fixed((12, 6), (12, 6)),
}


def holiday(name: str, today: datetime.date) -> Span | None:
    """Return the days of a holiday the next time that it comes, or None if it is none."""
    span = _SPANS.get(name)
    if span is None:
        return None
    spans = (span(year) for year in (today.year, today.year + 1))
    return next((first, last) for first, last in spans if last >= today)
