"""Keeps the index in step with the database, inside the same transaction."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete

from search import documents
from search.batches import batched
from search.engines import get_engine
from servicemap.models import (
    LISTING_MODELS,
    AccessibilityFeature,
    Activity,
    Association,
    Category,
    Facility,
    Listing,
    Municipality,
    TargetGroup,
    Theme,
    listings_changed,
)

CHUNK = 200
"""Listings read at a time."""

REGISTERS = (Municipality, Category, TargetGroup, Theme, AccessibilityFeature)


def connect() -> None:
    """Listen to listings and registers."""
    listings_changed.connect(_on_listings_changed, dispatch_uid="search.listings_changed")
    for listing_model in LISTING_MODELS:
        name = f"search.{listing_model.kind}"
        pre_delete.connect(_before_listing_deleted, sender=listing_model, dispatch_uid=name)
        post_delete.connect(_on_listing_deleted, sender=listing_model, dispatch_uid=name)
    for register in REGISTERS:
        name = f"search.{register.__name__}"
        post_save.connect(_on_register_saved, sender=register, dispatch_uid=name)
        pre_delete.connect(_before_register_deleted, sender=register, dispatch_uid=name)
        post_delete.connect(_on_register_deleted, sender=register, dispatch_uid=name)


def _on_listings_changed(sender: type[Listing], ids: list[int], **kwargs: Any) -> None:
    refresh(sender, ids)
    refresh_dependents(sender, ids)


def _before_listing_deleted(instance: Any, **kwargs: Any) -> None:
    """Remember who shows the listing: afterwards nothing in the database tells."""
    instance.shown_by = _dependents(type(instance), [instance.pk])


def _on_listing_deleted(instance: Any, **kwargs: Any) -> None:
    get_engine().remove([(str(instance.kind), instance.pk)])
    for model, ids in instance.shown_by.items():
        refresh(model, ids)


def _on_register_saved(instance: Model, created: bool, **kwargs: Any) -> None:
    if not created:
        refresh_classified(instance)


def _before_register_deleted(instance: Any, **kwargs: Any) -> None:
    """Remember who shows the entry: afterwards nothing in the database tells."""
    instance.shown_by = {model: _classified_by(model, instance) for model in LISTING_MODELS}


def _on_register_deleted(instance: Any, **kwargs: Any) -> None:
    for model, ids in instance.shown_by.items():
        refresh(model, ids)


def refresh(model: type[Listing], ids: Iterable[int]) -> None:
    """Bring the documents of these listings up to date: add, replace or take out."""
    engine = get_engine()
    for some in batched(ids, CHUNK):
        with engine.writing():
            built = documents.of_kind(model, some)
            engine.update(built)
            found = {document.object_id for document in built}
            engine.remove((str(model.kind), pk) for pk in some if pk not in found)


def refresh_dependents(model: type[Listing], ids: list[int]) -> None:
    """Bring up to date what shows these listings' names or places."""
    for dependent, found in _dependents(model, ids).items():
        refresh(dependent, found)


def _dependents(model: type[Listing], ids: list[int]) -> dict[type[Listing], list[int]]:
    if model is Association:
        return {
            Facility: _keys(Facility, organiser__in=ids),
            Activity: _keys(Activity, organiser__in=ids),
        }
    if model is Facility:
        return {Activity: _keys(Activity, facility__in=ids)}
    return {}


def _keys(model: type[Listing], **lookups: Any) -> list[int]:
    return list(model._default_manager.filter(live=True, **lookups).values_list("pk", flat=True))


def refresh_classified(register: Model) -> None:
    """Bring up to date every listing that shows this entry of a register."""
    for model in LISTING_MODELS:
        refresh(model, _classified_by(model, register))


def _classified_by(model: type[Listing], register: Model) -> list[int]:
    listings = model._default_manager.filter(live=True)
    if isinstance(register, Category):
        found = listings.filter(categories__in=register.branch())
    elif isinstance(register, TargetGroup):
        found = listings.filter(target_groups=register)
    elif isinstance(register, Theme):
        found = listings.filter(themes=register)
    elif isinstance(register, AccessibilityFeature):
        found = listings.filter(accessibility=register)
    elif model is Activity:
        found = listings.filter(municipality=register) | listings.filter(
            facility__municipality=register
        )
    else:
        found = listings.filter(municipality=register)
    return list(found.values_list("pk", flat=True).distinct())
