"""Spreadsheets of what strangers wrote."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from servicemap.spreadsheets import csv_lines, file_name, harmless


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


def test_csv_opens_in_a_finnish_spreadsheet() -> None:
    lines = list(csv_lines([["Nimi", "Määrä"], ["a;b", 5.2], [None, Decimal("1.50")]]))
    assert lines == ["\ufeff", "Nimi;Määrä\r\n", '"a;b";5,2\r\n', ";1,50\r\n"]


def test_csv_is_written_while_its_rows_are_read() -> None:
    read = []

    def rows() -> Iterator[list[int]]:
        for number in range(3):
            read.append(number)
            yield [number]

    lines = csv_lines(rows())
    assert [next(lines), next(lines)] == ["\ufeff", "0\r\n"]
    assert read == [0]


@pytest.mark.parametrize(
    ("contents", "name"),
    [
        ("Yhdistykset", "yhdistykset-2026-11-23"),
        ("Kysely: mitä tehdään?", "kysely-mita-tehdaan-2026-11-23"),
        ("🎉", "2026-11-23"),
        ("a" * 200, "a" * 80 + "-2026-11-23"),
    ],
)
def test_file_is_called_by_what_it_holds(contents: str, name: str) -> None:
    assert file_name(contents, datetime.date(2026, 11, 23)) == name
