"""Things in the annual cycle, whatever they come from, and their times."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.formats import time_format

from servicemap.cycle_text import days_text
from servicemap.models import CycleKind, Municipality


@dataclass(frozen=True)
class Time:
    """The first and the last day of one time; with the clock where it is known."""

    starts: datetime.date
    ends: datetime.date
    begins_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None

    @property
    def order(self) -> tuple[datetime.date, datetime.date, datetime.time]:
        """What comes before what: whole days before what begins by the clock."""
        clock = self.begins_at.time() if self.begins_at else datetime.time.min
        return self.starts, self.ends, clock

    def is_on(self, today: datetime.date) -> bool:
        """Whether it takes place on a day."""
        return self.starts <= today <= self.ends

    def text(self, year_known: datetime.date | None = None) -> str:
        """Say “1.–31.3.” or “7.9. 17.00”; with the year unless a day of it is given."""
        days = days_text(self.starts, self.ends, year_known)
        if self.begins_at is None or self.starts != self.ends:
            return days
        return f"{days} {time_format(self.begins_at.time())}"


@dataclass(frozen=True)
class CycleItem:
    """A thing in the cycle, with its times in the days that were asked for; it has one at least.

    ``key`` names it among all items; ``rhythm`` says how it recurs, and is empty for what does
    not; no municipality means the whole region.
    """

    key: str
    kind: CycleKind
    title: str
    times: tuple[Time, ...]
    updated: datetime.datetime
    url: str = ""
    description: str = ""
    responsible: str = ""
    rhythm: str = ""
    municipalities: tuple[Municipality, ...] = ()
    is_cancelled: bool = False

    def concerns(self, municipality: Municipality) -> bool:
        """Whether it is the municipality's or the whole region's."""
        return not self.municipalities or municipality in self.municipalities


@dataclass(frozen=True)
class Coming:
    """What is on or comes next: the item and that one time of it, in words as well."""

    item: CycleItem
    time: Time
    days: str


@dataclass(frozen=True)
class NowAndNext:
    """What is on, by its last day, and what comes next, by its first; false if there is neither."""

    now: list[Coming]
    next: list[Coming]

    def __bool__(self) -> bool:
        return bool(self.now or self.next)


def within(
    items: Iterable[CycleItem], first: datetime.date, last: datetime.date
) -> list[CycleItem]:
    """Return the items with only those of their times that touch ``first`` to ``last``."""
    kept = []
    for item in items:
        times = tuple(time for time in item.times if time.starts <= last and time.ends >= first)
        if times:
            kept.append(replace(item, times=times))
    return kept
