"""The year month by month, and as a table."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS
from django.utils.text import capfirst

from pages.annual_cycle.items import CycleItem, Time

TIMES_SHOWN = 4
"""More times than that are said by how often they recur."""


@dataclass(frozen=True)
class Row:
    """An item with the times that are told together, in words."""

    item: CycleItem
    days: str
    number: str
    is_on: bool
    is_over: bool
    is_first: bool
    """Whether links to the item lead here."""


@dataclass(frozen=True)
class Month:
    """A month: what begins in it, and what goes on from months before."""

    number: int
    name: str
    rows: list[Row]
    going_on: list[Row]
    is_current: bool
    is_over: bool


def months(
    items: Sequence[CycleItem], year: int, today: datetime.date, numbers: Mapping[str, str]
) -> list[Month]:
    """Return the twelve months. What began in the year before is told in January."""
    seen: set[str] = set()
    made = []
    for number in range(1, 13):
        first = datetime.date(year, number, 1)
        last = datetime.date(year + number // 12, number % 12 + 1, 1) - datetime.timedelta(days=1)
        rows, going_on = [], []
        for item in items:
            begin = [time for time in item.times if _told_in(time, first, last)]
            if begin:
                rows.append((begin[0], _row(item, begin, first, today, numbers, seen)))
                continue
            lasting = [time for time in item.times if time.starts < first <= time.ends]
            if lasting:
                going_on.append((lasting[0], _row(item, lasting, first, today, numbers, seen)))
        made.append(
            Month(
                number=number,
                name=capfirst(str(MONTHS[number])),
                rows=[row for _time, row in sorted(rows, key=lambda pair: pair[0].order)],
                going_on=[row for _time, row in sorted(going_on, key=lambda pair: pair[0].ends)],
                is_current=first <= today <= last,
                is_over=last < today,
            )
        )
    return made


def _told_in(time: Time, first: datetime.date, last: datetime.date) -> bool:
    """Whether a time begins in the month; before January is as in January."""
    return first <= time.starts <= last or (first.month == 1 and time.starts < first <= time.ends)


def table(
    items: Sequence[CycleItem], year: int, today: datetime.date, numbers: Mapping[str, str]
) -> list[Row]:
    """Return a row for each item."""
    first = datetime.date(year, 1, 1)
    return [_row(item, item.times, first, today, numbers, set()) for item in items]


def _row(
    item: CycleItem,
    times: Sequence[Time],
    known: datetime.date,
    today: datetime.date,
    numbers: Mapping[str, str],
    seen: set[str],
) -> Row:
    is_first = item.key not in seen
    seen.add(item.key)
    many = len(times) > TIMES_SHOWN and item.rhythm
    return Row(
        item=item,
        days=item.rhythm if many else ", ".join(time.text(known) for time in times),
        number=numbers.get(item.key, ""),
        is_on=any(time.is_on(today) for time in times),
        is_over=all(time.ends < today for time in times),
        is_first=is_first,
    )
