"""Timing and printing."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

ROUNDS = 40
"""Timed calls of each kind, after five that are not counted."""


def timings(call: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return the milliseconds of each call, sorted."""
    for _round in range(5):
        call()
    found = []
    for _round in range(rounds):
        start = time.perf_counter()
        call()
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


def p95(sorted_timings: list[float]) -> float:
    """Return the value that 95 % of the timings stay within."""
    return sorted_timings[min(len(sorted_timings) - 1, int(len(sorted_timings) * 0.95))]


@dataclass
class Report:
    """Figures beside their budgets."""

    exceeded: list[str] = field(default_factory=list)

    def add(self, what: str, figure: float, unit: str, budget: float | None = None) -> None:
        """Print one figure; remember it if it is over its budget."""
        limit = f"budget {budget:g} {unit}" if budget is not None else ""
        print(f"{what:<52} {figure:>9.1f} {unit:<3} {limit}")
        if budget is not None and figure > budget:
            self.exceeded.append(what)

    def compare(
        self, what: str, call: Callable[[], object], bare: Callable[[], object], budget: float
    ) -> None:
        """Print the p95 and median of a call, and the median beside something barer."""
        ours, theirs = timings(call), timings(bare)
        self.add(f"{what}, p95", p95(ours), "ms", budget)
        self.add(f"{what}, median", statistics.median(ours), "ms")
        self.add("  the bare SQL of the same match, median", statistics.median(theirs), "ms")

    def finish(self) -> int:
        """Say which budgets were exceeded; return the exit code."""
        for what in self.exceeded:
            print(f"Over budget: {what}")
        return 1 if self.exceeded else 0
