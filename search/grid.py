"""The grid on which the map's clusters are made: Web Mercator cells."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GRID_ZOOM = 24
"""Points are kept as cell numbers at this zoom: cells of 1.2 m at 60° north."""

CELLS_PER_TILE = 2
"""Halvings of a 256-pixel tile: clusters are made in squares of 64 pixels."""

STREET_ZOOM = 17
"""From this zoom on only things at the very same place are clustered."""

DISC_PIXELS = 48
"""Clusters whose middles are closer than this would cover each other on the screen."""

_AROUND = tuple((dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))

MERCATOR_LIMIT = 85.05112878
"""The latitude at which Web Mercator ends (EPSG:3857)."""


def cells_of(
    latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the columns and rows, from the north-west, of points' cells at ``GRID_ZOOM``."""
    size = 1 << GRID_ZOOM
    radians = np.radians(np.clip(latitudes, -MERCATOR_LIMIT, MERCATOR_LIMIT))
    x = (longitudes + 180) / 360
    y = (1 - np.arcsinh(np.tan(radians)) / np.pi) / 2
    columns = np.clip((x * size).astype(np.int64), 0, size - 1)
    rows = np.clip((y * size).astype(np.int64), 0, size - 1)
    return columns, rows


def shift_for(zoom: int) -> int:
    """Return by how many bits cell numbers are cut to get the clusters' squares at ``zoom``."""
    if zoom >= STREET_ZOOM:
        return 0
    return max(0, GRID_ZOOM - (zoom + CELLS_PER_TILE))


@dataclass
class Cell:
    """The things in one square of the grid, at their mean point; ``bbox`` holds them all.

    ``x`` and ``y`` number the square at its own zoom; ``row`` is that of a single thing.
    """

    x: int
    y: int
    count: int
    latitude: float
    longitude: float
    bbox: tuple[float, float, float, float]
    row: int

    def absorb(self, other: "Cell") -> None:
        """Take in the things of another cell; the mean point moves by their weight."""
        total = self.count + other.count
        self.latitude = (self.latitude * self.count + other.latitude * other.count) / total
        self.longitude = (self.longitude * self.count + other.longitude * other.count) / total
        self.count = total
        west, south, east, north = self.bbox
        self.bbox = (
            min(west, other.bbox[0]),
            min(south, other.bbox[1]),
            max(east, other.bbox[2]),
            max(north, other.bbox[3]),
        )


def merge_overlapping(cells: Iterable[Cell], zoom: int) -> list[Cell]:
    """Join cells whose discs would cover each other at ``zoom``; the larger takes the smaller.

    Neighbouring squares are looked at only, largest first, so this takes linear time.
    """
    ordered = sorted(cells, key=lambda cell: (-cell.count, cell.x, cell.y))
    if zoom >= STREET_ZOOM:
        return ordered
    kept: dict[tuple[int, int], Cell] = {}
    for cell in ordered:
        x, y, nearest, closest = cell.x, cell.y, None, float(DISC_PIXELS)
        for dx, dy in _AROUND:
            other = kept.get((x + dx, y + dy))
            if other is not None and (pixels := _pixels(cell, other, zoom)) < closest:
                nearest, closest = other, pixels
        if nearest is None:
            kept[(x, y)] = cell
        else:
            nearest.absorb(cell)
    return list(kept.values())


def _pixels(one: Cell, other: Cell, zoom: int) -> float:
    """Return how far apart the middles of two cells are on the screen."""
    pixels = 256 * 2**zoom / 360
    east = (one.longitude - other.longitude) * pixels
    # Mercator stretches latitude as it does longitude, by the secant.
    stretch = 1 / math.cos(math.radians((one.latitude + other.latitude) / 2))
    north = (one.latitude - other.latitude) * pixels * stretch
    return math.hypot(east, north)
