"""The word material and the mixes, read once, and how they are drawn from."""

import random
import tomllib
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Generic, TypeVar

FOLDER = Path(__file__).parent / "data"

T = TypeVar("T")


class Ranked(Generic[T]):
    """Things of which each comes up in inverse proportion to its rank (Zipf–Mandelbrot).

    The weight of rank k from 1 is 1 / (k + ``offset``); a larger offset flattens the top.
    """

    def __init__(self, things: Iterable[T], offset: float = 2.0) -> None:
        self.things: Sequence[T] = list(things)
        self._heights = list(accumulate(1 / (rank + offset) for rank in range(len(self.things))))

    def pick(self, rng: random.Random) -> T:
        """Draw one."""
        height = rng.random() * self._heights[-1]
        # Rounding may carry the height up to the very top.
        return self.things[bisect(self._heights, height, hi=len(self.things) - 1)]

    def some(self, rng: random.Random, count: int) -> list[T]:
        """Draw up to ``count`` different ones."""
        found: dict[int, T] = {}
        for _attempt in range(count * 4):
            if len(found) == count:
                break
            thing = self.pick(rng)
            found.setdefault(id(thing), thing)
        return list(found.values())


class Weighted(Ranked[T]):
    """Things with weights of their own."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.things = list(weights)
        self._heights = list(accumulate(weights.values()))


@cache
def load(name: str) -> dict[str, Any]:
    """Read one file of the material."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> Ranked[str]:
    """Return one list of ``words.toml``, ranked."""
    return Ranked(load("words")[name].split(), offset=6.0)
