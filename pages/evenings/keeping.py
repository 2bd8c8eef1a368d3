"""Keeps evenings, and their pages in other languages, in step with what editors publish."""

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from pages.evenings import registering
from pages.models import EveningPage
from pages.models.evenings import SHARED_FIELDS, SHARED_RELATIONS
from servicemap.models import Evening


@transaction.atomic
def keep_in_step(page: EveningPage) -> Evening | None:
    """Let the evening say what its published page says; those who wait get places that are new.

    Does nothing of an alias: it says what its own original does.
    """
    original = EveningPage.objects.original(page.translation_key)
    if original is None or not original.live:
        return None
    evening = _kept(original)
    _share(original)
    registering.fill(evening)
    return evening


def _kept(original: EveningPage) -> Evening:
    # In the site's own language whoever publishes: else the same place would seem another.
    with translation.override(settings.LANGUAGE_CODE):
        values = original.evening_values()
    made, is_new = Evening.objects.get_or_create(key=original.translation_key, defaults=values)
    if is_new:
        return made
    evening = Evening.objects.locked(made.pk)
    before = evening.promises
    for name, value in values.items():
        setattr(evening, name, value)
    if evening.promises != before:
        evening.sequence += 1
    if evening.purged_at is not None and evening.ends_at > timezone.now():
        # Held anew: those who were there the last time are forgotten, and not counted twice.
        evening.purged_at, evening.kept_counts = None, {}
    evening.save()
    if evening.promises["starts_at"] != before["starts_at"]:
        evening.registrations.update(reminded_at=None)
    return evening


def _share(original: EveningPage) -> None:
    """Copy to the translations what holds in all languages."""
    family = EveningPage.objects.filter(translation_key=original.translation_key, alias_of=None)
    relations = {name: list(getattr(original, name).all()) for name in SHARED_RELATIONS}
    for other in family.exclude(pk=original.pk):
        differs = any(
            getattr(other, name) != getattr(original, name) for name in _columns()
        ) or any(
            {item.pk for item in getattr(other, name).all()} != {item.pk for item in items}
            for name, items in relations.items()
        )
        if not differs:
            continue
        for name in _columns():
            setattr(other, name, getattr(original, name))
        for name, items in relations.items():
            getattr(other, name).set(items)
        other.save(clean=False)


def _columns() -> list[str]:
    return [EveningPage._meta.get_field(name).attname for name in SHARED_FIELDS]


def forget_without_page(key: uuid.UUID) -> None:
    """Delete an evening, with all who registered, once its last page is deleted."""
    if not EveningPage.objects.filter(translation_key=key).exists():
        Evening.objects.filter(key=key).delete()


def on_published(sender: Any, instance: EveningPage, **kwargs: Any) -> None:
    """A page has been published."""
    keep_in_step(instance)


def on_deleted(sender: Any, instance: EveningPage, **kwargs: Any) -> None:
    """A page has been deleted."""
    forget_without_page(instance.translation_key)
