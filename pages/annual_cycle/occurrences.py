"""What takes place in the cycle, from all sources, and what comes next."""

import datetime
from collections.abc import Iterable
from functools import cached_property

from django.http import HttpRequest

from pages.annual_cycle.items import Coming, CycleItem
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

    def upcoming(self, limit: int, municipality: Municipality | None = None) -> list[Coming]:
        """Return what is on or comes next, by the day on which it ends or begins.

        Each thing is there once. The first time makes the queries of ``cycle``.
        """
        items = (
            item for item in self._items if municipality is None or item.concerns(municipality)
        )
        return next_of(items, limit, self.today)


def next_of(items: Iterable[CycleItem], limit: int, today: datetime.date) -> list[Coming]:
    """Return the next time of each item, by the day on which something changes."""
    coming = []
    for item in items:
        time = next((time for time in item.times if time.ends >= today), None)
        if time is not None:
            coming.append(Coming(item, time, time.text(today), time.is_on(today)))
    coming.sort(key=lambda one: (one.time.ends if one.is_on else one.time.starts, one.item.title))
    return coming[:limit]
