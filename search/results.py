"""What a reader sees of a result, in the reader's language."""

import datetime
import functools
from collections.abc import Hashable, Iterable, Mapping
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
from search.remembering import Remembered
from servicemap.models import ListingKind, Price, Schedule
from servicemap.models.schedules import next_of
from servicemap.models.translation import language_codes
from servicemap.opening import Opening
from servicemap.schedule_text import describe

A_MONDAY = datetime.date(2024, 1, 1)

STEP_FREE = "esteeton-sisaankaynti"
"""The accessibility feature that makes a card say “accessible”."""

UNASKED_SIZE, UNASKED_KEPT = 2_000, 6_000_000
"""Bytes of what one result shows, beside its card, and of all that are remembered."""


@dataclass(frozen=True)
class Result:
    """One result as a card or an API row shows it.

    Names of languages are empty where a text is in the one that was asked for.
    """

    kind: str
    kind_label: str
    id: int
    name: str
    name_html: SafeString
    name_language: str
    summary: str
    highlight_html: SafeString
    highlight_language: str
    url: str
    municipality_name: str
    place_name: str
    place_language: str
    street_address: str
    organiser_name: str
    latitude: float | None
    longitude: float | None
    distance_m: float | None
    next_occurrence: datetime.datetime | None
    schedule_text: str
    once: bool
    """The words name its only day."""

    price: str
    price_label: str
    price_language: str
    accessible: bool
    categories: tuple[str, ...]
    confirmed_on: datetime.date | None
    opening: Opening | None = None
    """Of a facility, where ``search.opening`` has looked it up."""

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


@dataclass(frozen=True)
class _Unasked:
    """What a result shows whatever was asked, and the texts that hits are marked in."""

    name: tuple[str, str]
    summary: tuple[str, str]
    description: tuple[str, str]
    later: datetime.datetime | None
    shown: dict[str, Any]


_recent: Remembered[Hashable, _Unasked] = Remembered(UNASKED_KEPT)


def present(hits: Iterable[Hit], query: Query, language: str) -> list[Result]:
    """Turn hits into what a reader sees; the language must be active."""
    today = timezone.localdate().isoformat()
    results = []
    for hit in hits:
        key = (hit.kind, hit.object_id, hit.stamp, language, today)
        unasked = _recent.get(key)
        if unasked is None:
            unasked = _unasked(hit, language, today)
            _recent.put(key, unasked, weight=UNASKED_SIZE)
        highlight_html, highlight_language = _highlight(unasked, query)
        results.append(
            Result(
                id=hit.object_id,
                name_html=marked(unasked.name[0], query, unasked.name[1], in_name=True),
                highlight_html=highlight_html,
                highlight_language=_other(highlight_language, language),
                latitude=hit.latitude,
                longitude=hit.longitude,
                distance_m=round(hit.distance_m, 1) if hit.distance_m is not None else None,
                next_occurrence=hit.next_occurrence or unasked.later,
                confirmed_on=hit.confirmed_on,
                **unasked.shown,
            )
        )
    return results


def _unasked(hit: Hit, language: str, today: str) -> _Unasked:
    card = hit.card
    name, summary = text_in(card["name"], language), text_in(card["summary"], language)
    place = text_in(card["place"], language)
    current = [values for values in card["schedules"] if _last_day(values) >= today]
    far = hit.kind == ListingKind.ACTIVITY and hit.next_occurrence is None
    return _Unasked(
        name=name,
        summary=summary,
        description=text_in(card["description"], language),
        later=_later(current) if far else None,
        shown={
            "kind": hit.kind,
            "kind_label": _kind_label(hit.kind, language),
            "name": name[0],
            "name_language": _other(name[1], language),
            "summary": summary[0],
            "url": listing_url(hit.kind, card["slug"], language),
            "municipality_name": text_in(card["municipality"], language)[0],
            "place_name": place[0] or card["street_address"],
            "place_language": _other(place[1], language) if place[0] else "",
            "street_address": card["street_address"],
            "organiser_name": text_in(card["organiser"], language)[0],
            "schedule_text": _schedule_text(current),
            "once": len(current) == 1 and not current[0]["freq"],
            "price": card["price"],
            "price_label": price_text(card, language),
            "price_language": _other(_price_language(card, language), language),
            "accessible": STEP_FREE in card["accessibility"],
            "categories": tuple(card["categories"]),
        },
    )


def price_text(card: Mapping[str, Any], language: str) -> str:
    """Return what something costs, in its own words or in general; the language must be active."""
    return card["price_info"] or _price_label(card["price"], language)


def _price_language(card: Mapping[str, Any], language: str) -> str:
    """Return the language of ``price_text``: a price's own words are in the main one."""
    return settings.LANGUAGE_CODE if card["price_info"] else language


def _other(language: str, wanted: str) -> str:
    return language if language != wanted else ""


@functools.cache
def _kind_label(kind: str, _language: str) -> str:
    """Return the name of a kind in the active language."""
    return str(ListingKind(kind).label)


@functools.cache
def _price_label(price: str, _language: str) -> str:
    """Return what a price means in the active language."""
    return str(Price(price).label) if price else ""


def _highlight(unasked: _Unasked, query: Query) -> tuple[SafeString, str]:
    """Show the summary with its hits; where it has none, the sentence that has one.

    Returns its language too.
    """
    summary, language = unasked.summary
    shown = marked(summary, query, language)
    if not query.is_empty and "<mark>" not in shown:
        description, its_language = unasked.description
        sentence = excerpt(description, query, its_language)
        if sentence:
            return marked(sentence, query, its_language), its_language
    return shown, language


def _later(current: list[Mapping[str, Any]]) -> datetime.datetime | None:
    """Return the next time of what is not on as far as the index looks: next summer's."""
    found = next_of([_schedule(values) for values in current])
    return found.starts if found else None


def _schedule_text(current: list[Mapping[str, Any]]) -> str:
    """Say the times that still apply: “ke 10.00–11.00”."""
    language = get_language() or ""
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
        until=date(values["until"]) if values["until"] else None,
        opens_at=time(values["opens_at"]) if values["opens_at"] else None,
        closes_at=time(values["closes_at"]) if values["closes_at"] else None,
    )
