"""What each published thing looks like to search: one builder a model."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model, Prefetch
from django.utils import timezone

from search.engines.base import Document
from search.sorting import name_key
from search.terms import Field, marked, text_terms, text_words
from servicemap.models import (
    LISTING_MODELS,
    Activity,
    Association,
    Category,
    Facility,
    Listing,
    Price,
    Schedule,
)
from servicemap.models.translation import field_in, language_codes

LOOK_AHEAD = datetime.timedelta(days=120)
"""How far ahead occurrences are in the index; ``rebuild_search_index`` moves it on."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Values of the weekday facet, after RFC 5545; the index is ``date.weekday()``."""

PRICE_WORDS: dict[str, dict[str, str]] = {
    Price.FREE: {"fi": "maksuton ilmainen", "sv": "gratis avgiftsfri", "en": "free"},
    Price.LOW: {"fi": "edullinen", "sv": "förmånlig", "en": "affordable low price"},
}

LEGAL_FORMS = {"ry", "rf", "rs", "sr", "oy", "ab"}
"""Parts of names that say nothing but the legal form."""

SCHEDULE_FIELDS = ("freq", "interval", "byday", "dtstart", "until", "opens_at", "closes_at")


def upwards(category: Category) -> Iterator[Category]:
    """Yield the category and its ancestors, nearest first."""
    seen: set[int] = set()
    current: Category | None = category
    while current is not None and current.pk not in seen:
        seen.add(current.pk)
        yield current
        current = current.parent


def published(model: type[Listing]) -> Any:
    """The published listings of a kind with everything a document is made of."""
    related = ["municipality"]
    prefetched: list[str | Prefetch[Any]] = [
        # Deep enough for the shipped tree; a deeper one costs a query a level, and works.
        Prefetch("categories", Category.objects.select_related("parent__parent__parent")),
        "target_groups",
        "themes",
        "accessibility",
    ]
    if model is Association:
        prefetched.append("service_area")
    if model in (Facility, Activity):
        related.append("organiser")
        prefetched.append("schedules")
    if model is Activity:
        related += ["facility", "facility__municipality"]
    manager = model._default_manager
    return manager.filter(live=True).select_related(*related).prefetch_related(*prefetched)


def build(listing: Listing) -> Document:
    """Make the document of one published listing."""
    location = listing.location
    occurrences = list(_occurrences(listing))
    names = _by_language(listing, "name")
    texts = _texts(listing)
    return Document(
        kind=str(listing.kind),
        object_id=listing.pk,
        terms=_terms(texts),
        words=frozenset().union(*(text_words(text.text) for text in texts)),
        name_key=name_key(listing.name),
        name_length=_name_length(listing.name),
        names=names,
        slug=listing.slug,
        facets=_facets(listing, occurrences),
        card=_card(listing),
        updated_at=listing.updated_at,
        latitude=location.latitude if location.is_on_map else None,
        longitude=location.longitude if location.is_on_map else None,
        confirmed_on=listing.confirmed_on,
        occurrences=tuple(occurrences),
        calendar_until=timezone.localdate() + LOOK_AHEAD,
    )


@dataclass(frozen=True)
class _Text:
    """A text of a listing in one language; ``whole`` as in ``text_terms``."""

    field: Field
    text: str
    language: str
    whole: bool = False


def _texts(listing: Listing) -> list[_Text]:
    texts = [_Text(Field.KEYWORDS, _whole_word_text(listing), settings.LANGUAGE_CODE, whole=True)]
    for language in language_codes():
        texts += [
            _Text(Field.NAME, _in_language(listing, "name", language), language),
            _Text(Field.KEYWORDS, _keyword_text(listing, language), language),
            _Text(Field.SUMMARY, _in_language(listing, "summary", language), language),
            _Text(Field.DESCRIPTION, _in_language(listing, "description", language), language),
        ]
    return [text for text in texts if text.text]


def _terms(texts: Iterable[_Text]) -> frozenset[str]:
    terms: set[str] = set()
    for text in texts:
        terms |= marked(text.field, text_terms(text.text, text.language, whole=text.whole))
    return frozenset(terms)


def _name_length(name: str) -> int:
    """Count the words of a name that tell it from others."""
    return max(1, len(text_words(name) - LEGAL_FORMS))


def _in_language(thing: Model, field: str, language: str) -> str:
    return str(getattr(thing, field_in(field, language), "") or "")


