"""What each published thing looks like to search: one builder a model."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from search.batches import batched
from search.engines.base import Document
from search.sorting import name_key
from search.terms import Field, marked_terms, text_words
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


def published(model: type[Listing]) -> Any:
    """The published listings of a kind with everything a document is made of."""
    related = ["municipality"]
    prefetched = ["categories", "target_groups", "themes", "accessibility"]
    if model is Association:
        prefetched.append("service_area")
    if model in (Facility, Activity):
        related.append("organiser")
        prefetched.append("schedules")
    if model is Activity:
        related += ["facility", "facility__municipality"]
    outlines = [f"{path}__outline" for path in related if path.endswith("municipality")]
    listings = model._default_manager.filter(live=True).defer(*outlines)
    return listings.select_related(*related).prefetch_related(*prefetched)


class Classified:
    """What the registers say of one listing, each relation read once."""

    def __init__(self, listing: Listing, tree: Mapping[int, Category]) -> None:
        self.categories = list(listing.categories.all())
        self.branches = {
            above.pk: above for category in self.categories for above in _upwards(category, tree)
        }
        self.target_groups = list(listing.target_groups.all())
        self.themes = list(listing.themes.all())
        self.accessibility = list(listing.accessibility.all())

    @property
    def entries(self) -> Iterator[Any]:
        """Everything from the registers that says what the listing is."""
        yield from self.branches.values()
        yield from self.target_groups
        yield from self.themes
        yield from self.accessibility


def _upwards(category: Category, tree: Mapping[int, Category]) -> Iterator[Category]:
    """Yield the category and its ancestors, nearest first."""
    seen: set[int] = set()
    current: int | None = category.pk
    while current is not None and current not in seen and current in tree:
        seen.add(current)
        yield tree[current]
        current = tree[current].parent_id


def build(listing: Listing, tree: Mapping[int, Category]) -> Document:
    """Make the document of one published listing; ``tree`` has all categories by their key."""
    location = listing.location
    classified = Classified(listing, tree)
    occurrences = list(_occurrences(listing))
    texts = _texts(listing, classified)
    return Document(
        kind=str(listing.kind),
        object_id=listing.pk,
        terms=_terms(texts),
        words=frozenset().union(*(text_words(text.text) for text in texts)),
        name_key=name_key(listing.name),
        name_length=_name_length(listing.name),
        names=_by_language(listing, "name"),
        slug=listing.slug,
        facets=_facets(listing, classified, occurrences),
        card=_card(listing, classified),
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


def _texts(listing: Listing, classified: Classified) -> list[_Text]:
    """Return every text of a listing that people may search by.

    Addresses and synonyms of categories are found whole only: “Lahdentie” is not about Lahti, nor
    is a judo class about “jumppa” because its category can also be called “tuolijumppa”.
    """
    location, own = listing.location, settings.LANGUAGE_CODE
    synonyms = [category.search_terms for category in classified.categories]
    texts = [
        _Text(Field.KEYWORDS, text, own, whole=True)
        for text in (location.street_address, location.postal_code, *synonyms)
    ]
    shown_by_name = [
        *classified.entries,
        location.municipality,
        getattr(listing, "organiser", None),
        getattr(listing, "facility", None),
    ]
    for language in language_codes():
        texts += [
            _Text(Field.NAME, _in_language(listing, "name", language), language),
            _Text(Field.SUMMARY, _in_language(listing, "summary", language), language),
            _Text(Field.DESCRIPTION, _in_language(listing, "description", language), language),
        ]
        texts += [
            _Text(Field.KEYWORDS, _in_language(thing, "name", language), language)
            for thing in shown_by_name
            if thing is not None
        ]
        prices = PRICE_WORDS.get(listing.price, {})
        texts.append(_Text(Field.KEYWORDS, prices.get(language, ""), language))
    texts += [
        _Text(Field.KEYWORDS, text, own)
        for text in (
            listing.keywords,
            getattr(listing, "organiser_name", ""),
            getattr(listing, "operator", ""),
        )
    ]
    return [text for text in texts if text.text]


def _terms(texts: Iterable[_Text]) -> frozenset[str]:
    terms: set[str] = set()
    for text in texts:
        terms |= marked_terms(text.field, text.text, text.language, whole=text.whole)
    return frozenset(terms)


def _name_length(name: str) -> int:
    """Count the words of a name that tell it from others."""
    return max(1, len(text_words(name) - LEGAL_FORMS))


def _in_language(thing: Model, field: str, language: str) -> str:
    return getattr(thing, field_in(field, language), "") or ""


def _facets(
    listing: Listing,
    classified: Classified,
    occurrences: list[tuple[datetime.datetime, datetime.datetime]],
) -> Mapping[str, frozenset[str]]:
    zone = timezone.get_default_timezone()
    municipality = listing.location.municipality
    municipalities = {municipality.code} if municipality else set()
    if isinstance(listing, Association):
        municipalities |= {area.code for area in listing.service_area.all()}
    values: dict[str, Iterable[str]] = {
        "kind": [str(listing.kind)],
        "municipality": municipalities,
        "category": {category.slug for category in classified.branches.values()},
        "target": [group.slug for group in classified.target_groups],
        "theme": [theme.slug for theme in classified.themes],
        "price": [listing.price] if listing.price else [],
        "weekday": {WEEKDAYS[start.astimezone(zone).weekday()] for start, _end in occurrences},
        "accessibility": [feature.slug for feature in classified.accessibility],
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


def _card(listing: Listing, classified: Classified) -> dict[str, Any]:
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
        "categories": [category.slug for category in classified.categories],
        "accessibility": [feature.slug for feature in classified.accessibility],
        "price": listing.price,
        "price_info": listing.price_info,
        "schedules": [_schedule_values(schedule) for schedule in schedules],
    }


Key = tuple[str, int]
"""A kind of listing and its primary key."""


def published_keys(size: int) -> Iterator[list[Key]]:
    """Yield the keys of everything published, a list of one kind at a time."""
    for model in LISTING_MODELS:
        keys = model._default_manager.filter(live=True).order_by("pk").values_list("pk", flat=True)
        for some in batched(keys.iterator(chunk_size=5_000), size):
            yield [(str(model.kind), pk) for pk in some]


def of_kind(model: type[Listing], pks: Iterable[int]) -> list[Document]:
    """Build the documents of those of the listings that are published now."""
    tree = Category.objects.in_bulk()
    return [build(listing, tree) for listing in published(model).filter(pk__in=pks)]


def of(keys: Iterable[Key]) -> Iterator[Document]:
    """Build the documents of those of the listings that are published now."""
    by_kind: dict[str, list[int]] = {}
    for kind, pk in keys:
        by_kind.setdefault(kind, []).append(pk)
    for model in LISTING_MODELS:
        if pks := by_kind.get(str(model.kind)):
            yield from of_kind(model, pks)


def unpublished(keys: Iterable[Key]) -> set[Key]:
    """Return those of the keys under which nothing is published now."""
    gone = set(keys)
    for model in LISTING_MODELS:
        pks = [pk for kind, pk in gone if kind == str(model.kind)]
        for some in batched(pks, 1_000):
            live = model._default_manager.filter(live=True, pk__in=some)
            gone -= {(str(model.kind), pk) for pk in live.values_list("pk", flat=True)}
    return gone


def all_documents() -> Iterator[Document]:
    """Yield the documents of everything published."""
    for keys in published_keys(500):
        yield from of(keys)


def count_published() -> int:
    """How many documents ``all_documents`` yields."""
    return sum(model._default_manager.filter(live=True).count() for model in LISTING_MODELS)
