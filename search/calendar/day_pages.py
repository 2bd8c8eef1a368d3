"""What was found day by day, as the page shows it."""

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.addresses import listing_url
from search.calendar.spans import Span, day_label, relative_label, short_label
from search.engines.base import Agenda, Happening
from search.page import addresses
from search.results import price_text, text_in
from servicemap.schedule_text import clock_text

EACH_DAY = 12
"""Rows of each day where there are several days."""

A_PAGE = 100
"""Rows of a page where there is one day."""


@dataclass(frozen=True)
class Row:
    """One occurrence of an activity, in the reader's language."""

    starts: datetime.datetime
    time: str
    name: str
    url: str
    place: str
    municipality: str
    price: str


@dataclass(frozen=True)
class Day:
    """A day with the rows that are shown of it; ``url`` shows all of them."""

    date: datetime.date
    label: str
    short: str
    relative: str
    count: int
    rows: tuple[Row, ...]
    url: str

    @property
    def more(self) -> int:
        """How many rows there are besides."""
        return self.count - len(self.rows)


def days(span: Span, agenda: Agenda, parameters: QueryDict, language: str) -> list[Day]:
    """Return the span's days that anything takes place on; the language must be active."""
    rows = {
        date: tuple(_row(happening, language) for happening in happenings)
        for date, happenings in groupby(agenda.happenings, key=lambda one: one.starts.date())
    }
    return [
        Day(
            date,
            day_label(date),
            short_label(date),
            relative_label(date),
            count,
            rows.get(date, ()),
            span_address(Span(date, date).value, parameters),
        )
        for date, count in sorted(agenda.counts.items())
    ]


def span_address(when: str, parameters: QueryDict) -> str:
    """Return the calendar's address with the same search on other days; the coming ones without."""
    kept = addresses.without(parameters, "when", "page")
    if when:
        kept["when"] = when
    return addresses.address(kept, "calendar")


def _row(happening: Happening, language: str) -> Row:
    card = happening.card
    ends = happening.ends if happening.ends > happening.starts else None
    clock = clock_text(happening.starts.time(), ends.time() if ends else None)
    return Row(
        starts=happening.starts,
        time=_("All day") if happening.all_day else clock,
        name=text_in(card["name"], language)[0],
        url=listing_url(happening.kind, card["slug"], language),
        place=text_in(card["place"], language)[0] or card["street_address"],
        municipality=text_in(card["municipality"], language)[0],
        price=price_text(card, language),
    )
