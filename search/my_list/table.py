"""A list as a table for a spreadsheet."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from search.my_list.entries import Entry
from servicemap.models import Listing
from servicemap.spreadsheets import csv_lines


def table_text(entries: Iterable[Entry], absolute: Callable[[str], str]) -> str:
    """Return the published entries as CSV in the active language, the columns named."""
    return "".join(csv_lines(_rows(entries, absolute)))


def _rows(entries: Iterable[Entry], absolute: Callable[[str], str]) -> Iterator[list[str]]:
    yield [
        _("Name"),
        _("Kind"),
        _("When"),
        _("Place"),
        _("Street address"),
        _("Postcode"),
        _("Municipality"),
        _("Phone"),
        _("E-mail"),
        _("Website"),
        _("Price"),
        _("Page"),
    ]
    for entry in entries:
        if entry.listing is not None:
            yield _row(entry, entry.listing, absolute)


def _row(entry: Entry, listing: Listing, absolute: Callable[[str], str]) -> list[str]:
    location = listing.location
    return [
        listing.display_name,
        entry.kind_label,
        "; ".join(entry.times),
        location.place_name,
        location.street_address,
        location.postal_code,
        location.municipality.display_name if location.municipality else "",
        entry.phone,
        entry.email,
        listing.website,
        entry.price,
        absolute(listing.get_absolute_url()),
    ]
