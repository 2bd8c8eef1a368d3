"""What takes place in the cycle, from all sources, and what comes next."""

import datetime
from collections.abc import Iterable
from functools import cached_property

from django.http import HttpRequest

from pages.annual_cycle.items import Coming, CycleItem, NowAndNext
from pages.annual_cycle.sources import SOURCES
from servicemap.models import Municipality, site_today

AHEAD = datetime.timedelta(days=400)
"""How far what comes next is looked for: a yearly thing included."""


def cycle(
    first: datetime.date,
    last: datetime.date,
    kind: str = "",
    municipality: Municipality | None = None,
    *,
    with_cancelled: bool = False,
) -> list[CycleItem]:
    """Return what takes place from ``first`` to ``last``, both included, in order.

    Calendars that know of a thing have to be told that it is cancelled: ``with_cancelled``. The
    sources make a query each.
    """
    found = (item for source in SOURCES for item in source(first, last))
    wanted = (
        item
        for item in found
        if (not kind or item.kind == kind)
        and (municipality is None or item.concerns(municipality))
        and (with_cancelled or not item.is_cancelled)
    )
    return sorted(wanted, key=lambda item: (item.times[0].order, item.title.casefold(), item.key))


class CycleReading:
    """What is on and what comes next, as of a day; read once, however often it is asked."""

    def __init__(self, today: datetime.date | None = None) -> None:
        self.today = today or site_today()

    @classmethod
    def of(cls, request: HttpRequest | None) -> "CycleReading":
        """Return the request's, so that two lists on a page do not read twice."""
        if request is None:
            return cls()
        reading = getattr(request, "cycle_reading", None)
        if reading is None:
            reading = request.cycle_reading = cls()  # type: ignore[attr-defined]
        return reading

    @cached_property
    def _items(self) -> list[CycleItem]:
        return cycle(self.today, self.today + AHEAD)

    def now_and_next(self, limit: int, municipality: Municipality | None = None) -> NowAndNext:
        """Return what is on and what comes next, ``limit`` things together, each there once.

        The first time makes the queries of ``cycle``.
        """
        items = (
            item for item in self._items if municipality is None or item.concerns(municipality)
        )
        return now_and_next(items, limit, self.today)


def now_and_next(items: Iterable[CycleItem], limit: int, today: datetime.date) -> NowAndNext:
    """Return each item once, as of a day: by the time that is on, else by its next one.

    Half of the places are for what is on, half for what comes; what one leaves the other takes.
    """
    on: list[Coming] = []
    later: list[Coming] = []
    for item in items:
        left = [time for time in item.times if time.ends >= today]
        time = next((time for time in left if time.is_on(today)), left[0] if left else None)
        if time is not None:
            chosen = on if time.is_on(today) else later
            chosen.append(Coming(item, time, time.text(today)))
    on.sort(key=lambda one: (one.time.ends, one.item.title.casefold()))
    later.sort(key=lambda one: (*one.time.order, one.item.title.casefold()))
    shown = max((limit + 1) // 2, limit - len(later))
    on = on[:shown]
    return NowAndNext(on, later[: limit - len(on)])
