"""Lines of calendar files are read back as they were meant."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicemap.calendar_file.content_lines import (
    clock_value,
    date_value,
    folded,
    text_list,
    text_value,
    utc_value,
    written,
)
from tests.search.calendar.reading import event_of

readable = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\t,;\\:"'))


def test_what_has_a_meaning_is_escaped() -> None:
    assert text_value("a, b; c\\d\r\ne\rf\x00\x1b") == r"a\, b\; c\\d\ne\nf"
    assert text_list(["a,b", "c"]) == r"a\,b,c"


def test_times_are_written_as_the_standard_has_them() -> None:
    date, time = datetime.date(2026, 3, 1), datetime.time(18, 5)
    moment = datetime.datetime.combine(date, time, ZoneInfo("Europe/Helsinki"))
    assert date_value(datetime.date(987, 3, 1)) == "09870301"
    assert clock_value(date, time) == "20260301T180500"
    assert utc_value(moment) == "20260301T160500Z"


@pytest.mark.parametrize("length", [0, 1, 74, 75, 76, 149, 150, 223, 224])
def test_lines_are_broken_where_they_are_too_long(length: int) -> None:
    lines = folded("x" * length).split("\r\n")
    assert lines.pop() == ""
    assert lines[0] + "".join(line[1:] for line in lines[1:]) == "x" * length
    assert all(line.startswith(" ") for line in lines[1:])
    assert all(len(line) == 75 for line in lines[:-1])


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_no_character_is_broken(text: str) -> None:
    lines = folded(f"SUMMARY:{text}").encode().split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert "".join(
        line.decode() if number == 0 else line.decode()[1:] for number, line in enumerate(lines)
    ) == (f"SUMMARY:{text}")


@given(text=readable)
def test_any_text_is_read_back(text: str) -> None:
    line = written([f"DESCRIPTION:{text_value(text)}"]).removesuffix("\r\n")
    assert str(event_of([line])["DESCRIPTION"]) == text
