"""Timing and printing."""

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
        over = budget is not None and figure > budget
        print(f"{what:<52} {figure:>9.1f} {unit:<3} {limit}{' !' if over else ''}")
        if over:
            self.exceeded.append(f"{what}: {figure:.1f} {unit}, {limit}")

    def add_least(self, what: str, figure: float, unit: str, least: float | None) -> None:
        """Print one figure that should be large; remember it if it is below what it should be."""
        limit = f"at least {least:g} {unit}" if least is not None else ""
        short = least is not None and figure < least
        print(f"{what:<52} {figure:>9.1f} {unit:<3} {limit}{' !' if short else ''}")
        if short:
            self.exceeded.append(f"{what}: {figure:.1f} {unit}, {limit}")

    def finish(self) -> int:
        """Say which budgets were exceeded; return the exit code."""
        for what in self.exceeded:
            print(f"Over budget: {what}")
        return 1 if self.exceeded else 0
