"""Cells and clusters of the map."""

import numpy as np
import pytest

from search.grid import GRID_ZOOM, STREET_ZOOM, Cell, cells_of, merge_overlapping, shift_for


def at(longitude: float, count: int = 1, x: int = 0) -> Cell:
    """A cell in Lahti's latitude."""
    return Cell(x, 0, count, 61.0, longitude, (longitude, 61.0, longitude, 61.0), x)


def test_cells_count_from_the_north_west() -> None:
    half = 1 << (GRID_ZOOM - 1)
    columns, rows = cells_of(np.array([0.0, 90.0, -90.0]), np.array([0.0, -180.0, 180.0]))
    assert columns.tolist() == [half, 0, 2 * half - 1]
    assert rows.tolist() == [half, 0, 2 * half - 1]


def test_cells_are_cut_coarser_for_far_views_and_not_at_all_in_the_street() -> None:
    assert shift_for(0) == GRID_ZOOM - 2
    assert shift_for(9) - shift_for(10) == 1
    assert shift_for(STREET_ZOOM) == 0


def test_discs_that_would_cover_each_other_become_one() -> None:
    pixel = 360 / (256 * 2**10)
    [merged] = merge_overlapping([at(25.0, 3), at(25.0 + 20 * pixel, 1, x=1)], zoom=10)
    assert merged.count == 4
    assert merged.longitude == pytest.approx(25.0 + 5 * pixel)
    assert merged.bbox == (25.0, 61.0, 25.0 + 20 * pixel, 61.0)


def test_discs_with_room_between_them_stay_apart() -> None:
    pixel = 360 / (256 * 2**10)
    cells = [at(25.0, 3), at(25.0 + 60 * pixel, 1, x=1)]
    assert [found.count for found in merge_overlapping(cells, zoom=10)] == [3, 1]


def test_neighbours_in_the_street_are_left_alone() -> None:
    assert len(merge_overlapping([at(25.0, 3), at(25.00001, 1, x=1)], STREET_ZOOM)) == 2
