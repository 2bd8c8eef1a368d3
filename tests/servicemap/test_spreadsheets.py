"""Spreadsheets of what strangers wrote."""

import datetime
from typing import Any

import pytest

from servicemap.spreadsheets import harmless


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "\r\n=1",
        "＝1+1",
        "\x00=1",
        "|calc",
        "%0",
    ],
)
def test_what_looks_like_a_formula_is_a_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "value",
    [
        "Kahvia",
        "",
        "-5",
        "+358 40 123 4567",
        "+358 (0)40-123",
        "-2,5",
        5,
        None,
        datetime.date(2026, 1, 1),
        "a=b",
    ],
)
def test_everything_else_stays_as_it_is(value: Any) -> None:
    assert harmless(value) == value
