"""Dates, months and days in a query, as values of the parameter ``when``."""

import calendar
import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from search.times_of_day import TimeOfDay

from .holidays import holiday
from .meaning import Found

DAY = datetime.timedelta(days=1)

_MONTHS = {
    "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu": "fi",
    "januari februari mars april maj juni juli augusti september oktober november december": "sv",
    "january february march april may june july august september october november december": "en",
}
_SHORT_MONTHS = {
    "jan feb mar apr maj jun jul aug sep okt nov dec": "sv",
    "jan feb mar apr may jun jul aug sep oct nov dec": "en",
}
"""Understood beside a day only."""

_MONTH_NUMBERS = {
    (language, name): number
    for names, language in _MONTHS.items()
    for number, name in enumerate(names.split(), start=1)
}
_SHORT_NUMBERS = {
    (language, name): number
    for names, language in _SHORT_MONTHS.items()
    for number, name in enumerate(names.split(), start=1)
}
_WEEKDAY_STEMS = {
    name: number
    for names in (
        "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
        "måndag tisdag onsdag torsdag fredag lördag söndag",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for number, name in enumerate(names.split())
}


def _names(language: str, only: Callable[[str], bool] = lambda name: True) -> str:
    return "|".join(name for code, name in _MONTH_NUMBERS if code == language and only(name))


def _beside_days(language: str) -> str:
    short = "|".join(name for code, name in _SHORT_NUMBERS if code == language)
    return rf"{_names(language)}|(?:{short})\b\.?"


def _number(language: str, name: str) -> int:
    name = name.casefold().rstrip(".")
    return _MONTH_NUMBERS.get((language, name)) or _SHORT_NUMBERS[language, name]


_YEAR = r"(?:[ ]{0,3}(?P<year>20\d\d)\b)?"
_DASH = r"[ ]{0,3}(?:[-–—]|\.\.)[ ]{0,3}"
_AMBIGUOUS = {"mars", "maj", "may", "march", "august"}
"""Months that are other words, too: understood after “in” only."""


def _plain(name: str) -> bool:
    return name not in _AMBIGUOUS


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_ISO = _compiled(rf"\b(?P<first>20\d\d-\d\d-\d\d)(?:{_DASH}(?P<last>20\d\d-\d\d-\d\d))?(?![\d-])")
_NUMERIC = _compiled(
    r"(?<![\d.,:/])(?:(?P<day0>\d{1,2})\.(?:(?P<month0>\d{1,2})\.?(?P<year0>20\d\d)?)?"
    rf"{_DASH})?(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})(?P<dot>\.)?(?P<year>(?<=\.)20\d\d)?(?!\d)"
)
_MONTH_AS_WRITTEN = re.compile(r"[1-9]|1[0-2]")
_UNIT_BEHIND = _compiled(
    r"\s?(?:%|€|(?:km|m|cm|kg|g|l|dl|h|t|min|v|e|eur|mk)\b|(?:euro|tunti|tunnin|vuot|vuoden|år|year"
    r"|hour|litra|metri|meter|kilo|prosent|percent)\w{0,8}\b)"
)
"""What makes a decimal number of two figures with a point between them."""

_SPAN_BEHIND = re.compile(r"\s?[-–—]\s?\d")
_SPAN_BEFORE = re.compile(r"\d\s?[-–—]\s?$")
_CLOCK_BEFORE = _compiled(r"\b(?:klo|kl|kello|klockan|at)\.?\s{0,3}$")
_TEXTUAL = (
    (
        "fi",
        _compiled(
            rf"\b(?:(?P<day0>\d{{1,2}})\.?{_DASH})?(?P<day>\d{{1,2}})\.?[ ]"
            rf"(?P<month>{_names('fi')})kuu(?:ta|n)?\b{_YEAR}"
        ),
    ),
    (
        "fi",
        _compiled(rf"\b(?P<month>{_names('fi')})kuun[ ](?P<day>\d{{1,2}})\.?(?!\d){_YEAR}"),
    ),
    (
        "sv",
        _compiled(
            rf"\b(?:den[ ])?(?:(?P<day0>\d{{1,2}}){_DASH})?(?P<day>\d{{1,2}})(?::?[ea])?[ ]"
            rf"(?P<month>{_beside_days('sv')})(?!\w){_YEAR}"
        ),
    ),
    (
        "en",
        _compiled(
            rf"\b(?:(?P<day0>\d{{1,2}}){_DASH})?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ](?:of[ ])?"
            rf"(?P<month>{_beside_days('en')})(?!\w){_YEAR}"
        ),
    ),
    (
        "en",
        _compiled(
            rf"\b(?P<month>{_beside_days('en')})[ ](?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.:\d])"
            r"(?:,?[ ]{0,3}(?P<year>20\d\d)\b)?"
        ),
    ),
)
_MONTH_ALONE = (
    (
        "fi",
        _compiled(rf"\b(?P<month>{_names('fi')})kuu(?:ssa|n|ta|hun|sta|lla|lle|ksi|lta)?\b{_YEAR}"),
    ),
    ("sv", _compiled(rf"\b(?:i[ ])?(?P<month>{_names('sv', _plain)})\b{_YEAR}")),
    ("sv", _compiled(rf"\bi[ ](?P<month>{_names('sv')})\b{_YEAR}")),
    ("en", _compiled(rf"\b(?:in[ ])?(?P<month>{_names('en', _plain)})\b{_YEAR}")),
    ("en", _compiled(rf"\b(?:in|during)[ ](?P<month>{_names('en')})\b{_YEAR}")),
)
_NEXT_WEEKDAY = _compiled(
    r"\b(?:(?P<which>ensi|ens|tuleva(?:na?)?|seuraava(?:na?)?|tänä|tän|next|this|coming|nästa"
    r"|nu\spå)\s|(?:ensi?))"
    rf"(?P<weekday>{'|'.join(_WEEKDAY_STEMS)})(?:na?|en)?"
    r"(?:-?(?P<time>aamupäiv|aamu|iltapäiv|ilta|illa)\w{0,5})?\b"
)
_TIMES = {
    "aamu": TimeOfDay.MORNING,
    "aamupäiv": TimeOfDay.MORNING,
    "iltapäiv": TimeOfDay.AFTERNOON,
    "ilta": TimeOfDay.EVENING,
    "illa": TimeOfDay.EVENING,
}
_THIS = {"tänä", "tän", "this"}
_WEEK = _compiled(
    r"\b(?:(?:viikko|viikolla|viikol|vko|vk|vecka|week)\s)(?P<week>\d{1,2})(?![\d.:-])\b"
)

_YEAR_ALONE = re.compile(r"(?<!\d)20\d\d(?!\d)")

_RELATIVE: dict[str, Callable[[datetime.date], tuple[datetime.date, datetime.date]]] = {
    "day-after-tomorrow": lambda today: (today + 2 * DAY, today + 2 * DAY),
    "next-week": lambda today: _week_from(_next_weekday(today, 0)),
    "this-month": lambda today: _month(today.year, today.month),
    "next-month": lambda today: _month(*_month_after(today)),
}


def period(name: str, today: datetime.date) -> str:
    """Return the value of ``when`` for a named period of the lexicon."""
    if name == "next-weekend":
        # On weekdays “next weekend” is the coming one.
        if today.weekday() < 5:
            return "weekend"
        saturday = _next_weekday(today, 5)
        return _value(saturday, saturday + DAY)
    if days := holiday(name, today):
        return _value(*days)
    return _value(*_RELATIVE[name](today)) if name in _RELATIVE else name


def comes_every_year(text: str) -> bool:
    """Whether words name a day or a month and no year: what comes next may have been before."""
    plain = text.casefold()
    names = any(name in plain for _language, name in (*_MONTH_NUMBERS, *_SHORT_NUMBERS))
    named = names or any(character.isdigit() for character in plain)
    return named and not _YEAR_ALONE.search(plain)


def find_dates(text: str, today: datetime.date) -> Iterator[Found]:
    """Yield the dates and months in a text, as they stand: overlapping ones, too."""
    if any(character.isdigit() for character in text):
        yield from _find_iso(text)
        yield from _find_numeric(text, today)
        for language, pattern in _TEXTUAL:
            for match in pattern.finditer(text):
                month = _number(language, match["month"])
                yield from _found(match, _span(match, month, today))
    for language, pattern in _MONTH_ALONE:
        for match in pattern.finditer(text):
            month = _MONTH_NUMBERS[language, match["month"].casefold()]
            year = int(match["year"] or 0) or today.year + (month < today.month)
            yield from _found(match, _month(year, month))
    for match in _NEXT_WEEKDAY.finditer(text):
        number = _WEEKDAY_STEMS[match["weekday"].casefold()]
        from_day = today - DAY if (match["which"] or "").casefold() in _THIS else today
        day = _next_weekday(from_day, number)
        for found in _found(match, (day, day)):
            if part := match["time"]:
                time = (str(_TIMES[part.casefold()]),)
                then = Found(match.start("time"), found.end, "time", time)
                yield replace(found, end=match.end("weekday"), then=then)
            else:
                yield found
    for match in _WEEK.finditer(text):
        if monday := _monday_of(int(match["week"]), today):
            yield from _found(match, _week_from(monday))


def _find_iso(text: str) -> Iterator[Found]:
    for match in _ISO.finditer(text):
        try:
            first = datetime.date.fromisoformat(match["first"])
            last = datetime.date.fromisoformat(match["last"] or match["first"])
        except ValueError:
            continue
        yield from _found(match, (first, last))


def _find_numeric(text: str, today: datetime.date) -> Iterator[Found]:
    for match in _NUMERIC.finditer(text):
        if _is_no_date(match, text) or _CLOCK_BEFORE.search(text[: match.start()]):
            continue
        yield from _found(match, _span(match, int(match["month"]), today))


def _is_no_date(match: re.Match[str], text: str) -> bool:
    """Whether two figures without a point behind them are a time or a decimal number.

    Minutes have two figures: “18.05” is a time, “18.5” and “15.12” are days of a month.
    """
    if match["dot"] or match["day0"] or int(match["day"]) >= 24:
        return False
    return (
        _MONTH_AS_WRITTEN.fullmatch(match["month"]) is None
        or _UNIT_BEHIND.match(text, match.end()) is not None
        or _SPAN_BEHIND.match(text, match.end()) is not None
        or _SPAN_BEFORE.search(text[: match.start()]) is not None
    )


def _found(
    match: re.Match[str], span: tuple[datetime.date, datetime.date] | None
) -> Iterator[Found]:
    if span is not None and span[0] <= span[1]:
        yield Found(match.start(), match.end(), "when", (_value(*span),))


def _span(
    match: re.Match[str], month: int, today: datetime.date
) -> tuple[datetime.date, datetime.date] | None:
    """Return first and last day; without a year the next time that they come."""
    parts = match.groupdict()
    try:
        last = _coming(int(parts["day"]), month, int(parts["year"] or 0), today)
        if not parts.get("day0"):
            return last, last
        first_month = int(parts.get("month0") or month)
        first = datetime.date(
            int(parts.get("year0") or 0) or last.year - (first_month > month),
            first_month,
            int(parts["day0"]),
        )
    except ValueError:
        return None
    return first, last


def _coming(day: int, month: int, year: int, today: datetime.date) -> datetime.date:
    if year:
        return datetime.date(year, month, day)
    # 29 February may be years ahead.
    for ahead in range(9):
        try:
            date = datetime.date(today.year + ahead, month, day)
        except ValueError:
            continue
        if date >= today:
            return date
    raise ValueError(f"There is no day {day}.{month}.")


def _month(year: int, month: int) -> tuple[datetime.date, datetime.date]:
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, 1), datetime.date(year, month, last)


def _month_after(today: datetime.date) -> tuple[int, int]:
    return (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)


def _next_weekday(day: datetime.date, number: int) -> datetime.date:
    """Return the first such weekday after a day; Monday is 0."""
    return day + ((number - day.weekday() - 1) % 7 + 1) * DAY


def _week_from(monday: datetime.date) -> tuple[datetime.date, datetime.date]:
    return monday, monday + 6 * DAY


def _monday_of(week: int, today: datetime.date) -> datetime.date | None:
    """Return the first day of a week by its number, the next time that it comes."""
    for year in (today.year, today.year + 1):
        try:
            monday = datetime.date.fromisocalendar(year, week, 1)
        except ValueError:
            continue
        if monday + 6 * DAY >= today:
            return monday
    return None


def _value(first: datetime.date, last: datetime.date) -> str:
    return f"{first.isoformat()}..{last.isoformat()}"
