"""Placing and drawing the wheel of the annual cycle, with more on it than a year should hold."""

import random
import statistics
import tempfile
from pathlib import Path

from bench.figures import Report, p95, timings
from bench.processes import set_up

BUDGETS_MS = {80: 100, 500: 500}
"""For both wheels of a page with so many entries, placed and written as SVG, p95."""

SEED = 7
ROUNDS = 20


def measure(report: Report) -> None:
    """Measure the wheels at each size."""
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder) / "bench.sqlite3")
        print("\nWheel of the annual cycle")
        for count, budget in BUDGETS_MS.items():
            _measure(report, count, budget)


def _measure(report: Report, count: int, budget: float) -> None:
    import datetime

    from django.template.loader import render_to_string
    from django.utils import timezone

    from pages.annual_cycle.items import CycleItem, Time
    from pages.annual_cycle.wheel import full_wheel, small_wheel
    from servicemap.models import CycleKind

    chance = random.Random(SEED)
    year = 2026
    now = timezone.now()

    def item(number: int) -> CycleItem:
        starts = [datetime.date(year, 1, 1) + datetime.timedelta(chance.randrange(365))]
        if chance.random() < 0.25:
            starts = [datetime.date(year, month, chance.randrange(1, 29)) for month in range(1, 13)]
        length = chance.choice([0, 0, 6, 30, 60]) if len(starts) == 1 else 0
        last = datetime.date(year, 12, 31)
        times = [Time(day, min(day + datetime.timedelta(length), last)) for day in starts]
        title = f"Yhdistysten vuosittainen suunnittelutapaaminen {number}"
        return CycleItem(
            f"entry-{number}", chance.choice(list(CycleKind)), title, tuple(times), now
        )

    items = [item(number) for number in range(count)]
    today = datetime.date(year, 6, 1)

    def draw() -> list[str]:
        return [
            render_to_string("pages/annual_cycle/_wheel.html", {"wheel": wheel(items, year, today)})
            for wheel in (full_wheel, small_wheel)
        ]

    found = timings(draw, ROUNDS)
    report.add(f"both wheels, {count} entries, p95", p95(found), "ms", budget)
    report.add(f"both wheels, {count} entries, median", statistics.median(found), "ms")
    size = sum(len(picture.encode()) for picture in draw()) / 1000
    report.add(f"  size of both, {count} entries", size, "kB")
