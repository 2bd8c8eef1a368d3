"""What a source wants a listing to be, in terms of this site's registers."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from servicemap.models import ListingKind
from servicemap.places import municipality_at

from .lookup import REGISTERS, Associations, Registers, folded
from .rows import FieldError, ListingRow

Targets = dict[str, Any]
"""Values by field, as plain JSON: what is kept of the source between imports."""

ORGANISER_TEXT = {ListingKind.FACILITY: "operator", ListingKind.ACTIVITY: "organiser_name"}
"""Where the organiser's name goes when it is no association on the map."""

_PLAIN = (
    "name",
    "name_sv",
    "name_en",
    "summary",
    "description",
    "keywords",
    "languages",
    "website",
    "email",
    "phone",
    "street_address",
    "postal_code",
    "price",
    "price_info",
    "registration_number",
    "operator",
    "equipment",
    "booking_url",
    "area_m2",
    "point",
)


def make_targets(
    row: ListingRow,
    registers: Registers,
    associations: Associations,
    stored: Mapping[str, Any],
) -> tuple[Targets, list[FieldError]]:
    """Return the row's values with names looked up, and what could not be.

    ``stored`` is what the source said last time: an organiser that was found then stays
    found, even if editors have renamed the association since.
    """
    targets: Targets = {name: row.values[name] for name in _PLAIN if name in row.values}
    problems: list[FieldError] = []
    for name in REGISTERS:
        if name in row.values:
            try:
                targets[name] = registers.slugs(name, row.values[name])
            except FieldError as problem:
                problems.append(problem)
    try:
        _add_municipality(targets, row, registers)
    except FieldError as problem:
        problems.append(problem)
    try:
        if "organiser" in row.values:
            targets["organiser"] = _organiser(row, associations, stored.get("organiser"))
    except FieldError as problem:
        problems.append(problem)
    if "geometry" in row.values:
        targets["geometry"] = _digest(row.values["geometry"])
    if row.schedules is not None:
        targets["schedules"] = [schedule.as_json() for schedule in row.schedules]
    return targets, problems


def stable_id(row: ListingRow, registers: Registers) -> str:
    """Return an id for a row without one: the same for the same kind, name and municipality."""
    given = row.values.get("municipality", "")
    municipality = registers.municipality_code(given) or folded(given)
    key = "\n".join([row.kind, folded(row.values["name"]), municipality])
    return f"auto-{hashlib.sha256(key.encode()).hexdigest()[:24]}"


def _add_municipality(targets: Targets, row: ListingRow, registers: Registers) -> None:
    """Add the municipality: the one named, else the one the point lies in."""
    given, point = row.values.get("municipality", ""), row.values.get("point")
    if given:
        code = registers.municipality_code(given)
        if code is None and not row.values.get("locality"):
            raise FieldError(
                "municipality", _("Not in the register: %(names)s.") % {"names": given}
            )
    elif point:
        code = municipality_at(*point)
        code = code if code in registers.municipalities else None
    elif "municipality" in row.values:
        code = None
    else:
        return
    targets["municipality"] = code
    locality = row.values.get("locality", "")
    if code is None and locality and "street_address" in targets:
        street = targets["street_address"]
        targets["street_address"] = f"{street}, {locality}" if street else locality


def _organiser(
    row: ListingRow, associations: Associations, stored: Mapping[str, Any] | None
) -> dict[str, Any]:
    given = row.values["organiser"]
    if stored and stored["given"] == given and stored["association"] is not None:
        return dict(stored)
    return {"given": given, "association": associations.find(given) if given else None}


def _digest(geometry: Mapping[str, Any] | None) -> str:
    """Return a short stand-in for a shape, enough to tell whether it has changed."""
    if geometry is None:
        return ""
    return hashlib.sha256(json.dumps(geometry, sort_keys=True).encode()).hexdigest()
