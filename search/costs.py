"""What things cost in euros: the least sum that a listing names, and sums up to a limit.

The index holds sums in steps, as facet values: engines compare values, not numbers.
"""

import math
import re
from collections.abc import Iterator
from decimal import Decimal

from servicemap.models import Listing, Price

COST = "cost"
"""The facet of the least sum; nobody chooses from it, queries limit by it."""

STEP = Decimal("0.50")
"""Euros between two values: sums are rounded up to them."""

HIGHEST = Decimal(300)
"""The highest sum that is told apart from higher ones."""

UNDER = "<"
"""Before a sum that must not be reached: “alle 5 euroa”."""

_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
_SUM = re.compile(
    rf"(?<![\d.,])(?P<least>{_NUMBER})(?:\s?[-–—]\s?{_NUMBER})?"
    r"\s?(?:€|e\b(?!-)|eur\b|euro(?:a|n|s)?\b)",
    re.IGNORECASE,
)


def euros(number: str) -> Decimal:
    """Read a number as people write it: “3,50”."""
    return Decimal(number.replace(",", "."))


def costs_of(listing: Listing) -> Iterator[str]:
    """Yield the value of the least that a listing costs; nothing where it does not say.

    Of several sums the least counts: “5 €, lapset 2 €”. What is free costs nothing, whatever
    else is on sale there.
    """
    if listing.price == Price.FREE:
        yield "0"
        return
    sums = [euros(match["least"]) for match in _SUM.finditer(listing.price_info)]
    if sums and min(sums) <= HIGHEST:
        yield str(math.ceil(min(sums) / STEP))


def values_within(limit: str) -> tuple[str, ...]:
    """Return the values up to a limit in euros, or below it where it begins with ``UNDER``."""
    steps = min(euros(limit.removeprefix(UNDER)), HIGHEST) / STEP
    last = math.ceil(steps) - 1 if limit.startswith(UNDER) else math.floor(steps)
    return tuple(map(str, range(last + 1)))
