"""The demo's annual cycle, from ``pages/demo/cycle.toml``: a page and a year of entries."""

import datetime
import uuid
from typing import Any

from wagtail.models import Page

from pages.demo_content.bodies import body_blocks
from pages.demo_content.site_pages import FAMILY, PageLoader, read
from pages.models import AnnualCyclePage, HomePage
from servicemap.models import CycleEntry, Municipality
from servicemap.models.fields import WEEKDAY_CODES

PAGES = {"strategy": "strategies"}
"""The pages that entries lead to, by the names that the loader of pages gave them."""

YEARS_BACK = 1
"""The entries began in the year before, so that the last year's wheel is not empty."""


def load_cycle_pages() -> int:
    """Create the page of the annual cycle below each home page; return how many."""
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    loader = PageLoader({code: home.locale for code, home in homes.items()})
    content = read("cycle")["page"]
    for code, home in homes.items():
        texts = content[code]
        page = AnnualCyclePage(
            title=texts["title"],
            slug=texts["slug"],
            lead=texts["lead"],
            body=body_blocks(texts["body"], code),
        )
        loader.load(home, page, "annual-cycle", code)
    return loader.created


def load_cycle_entries(today: datetime.date) -> int:
    """Create the entries, unless there are any already; return how many."""
    if CycleEntry.objects.exists():
        return 0
    towns = {entry.code: entry for entry in Municipality.objects.all()}
    rows = read("cycle")["entry"]
    pages = _pages({row["page"] for row in rows if "page" in row})
    for row in rows:
        values = dict(row)
        values["municipality"] = towns[values["municipality"]] if "municipality" in row else None
        values["page"] = pages[row["page"]] if "page" in row else None
        entry = _entry(values, today.year - YEARS_BACK)
        entry.full_clean()
        entry.save()
    return len(rows)


def _pages(names: set[str]) -> dict[str, Page | None]:
    """Return the first page, in the main language, of each key of the demo's pages."""
    keys = {name: uuid.uuid5(FAMILY, PAGES[name]) for name in names}
    found = {
        page.translation_key: page
        for page in Page.objects.filter(translation_key__in=keys.values()).order_by("-pk")
    }
    return {name: found.get(key) for name, key in keys.items()}


def _entry(values: dict[str, Any], year: int) -> CycleEntry:
    starts = _day(values.pop("starts"), year)
    ends = _day(values.pop("ends"), year) if "ends" in values else None
    if "weekday" in values:
        starts += datetime.timedelta(days=(values.pop("weekday") - starts.weekday()) % 7)
    if "rule" in values:
        number, code = (starts.day - 1) // 7 + 1, WEEKDAY_CODES[starts.weekday()]
        values["rule"] = values["rule"].format(weekday=f"{number}{code}")
    skipped = set(values.pop("skip_months", ()))
    entry = CycleEntry(starts_on=starts, ends_on=ends, **values)
    horizon = datetime.date(year + 4, 12, 31)
    entry.exdates = [
        day.isoformat() for day, _ends in entry.occurrences(starts, horizon) if day.month in skipped
    ]
    return entry


def _day(text: str, year: int) -> datetime.date:
    month, day = text.split("-")
    return datetime.date(year, int(month), int(day))
