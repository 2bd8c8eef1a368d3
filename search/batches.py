"""Many things, a list at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the things in lists of at most ``size``."""
    remaining = iter(things)
    while some := list(islice(remaining, size)):
        yield some
