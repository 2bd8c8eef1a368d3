"""What residents of the demo have searched for, counted as if they had."""

import datetime
import tomllib
from pathlib import Path
from typing import Any

from pages.demo_content import loaded
from search.gaps.counts import Asked, QueryCount, Tally
from search.gaps.privacy import countable_text

FILE = Path(__file__).with_name("demo.toml")


def read() -> dict[str, list[dict[str, Any]]]:
    """Return the queries of the file by how they ended: missed, found or corrected."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def add_searches(today: datetime.date) -> int:
    """Count all searches of the file, relative to today; return how many queries they are."""
    counts: dict[Asked, Tally] = {}
    for ending, rows in read().items():
        for row in rows:
            for days, times in row["searches"].items():
                day = today - datetime.timedelta(days=int(days))
                asked = Asked(day, countable_text(row["text"]), row["language"])
                counts[asked] = Tally(
                    times,
                    times if ending == "missed" else 0,
                    times if ending == "corrected" else 0,
                )
    QueryCount.objects.add(counts)
    return len({(asked.text, asked.language) for asked in counts})


def connect() -> None:
    """Add them whenever the demo is loaded."""
    loaded.connect(add_searches)
