"""What a list says of each of its listings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from search.keys import Key, by_kind
from servicemap.detail import ScheduleRow, contact_listing, schedule_rows
from servicemap.models import LISTING_MODELS, Association, Facility, Listing, ListingKind, Location
from servicemap.models.translation import Text, active_language


@dataclass(frozen=True)
class Entry:
    """A listing of a list; without a listing, nothing is published under the id any more."""

    kind: str
    pk: int
    listing: Listing | None = None
    schedules: Sequence[ScheduleRow] = ()
    phone: str = ""
    email: str = ""

    @property
    def key(self) -> str:
        """The id: “activity-12”."""
        return f"{self.kind}-{self.pk}"

    @property
    def kind_label(self) -> str:
        """The kind in the active language."""
        return str(ListingKind(self.kind).label)

    @property
    def location(self) -> Location | None:
        """Where the listing is."""
        return self.listing.location if self.listing else None

    @property
    def address(self) -> str:
        """The place's name, the street and the town in one line, as far as they are known."""
        if self.location is None:
            return ""
        return ", ".join(filter(None, [self.location.place_name, *self.address_lines]))

    @property
    def address_lines(self) -> list[str]:
        """The street and the town, as far as they are known."""
        location = self.location
        if location is None:
            return []
        town = location.municipality.display_name if location.municipality else ""
        # A postcode without its town is no address.
        postal = f"{location.postal_code} {town}".strip() if town else ""
        return [line for line in (location.street_address, postal) if line]

    @property
    def price(self) -> str:
        """What it costs, in its own words or in general."""
        if self.listing is None:
            return ""
        # Its own words are in the main language.
        return self.listing.price_info or Text(self.listing.get_price_display(), active_language())

    @property
    def times(self) -> list[str]:
        """When, in words, each time with its note."""
        texts = ((row["text"], row["description"]) for row in self.schedules)
        return [" – ".join(filter(None, some)) for some in texts]


def read_entries(keys: Iterable[Key]) -> list[Entry]:
    """Return the list's entries in its order. Makes at most eight queries, however long it is."""
    wanted = list(keys)
    pks = by_kind(wanted)
    found: dict[Key, Entry] = {}
    for model in LISTING_MODELS:
        kind = str(model.kind)
        if kind in pks:
            for listing in _published(model, pks[kind]):
                found[kind, listing.pk] = _entry(listing)
    return [found.get(key) or Entry(*key) for key in wanted]


def _published(model: type[Listing], pks: list[int]) -> QuerySet[Any]:
    related, outlines, children = ["municipality"], ["municipality__outline"], ["contact_points"]
    if model is not Association:
        related.append("organiser")
        children.append("schedules")
    if model not in (Association, Facility):
        related.append("facility__municipality")
        outlines.append("facility__municipality__outline")
    found = model._default_manager.published().filter(pk__in=pks)
    listings: QuerySet[Any] = (
        found.select_related(*related).defer("source_values", *outlines).prefetch_related(*children)
    )
    return listings


def _entry(listing: Listing) -> Entry:
    ways = [listing, *listing.contact_points.all()]
    if organiser := contact_listing(listing):
        ways.append(organiser)
    return Entry(
        str(listing.kind),
        listing.pk,
        listing,
        schedule_rows(listing),
        phone=next((way.phone for way in ways if way.phone), ""),
        email=next((way.email for way in ways if way.email), ""),
    )
