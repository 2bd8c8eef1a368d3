"""The squares of the map's grid that hold any of some rows."""

from collections.abc import Iterator

import numpy as np

from search.grid import Cell

from .arrays import Mask
from .columns import Columns
from .z_curve import separated


def cells(columns: Columns, mask: Mask, shift: int) -> Iterator[Cell]:
    """Yield the squares of the grid that hold any of the rows."""
    ordered, numbers = columns.by_cell
    chosen = mask[ordered]
    rows, squares = ordered[chosen], numbers[chosen] >> np.uint64(2 * shift)
    if not len(rows):
        return
    starts = np.concatenate(([0], np.flatnonzero(np.diff(squares)) + 1))
    latitudes, longitudes = columns.plain.latitudes[rows], columns.plain.longitudes[rows]
    counts = np.diff(np.concatenate((starts, [len(rows)])))
    firsts = squares[starts]
    yield from map(
        _cell,
        separated(firsts).tolist(),
        separated(firsts >> np.uint64(1)).tolist(),
        counts.tolist(),
        (np.add.reduceat(latitudes, starts) / counts).tolist(),
        (np.add.reduceat(longitudes, starts) / counts).tolist(),
        np.minimum.reduceat(longitudes, starts).tolist(),
        np.minimum.reduceat(latitudes, starts).tolist(),
        np.maximum.reduceat(longitudes, starts).tolist(),
        np.maximum.reduceat(latitudes, starts).tolist(),
        rows[starts].tolist(),
    )


def _cell(
    x: int,
    y: int,
    count: int,
    latitude: float,
    longitude: float,
    west: float,
    south: float,
    east: float,
    north: float,
    row: int,
) -> Cell:
    return Cell(x, y, count, latitude, longitude, (west, south, east, north), row)
