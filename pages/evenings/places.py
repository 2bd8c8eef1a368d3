"""Keeps evenings in step with the facilities they are held in, and their places without them."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from wagtail.models import Revision

from pages.evenings.keeping import keep_in_step
from pages.models import EveningPage
from servicemap.models import Facility


@transaction.atomic
def keep_place(facility: Facility) -> None:
    """Write the place of a facility that is about to go into the evenings held in it.

    Into their drafts and older versions as well. Those who come have been told nothing else, and
    are told nothing now.
    """
    for page in EveningPage.objects.filter(facility=facility).with_place():
        _settle(page)
        page.save(clean=False)
    versions = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(EveningPage), content__facility=facility.pk
    )
    for version in versions:
        page = version.as_object()
        _settle(page)
        version.content = page.serializable_data()
        version.save(update_fields=["content"])


def _settle(page: EveningPage) -> None:
    """Let a page say itself where it is."""
    with translation.override(page.locale.language_code):
        place = page.location
    page.facility = None
    page.place_name = place.place_name
    page.street_address, page.postal_code = place.street_address, place.postal_code
    page.place_municipality = place.municipality
    page.latitude, page.longitude = place.latitude, place.longitude


def follow(facility: Facility) -> None:
    """Let evenings to come know that their facility has another name or address.

    Makes one query where there is no such evening.
    """
    pages = EveningPage.objects.live().filter(facility=facility, alias_of=None).upcoming()
    # Any of the languages stands for all.
    for page in {page.translation_key: page for page in pages}.values():
        keep_in_step(page)


def on_deleting(sender: Any, instance: Facility, **kwargs: Any) -> None:
    """A facility is about to be deleted."""
    keep_place(instance)


def on_saved(sender: Any, instance: Facility, created: bool, **kwargs: Any) -> None:
    """A facility has been saved."""
    if not created:
        follow(instance)
