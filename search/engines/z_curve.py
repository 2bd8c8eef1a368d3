"""Numbers of the grid's squares on its Z-curve: squares of one square follow each other."""

import numpy as np
from numpy.typing import NDArray

from search.grid import GRID_ZOOM


def interleaved(values: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Spread the lowest ``GRID_ZOOM`` bits so that there is a free bit beside each."""
    if GRID_ZOOM > 32:
        raise ValueError("Cell numbers must fit into 32 bits.")
    bits = values.astype(np.uint64)
    for shift, pattern in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(pattern)
    return bits


def separated(numbers: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Undo the interleaving: return every other bit, the lowest first."""
    bits = numbers & np.uint64(0x5555555555555555)
    for shift, pattern in (
        (1, 0x3333333333333333),
        (2, 0x0F0F0F0F0F0F0F0F),
        (4, 0x00FF00FF00FF00FF),
        (8, 0x0000FFFF0000FFFF),
        (16, 0x00000000FFFFFFFF),
    ):
        bits = (bits | (bits >> np.uint64(shift))) & np.uint64(pattern)
    return bits.astype(np.int64)
