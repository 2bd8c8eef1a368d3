"""What each published listing looks like to search."""

import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from search.costs import COST, costs_of
from search.engines.base import Document
from search.keys import Key, by_kind
from search.published import Published, read
from search.sorting import name_key
from search.terms import Field, marked_terms, text_words
from servicemap.detail import in_the_week
from servicemap.models import LISTING_MODELS, Listing, Price, Schedule
from servicemap.models.fields import WEEKDAY_CODES
from servicemap.models.translation import field_in, language_codes
from servicemap.opening import OpenSpan, hours_of

LOOK_AHEAD = datetime.timedelta(days=120)
"""How far ahead occurrences and hours are in the index; ``rebuild_search_index`` moves it on."""

PRICE_WORDS: dict[str, dict[str, str]] = {
    Price.FREE: {"fi": "maksuton ilmainen", "sv": "gratis avgiftsfri", "en": "free"},
    Price.LOW: {"fi": "edullinen", "sv": "förmånlig", "en": "affordable low price"},
}

OWN_TEXTS = (
    (Field.NAME, "name"),
    (Field.SUMMARY, "summary"),
    (Field.DESCRIPTION, "description"),
    (Field.DESCRIPTION, "easy_language"),
)
"""Where a listing's texts stand in search, and the model fields that hold them."""

LEGAL_FORMS = {"ry", "rf", "rs", "sr", "oy", "ab"}
"""Parts of names that say nothing but the legal form."""

SCHEDULE_FIELDS = ("freq", "interval", "byday", "dtstart", "until", "opens_at", "closes_at")


def build(published: Published) -> Document:
    """Make the document of one published listing."""
    listing = published.listing
    location = published.location
    occurrences = list(_occurrences(published))
    return Document(
        kind=str(published.kind),
        object_id=listing.pk,
        terms=_terms(published),
        name_key=name_key(listing.name),
        name_length=_name_length(listing.name),
        names=_by_language(listing, "name"),
        slug=listing.slug,
        facets=_facets(published, occurrences),
        card=_card(published),
        updated_at=listing.updated_at,
        latitude=location.latitude if location.is_on_map else None,
        longitude=location.longitude if location.is_on_map else None,
        confirmed_on=listing.confirmed_on,
        occurrences=tuple(occurrences),
        hours=_hours(published),
        calendar_until=timezone.localdate() + LOOK_AHEAD,
    )


def _terms(published: Published) -> frozenset[str]:
    """Return the terms of every text of a listing that people may search by.

    Addresses and synonyms of categories are found whole only: “Lahdentie” is not about Lahti, nor
    is a judo class about “jumppa” because its category can also be called “tuolijumppa”.
    """
    listing, own = published.listing, settings.LANGUAGE_CODE
    location = published.location
    terms: set[str] = set()
    for field, name in OWN_TEXTS:
        for language in language_codes():
            if text := _in_language(listing, name, language):
                terms |= marked_terms(field, text, language)
    if listing.keywords:
        terms |= marked_terms(Field.KEYWORDS, listing.keywords, own)
    for thing in published.classes:
        terms |= _name_terms(Field.KEYWORDS, _names(thing))
    for category in published.branches:
        terms |= _name_terms(Field.SUMMARY, _names(category))
    for language, text in PRICE_WORDS.get(listing.price, {}).items():
        terms |= marked_terms(Field.KEYWORDS, text, language)
    for thing in (
        location.municipality,
        published.organiser,
        published.facility,
    ):
        if thing is not None:
            terms |= _name_terms(Field.AROUND, _names(thing))
    for text in (getattr(listing, "organiser_name", ""), getattr(listing, "operator", "")):
        if text:
            terms |= marked_terms(Field.AROUND, text, own)
    synonyms = [category.search_terms for category in published.categories]
    for text in (location.street_address, location.postal_code, *synonyms):
        if text:
            terms |= marked_terms(Field.AROUND, text, own, whole=True)
    return frozenset(terms)


