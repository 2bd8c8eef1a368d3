"""Kinds of arrays, and lists of values for each of many rows."""

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


class Ragged:
    """A list of values for each row, end to end."""

    def __init__(self, values: NDArray[Any], lengths: Ints) -> None:
        self.values = values
        self.offsets = np.concatenate(([0], np.cumsum(lengths)))

    @property
    def lengths(self) -> Ints:
        """How many values each row has."""
        return np.diff(self.offsets)

    @functools.cached_property
    def owners(self) -> Ints:
        """The row of each value."""
        return np.repeat(np.arange(len(self.offsets) - 1), self.lengths)

    def lengths_of(self, rows: Ints) -> Ints:
        """Return how many values each of these rows has."""
        return np.asarray(self.offsets[rows + 1] - self.offsets[rows])

    def positions(self, rows: Ints) -> Ints:
        """Return where the values of these rows stand."""
        lengths = self.lengths_of(rows)
        ends = np.cumsum(lengths)
        if not len(ends) or not ends[-1]:
            return np.empty(0, dtype=np.int64)
        steps = np.repeat(self.offsets[rows] - (ends - lengths), lengths)
        return np.asarray(steps + np.arange(ends[-1]), dtype=np.int64)

    def taken(self, rows: Ints) -> "Ragged":
        """Return these rows only, in their order."""
        return Ragged(self.values[self.positions(rows)], self.lengths_of(rows))

    def followed_by(self, other: "Ragged") -> "Ragged":
        """Return both, one after the other."""
        return Ragged(
            np.concatenate((self.values, other.values)),
            np.concatenate((self.lengths, other.lengths)),
        )
