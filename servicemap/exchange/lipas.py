"""Sports and outdoor facilities from LIPAS (lipas.fi), in the JSON of its API v1 and v2.

v1 has camelCase keys and codes in Finnish words, v2 kebab-case keys and plain codes; a file
may hold both. The texts are Finnish.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from servicemap.models import ListingKind, Price

from . import values
from .files import read_json
from .lipas_terms import ADMINS, EQUIPMENT, OUT_OF_USE, OWNERS
from .rows import BrokenFileError, FieldError, ListingRow, RowError
from .shapes import parse_shape, representative_point, stored_geometry

Keys = Mapping[str, tuple[str, ...]]

_LOCATION: Keys = {
    "location": ("location",),
    "address": ("location", "address"),
    "geometries": ("location", "geometries"),
    "lat": ("location", "coordinates", "wgs84", "lat"),
    "lon": ("location", "coordinates", "wgs84", "lon"),
}
V1: Keys = {
    **_LOCATION,
    "id": ("sportsPlaceId",),
    "type": ("type", "typeCode"),
    "description": ("properties", "infoFi"),
    "phone": ("phoneNumber",),
    "marketing_name": ("marketingName",),
    "booking": ("reservationsLink",),
    "free_use": ("freeUse",),
    "area": ("properties", "areaM2"),
    "postal_code": ("location", "postalCode"),
    "post_office": ("location", "postalOffice"),
    "city": ("location", "city", "cityCode"),
    "city_name": ("location", "city", "name"),
}
V2: Keys = {
    **_LOCATION,
    "id": ("lipas-id",),
    "status": ("status",),
    "type": ("type", "type-code"),
    "name_sv": ("name-localized", "se"),
    "name_en": ("name-localized", "en"),
    "description": ("comment",),
    "phone": ("phone-number",),
    "marketing_name": ("marketing-name",),
    "booking": ("reservations-link",),
    "free_use": ("properties", "free-use?"),
    "area": ("properties", "area-m2"),
    "postal_code": ("location", "postal-code"),
    "post_office": ("location", "postal-office"),
    "city": ("location", "city", "city-code"),
    "city_name": ("location", "city", "city-name"),
}


def read(path: Path) -> Iterator[ListingRow | RowError]:
    """Yield the rows and the errors of an array of sites, or of a page ``{"items": […]}``.

    They are numbered by record, from 1. Raises BrokenFileError if the file is neither.
    """
    document = read_json(path)
    sites = document.get("items") if isinstance(document, dict) else document
    if not isinstance(sites, list):
        raise BrokenFileError(_("The file is neither an array of sites nor a page of them."))
    for number, record in enumerate(sites, start=1):
        yield from _Site(record, number).read()


class _Site:
    """One record: reads field by field and collects what is wrong."""

    def __init__(self, record: Any, number: int) -> None:
        self.record, self.number = record, number
        self.keys = V2 if isinstance(record, dict) and "lipas-id" in record else V1
        self.record_id = ""
        self.errors: list[RowError] = []

    def read(self) -> Iterator[ListingRow | RowError]:
        """Yield the site's row, or its errors."""
        if not isinstance(self.record, dict):
            self._wrong("", _("This is not a site."))
        else:
            self.record_id = self._code("id")
            if not self.record_id:
                self._wrong("id", _("A site needs its LIPAS number."))
            found = self._values()
        if self.errors:
            yield from self.errors
        else:
            yield ListingRow(ListingKind.FACILITY, self.record_id, self.number, found)

    def _values(self) -> dict[str, Any]:
        if self._get("status") in OUT_OF_USE:
            self._wrong("status", _("LIPAS says that this site is not in use."))
        found: dict[str, Any] = {
            "name": self._text("name"),
            "description": self._text("description", lines=True),
            "categories": [f"lipas:{code}" for code in [self._code("type")] if code],
            "website": self._website("www"),
            "email": self._text("email"),
            "phone": self._text("phone"),
            "street_address": self._text("address").strip("- "),
            "postal_code": self._postal_code(),
            "municipality": self._code("city").zfill(3) if self._get("city") else "",
            "locality": self._text("city_name") or self._text("post_office").title(),
            "price": Price.FREE.value if self._get("free_use") is True else "",
            "booking_url": self._booking_page(),
            "operator": self._operator(),
            "equipment": self._equipment(),
            "area_m2": self._area(),
            **self._place(),
        }
        marketing_name = self._text("marketing_name")
        found["keywords"] = [marketing_name] if marketing_name not in ("", found["name"]) else []
        for field in ("name_sv", "name_en"):
            if field in self.keys:
                found[field] = self._text(field)
        if not found["name"]:
            self._wrong("name", _("A listing needs a name."))
        if not found["categories"]:
            self._wrong("type", _("A site needs the code of its type."))
        return found

    def _get(self, key: str) -> Any:
        """Return the value under a key's path; None where the path ends early."""
        value = self.record
        for name in self.keys.get(key, (key,)):
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def _wrong(self, field: str, reason: str) -> None:
        """Note what is wrong with a field: the first reason is enough."""
        if all(error.field != field for error in self.errors):
            self.errors.append(RowError(self.number, self.record_id, field, reason))

    def _text(self, key: str, lines: bool = False) -> str:
        value = self._get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(key, _("This must be text."))
            return ""
        try:
            return values.plain_text(value, key, lines)
        except FieldError as problem:
            self._wrong(key, problem.reason)
            return ""

    def _code(self, key: str) -> str:
        """Return a whole number, given as one or as text, in digits."""
        value = self._get(key)
        if value is None or value == "":
            return ""
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,12}", str(value)):
            self._wrong(key, _("This must be a whole number."))
            return ""
        return str(value)

    def _website(self, key: str) -> str:
        return values.web_address(self._text(key), key)

    def _booking_page(self) -> str:
        """Return the booking link when it is one: people also write names and addresses there."""
        text = self._text("booking")
        looks_right = re.fullmatch(r"(https?://|www\.)[^\s@]+\.[^\s@]+", text, re.IGNORECASE)
        return values.web_address(text, "booking") if looks_right else ""

    def _postal_code(self) -> str:
        try:
            return values.postal_code(self._text("postal_code"))
        except FieldError as problem:
            self._wrong("postal_code", problem.reason)
            return ""

    def _operator(self) -> str:
        """Return who keeps the site, else who owns it."""
        admin, owner = self._text("admin"), self._text("owner")
        return ADMINS.get(admin, admin) or OWNERS.get(owner, owner)

    def _equipment(self) -> str:
        properties = self.record.get("properties")
        if not isinstance(properties, dict):
            return ""
        found = {_bare(name) for name, value in properties.items() if value is True}
        return "\n".join(label for name, label in EQUIPMENT.items() if name in found)

    def _area(self) -> int | None:
        area = self._get("area")
        if isinstance(area, bool) or not isinstance(area, int | float) or not 1 <= area < 10**9:
            return None
        return round(area)

    def _place(self) -> dict[str, Any]:
        """Return the shape and a point on it; of a lone point, the one LIPAS gives.

        For a line or an area LIPAS gives its first vertex, and v2 gives no point at all.
        """
        found: dict[str, Any] = {"point": None, "geometry": None}
        try:
            if self._get("geometries") is not None:
                shape = parse_shape(self._get("geometries"), "geometries")
                found["geometry"] = stored_geometry(shape)
                found["point"] = representative_point(shape)
            latitude, longitude = self._get("lat"), self._get("lon")
            if found["geometry"] is not None:
                return found
            if latitude is not None or longitude is not None:
                parse = {"type": "Point", "coordinates": [longitude, latitude]}
                found["point"] = representative_point(parse_shape(parse, "wgs84"))
        except FieldError as problem:
            self._wrong(problem.field, problem.reason)
        else:
            if found["point"] is None:
                self._wrong("location", _("A site needs a point or a shape."))
        return found


def _bare(name: str) -> str:
    """Return a property's name without the spelling of the API's version."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