def _registers(listing: Listing) -> Iterator[Any]:
    """Everything from the registers that says what the listing is."""
    for category in listing.categories.all():
        yield from upwards(category)
    yield from listing.target_groups.all()
    yield from listing.themes.all()
    yield from listing.accessibility.all()


def _keyword_text(listing: Listing, language: str) -> str:
    """Other words for the listing: classification, place, organiser, price."""
    location = listing.location
    words = [_in_language(entry, "name", language) for entry in _registers(listing)]
    if location.municipality is not None:
        words.append(_in_language(location.municipality, "name", language))
    words.append(
        PRICE_WORDS.get(Price(listing.price), {}).get(language, "") if listing.price else ""
    )
    organiser = getattr(listing, "organiser", None)
    facility = getattr(listing, "facility", None)
    for related in (organiser, facility):
        if related is not None:
            words.append(_in_language(related, "name", language))
    if language == settings.LANGUAGE_CODE:
        words.append(listing.keywords)
        words += [getattr(listing, "organiser_name", ""), getattr(listing, "operator", "")]
    return " ; ".join(filter(None, words))


def _whole_word_text(listing: Listing) -> str:
    """Words that are found whole only: addresses and synonyms of categories.

    “Lahdentie” is not about Lahti, nor is a judo class about “jumppa” because its category can
    also be called “tuolijumppa”.
    """
    location = listing.location
    synonyms = [category.search_terms for category in listing.categories.all()]
    return " ; ".join(filter(None, [location.street_address, location.postal_code, *synonyms]))


def _facets(
    listing: Listing,
    occurrences: list[tuple[datetime.datetime, datetime.datetime]],
) -> Mapping[str, frozenset[str]]:
    zone = timezone.get_default_timezone()
    municipality = listing.location.municipality
    municipalities = {municipality.code} if municipality else set()
    if isinstance(listing, Association):
        municipalities |= {area.code for area in listing.service_area.all()}
    categories = {
        above.slug for category in listing.categories.all() for above in upwards(category)
    }
    values: dict[str, Iterable[str]] = {
        "kind": [str(listing.kind)],
        "municipality": municipalities,
        "category": categories,
        "target": [group.slug for group in listing.target_groups.all()],
        "theme": [theme.slug for theme in listing.themes.all()],
        "price": [listing.price] if listing.price else [],
        "weekday": {WEEKDAYS[start.astimezone(zone).weekday()] for start, _end in occurrences},
        "accessibility": [feature.slug for feature in listing.accessibility.all()],
    }
    return {name: frozenset(found) for name, found in values.items()}


def _occurrences(
    listing: Listing,
) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """The times of an activity. Opening hours are no occurrences: nothing takes place."""
    if isinstance(listing, Activity):
        now = timezone.now()
        for schedule in listing.schedules.all():
            for occurrence in schedule.occurrences(now, now + LOOK_AHEAD):
                yield occurrence.starts, occurrence.ends


def _by_language(thing: Model | None, field: str) -> dict[str, str]:
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


def _card(listing: Listing) -> dict[str, Any]:
    """What a result shows; texts by language, so that no result needs another query."""
    location = listing.location
    organiser = getattr(listing, "organiser", None)
    schedules = listing.schedules.all() if isinstance(listing, Activity) else []
    return {
        "name": _by_language(listing, "name"),
        "summary": _by_language(listing, "summary"),
        "description": _by_language(listing, "description"),
        "slug": listing.slug,
        "municipality": _by_language(location.municipality, "name"),
        "place": _by_language(getattr(listing, "facility", None), "name"),
        "street_address": location.street_address,
        "organiser": _by_language(organiser, "name"),
        "categories": [category.slug for category in listing.categories.all()],
        "accessibility": [feature.slug for feature in listing.accessibility.all()],
        "price": listing.price,
        "price_info": listing.price_info,
        "schedules": [_schedule_values(schedule) for schedule in schedules],
    }


def all_documents(
    progress: Callable[[], None] = lambda: None,
) -> Iterator[Document]:
    """Yield the documents of everything published, ``progress`` called after each."""
    for model in LISTING_MODELS:
        for listing in published(model).iterator(chunk_size=500):
            yield build(listing)
            progress()


def count_published() -> int:
    """How many documents ``all_documents`` yields."""
    return sum(model._default_manager.filter(live=True).count() for model in LISTING_MODELS)
