"""What takes place in the cycle, from all sources, and what comes next."""

import datetime
from collections.abc import Iterable

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
) -> list[CycleItem]:
    """Return what takes place from ``first`` to ``last``, both included, in order.

    The sources make about four queries in all.
    """
    found = (item for source in SOURCES for item in source(first, last))
    wanted = (
        item
        for item in found
        if (not kind or item.kind == kind) and (municipality is None or item.concerns(municipality))
    )
    return sorted(wanted, key=lambda item: (item.times[0].order, item.title.casefold(), item.key))


def upcoming(
    limit: int, municipality: Municipality | None = None, today: datetime.date | None = None
) -> list[Coming]:
    """Return what is on or comes next, by the day on which it ends or begins.

    Each thing is there once. Makes the queries of ``cycle``.
    """
    today = today or site_today()
    return next_of(cycle(today, today + AHEAD, municipality=municipality), limit, today)


def next_of(items: Iterable[CycleItem], limit: int, today: datetime.date) -> list[Coming]:
    """Return the next time of each item, by the day on which something changes."""
    coming = []
    for item in items:
        time = next((time for time in item.times if time.ends >= today), None)
        if time is not None:
            coming.append(Coming(item, time, time.text(today), time.is_on(today)))
    coming.sort(key=lambda one: (one.time.ends if one.is_on else one.time.starts, one.item.title))
    return coming[:limit]
