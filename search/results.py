"""What a reader sees of a result, in the reader's language."""

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from search.addresses import listing_url
from search.engines.base import Hit
from search.highlight import excerpt, marked
from search.query import Query
from servicemap.models import ListingKind, Price, Schedule
from servicemap.models.translation import language_codes
from servicemap.schedule_text import describe

A_MONDAY = datetime.date(2024, 1, 1)

STEP_FREE = "esteeton-sisaankaynti"
"""The accessibility feature that makes a card say “accessible”."""


@dataclass(frozen=True)
class Result:
    """One result as a card or an API row shows it."""

    kind: str
    kind_label: str
    id: int
    name: str
    name_html: SafeString
    summary: str
    highlight_html: SafeString
    url: str
    municipality_name: str
    place_name: str
    organiser_name: str
    latitude: float | None
    longitude: float | None
    distance_m: float | None
    next_occurrence: datetime.datetime | None
    schedule_text: str
    price: str
    price_label: str
    accessible: bool
    categories: tuple[str, ...]
    confirmed_on: datetime.date | None

    @property
    def key(self) -> str:
        """The result's identifier in the page: “activity-12”."""
        return f"{self.kind}-{self.id}"


def text_in(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """Return the text in the language, or in the first that has it, and that language."""
    for code in [language, *language_codes()]:
        if texts.get(code):
            return texts[code], code
    return "", settings.LANGUAGE_CODE


def present(hit: Hit, query: Query, language: str) -> Result:
    """Turn a hit into what a reader sees; the language must be active."""
    card = hit.card
    name, name_language = text_in(card["name"], language)
    summary, summary_language = text_in(card["summary"], language)
    return Result(
        kind=hit.kind,
        kind_label=_kind_label(hit.kind, language),
        id=hit.object_id,
        name=name,
        name_html=marked(name, query, name_language, in_name=True),
        summary=summary,
        highlight_html=_highlight(card, summary, summary_language, query, language),
        url=listing_url(hit.kind, card["slug"], language),
        municipality_name=text_in(card["municipality"], language)[0],
        place_name=text_in(card["place"], language)[0] or card["street_address"],
        organiser_name=text_in(card["organiser"], language)[0],
        latitude=hit.latitude,
        longitude=hit.longitude,
        distance_m=round(hit.distance_m, 1) if hit.distance_m is not None else None,
        next_occurrence=hit.next_occurrence,
        schedule_text=_schedule_text(card["schedules"]),
        price=card["price"],
        price_label=price_text(card, language),
        accessible=STEP_FREE in card["accessibility"],
        categories=tuple(card["categories"]),
        confirmed_on=hit.confirmed_on,
    )


def price_text(card: Mapping[str, Any], language: str) -> str:
    """Return what something costs, in its own words or in general; the language must be active."""
    return card["price_info"] or _price_label(card["price"], language)


@functools.cache
def _kind_label(kind: str, _language: str) -> str:
    """Return the name of a kind in the active language."""
    return str(ListingKind(kind).label)


@functools.cache
def _price_label(price: str, _language: str) -> str:
    """Return what a price means in the active language."""
    return str(Price(price).label) if price else ""


def _highlight(
    card: Mapping[str, Any], summary: str, summary_language: str, query: Query, language: str
) -> SafeString:
    """Show the summary with its hits; where it has none, the sentence that has one."""
    shown = marked(summary, query, summary_language)
    if not query.is_empty and "<mark>" not in shown:
        description, description_language = text_in(card["description"], language)
        sentence = excerpt(description, query, description_language)
        if sentence:
            return marked(sentence, query, description_language)
    return shown


def _schedule_text(schedules: list[Mapping[str, Any]]) -> str:
    """Say the times that still apply: “ke 10.00–11.00”."""
    language, today = get_language() or "", timezone.localdate().isoformat()
    current = [values for values in schedules if _last_day(values) >= today]
    return "; ".join(_described(_rule(values), language) for values in current[:3])


def _last_day(values: Mapping[str, Any]) -> str:
    """Return the day after which nothing takes place, late where there is none."""
    return str(values["until"] or ("9999" if values["freq"] else values["dtstart"]))


def _rule(values: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Return all that the words depend on: of the first day of something weekly, the weekday."""
    rule = {**values, "until": None}
    if values["freq"] == "WEEKLY":
        weekday = datetime.date.fromisoformat(values["dtstart"]).weekday()
        rule["dtstart"] = (A_MONDAY + datetime.timedelta(days=weekday)).isoformat()
    return tuple(rule.items())


@functools.lru_cache(maxsize=5_000)
def _described(rule: tuple[tuple[str, Any], ...], _language: str) -> str:
    """Say one schedule in the active language."""
    return describe(_schedule(dict(rule)))


def _schedule(values: Mapping[str, Any]) -> Schedule:
    date, time = datetime.date.fromisoformat, datetime.time.fromisoformat
    return Schedule(
        freq=values["freq"],
        interval=values["interval"],
        byday=values["byday"],
        dtstart=date(values["dtstart"]),
        opens_at=time(values["opens_at"]) if values["opens_at"] else None,
        closes_at=time(values["closes_at"]) if values["closes_at"] else None,
    )
