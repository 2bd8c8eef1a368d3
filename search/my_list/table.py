"""A list as a table for a spreadsheet."""

import csv
import io
import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from search.my_list.entries import Entry
from servicemap.models import Listing

MARK = "\ufeff"
"""By it a spreadsheet knows that the file is UTF-8."""

SEPARATOR = ";"
"""What a spreadsheet expects where the decimal mark is a comma."""

_FORMULA = re.compile(r"[=+\-@\t\r]")
_PHONE = re.compile(r"\+[0-9 ()/-]+")


def table_text(entries: Iterable[Entry], absolute: Callable[[str], str]) -> str:
    """Return the published entries as CSV in the active language, the columns named."""
    file = io.StringIO()
    rows = csv.writer(file, delimiter=SEPARATOR)
    rows.writerow(
        [
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
    )
    for entry in entries:
        if entry.listing is not None:
            rows.writerow([_cell(text) for text in _row(entry, entry.listing, absolute)])
    return MARK + file.getvalue()


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


def _cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; a phone number may begin with +."""
    return f"'{text}" if _FORMULA.match(text) and not _PHONE.fullmatch(text) else text
