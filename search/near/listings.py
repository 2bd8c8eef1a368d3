"""Where published listings say that something is: their street addresses and their names."""

import re
from dataclasses import dataclass, replace
from typing import Any

from servicemap.models import LISTING_MODELS

MOST = 200
"""Listings of one kind that are looked at for one street."""

_ADDRESS = re.compile(r"(?P<street>[^\W\d][^\d,;]*?)(?:\s+(?P<number>\d{1,4})\b.*)?")


@dataclass(frozen=True)
class Spot:
    """A point in degrees WGS84 under the name or address that listings give it.

    It is not ``exact`` where it stands for another address of the same street.
    """

    name: str
    municipality: str
    latitude: float
    longitude: float
    exact: bool = True


def at_address(text: str, municipality: str) -> Spot | None:
    """Return the address that is named, or the known one of its street that is nearest by number.

    ``municipality`` is a code, or empty for any. Makes one query for each kind of listing.
    """
    match = _ADDRESS.fullmatch(text.strip())
    if not match:
        return None
    street, number = match["street"].strip(), int(match["number"] or 0)
    # Whatever the database folds: names of streets begin with a capital letter.
    begins = street[:1].upper() + street[1:]
    exact = re.compile(rf"{re.escape(street)}(?:\s+(\d+)\b.*)?", re.I)
    found: list[tuple[int, Spot]] = []
    for row in _located(municipality, street_address__istartswith=begins):
        name, *_rest = row
        if own := exact.fullmatch(name):
            away = abs(int(own[1] or 0) - number)
            found.append((away, replace(Spot(*row), exact=not (number and away))))
    return min(found, key=lambda each: (each[0], each[1].name), default=(0, None))[1]


def _located(municipality: str, **where: str) -> list[tuple[Any, ...]]:
    """Return address or name, municipality's code, latitude and longitude."""
    shown = "street_address" if "street_address__istartswith" in where else "name"
    rows: list[tuple[Any, ...]] = []
    for model in LISTING_MODELS:
        listings = model._default_manager.published().filter(latitude__isnull=False, **where)
        if municipality:
            listings = listings.filter(municipality__code=municipality)
        rows += listings.values_list(shown, "municipality__code", "latitude", "longitude")[:MOST]
    return rows


def named(text: str, municipality: str) -> Spot | None:
    """Return the point of a listing of this very name. Makes one query for each kind."""
    begins = text[:1].upper() + text[1:]
    rows = _located(municipality, name__istartswith=begins)
    for row in sorted(rows, key=lambda row: (len(row[0]), row[0])):
        if row[0].casefold() == text.casefold():
            return Spot(*row)
    return None
