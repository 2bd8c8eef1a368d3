"""Shares as whole percents."""

import pytest

from servicemap.shares import whole_percent


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (6, 9, 67),
        (8, 9, 89),
        (1, 8, 13),
        (1, 3, 33),
        (0, 9, 0),
        (9, 9, 100),
        (999, 1000, 99),
        (1, 1000, 1),
        (0, 0, None),
    ],
)
def test_shares_are_rounded_and_only_all_is_all(part: int, whole: int, percent: int | None) -> None:
    assert whole_percent(part, whole) == percent