def _names(thing: Any) -> tuple[str, ...]:
    return tuple(_in_language(thing, "name", language) for language in language_codes())


@functools.lru_cache(maxsize=5_000)
def _name_terms(field: Field, names: tuple[str, ...]) -> frozenset[str]:
    """Return the terms of a name in the site's languages: many listings share a category."""
    pairs = zip(language_codes(), names, strict=True)
    return frozenset().union(
        *(marked_terms(field, name, language) for language, name in pairs if name)
    )


def _name_length(name: str) -> int:
    """Count the words of a name that tell it from others."""
    return max(1, len(text_words(name) - LEGAL_FORMS))


def _in_language(thing: Any, field: str, language: str) -> str:
    return getattr(thing, field_in(field, language), "") or ""


def _facets(
    published: Published,
    occurrences: list[tuple[datetime.datetime, datetime.datetime]],
) -> Mapping[str, frozenset[str]]:
    zone = timezone.get_default_timezone()
    listing = published.listing
    municipality = published.location.municipality
    municipalities = {municipality.code} if municipality else set()
    municipalities |= {area.code for area in published.service_area}
    values: dict[str, Iterable[str]] = {
        "kind": [str(published.kind)],
        "municipality": municipalities,
        "category": {each.slug for each in (*published.categories, *published.branches)},
        "target": [group.slug for group in published.target_groups],
        "theme": [theme.slug for theme in published.themes],
        "price": [listing.price] if listing.price else [],
        COST: costs_of(listing),
        "weekday": {WEEKDAY_CODES[start.astimezone(zone).weekday()] for start, _end in occurrences},
        "accessibility": [feature.slug for feature in published.accessibility],
    }
    return {name: frozenset(found) for name, found in values.items()}


def _occurrences(
    published: Published,
) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """The times of an activity. Opening hours are no occurrences: nothing takes place."""
    now = timezone.now()
    for schedule in published.schedules:
        for occurrence in schedule.occurrences(now, now + LOOK_AHEAD):
            yield occurrence.starts, occurrence.ends


def _hours(published: Published) -> tuple[OpenSpan, ...]:
    """Return when a facility is open, from today's midnight on: the same at any hour of a day."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return tuple(hours_of(published.opening_hours, today, today + LOOK_AHEAD))


def _by_language(thing: Any, field: str) -> dict[str, str]:
    if thing is None:
        return {}
    texts = {language: _in_language(thing, field, language) for language in language_codes()}
    return {language: text for language, text in texts.items() if text}


def _schedule_values(schedule: Schedule) -> dict[str, Any]:
    values = {name: getattr(schedule, name) for name in SCHEDULE_FIELDS}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }


def _card(published: Published) -> dict[str, Any]:
    """What a result shows; texts by language, so that no result needs another query."""
    listing = published.listing
    location = published.location
    return {
        "name": _by_language(listing, "name"),
        "summary": _by_language(listing, "summary"),
        "description": _by_language(listing, "description"),
        "slug": listing.slug,
        "municipality": _by_language(location.municipality, "name"),
        "place": _by_language(published.facility, "name"),
        "street_address": location.street_address,
        "organiser": _by_language(published.organiser, "name"),
        "categories": [category.slug for category in published.categories],
        "accessibility": [feature.slug for feature in published.accessibility],
        "price": listing.price,
        "price_info": listing.price_info,
        "schedules": [
            _schedule_values(schedule) for schedule in sorted(published.schedules, key=in_the_week)
        ],
    }


def of_kind(model: type[Listing], pks: Iterable[int]) -> list[Document]:
    """Build the documents of those of the listings that are published now."""
    return [build(found) for found in read(model, pks)]


def of(keys: Iterable[Key]) -> Iterator[Document]:
    """Build the documents of those of the listings that are published now."""
    pks_of = by_kind(keys)
    for model in LISTING_MODELS:
        if pks := pks_of.get(str(model.kind)):
            yield from of_kind(model, pks)
