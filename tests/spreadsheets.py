"""Reads exported tables as a Finnish spreadsheet does."""

import csv
import io
from typing import Any


def csv_table(response: Any) -> list[list[str]]:
    """The rows of a CSV file, which begins with its mark and has semicolons between columns."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    content: bytes = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    text = content.decode()
    # Without the mark a spreadsheet garbles ä and ö.
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
