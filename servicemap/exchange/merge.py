"""Three-way merge: what the source has changed since last time goes into the listing.

What an editor has changed and the source has not, stays as the editor left it. In lists
(categories, keywords, schedules …) this holds for each entry.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from servicemap.models import Listing, Schedule

from .lookup import REGISTERS, Registers
from .rows import ListingRow, ScheduleValues
from .targets import ORGANISER_TEXT, Targets


def changed_fields(targets: Targets, stored: Mapping[str, Any]) -> list[str]:
    """Return the fields of which the source says something else than last time."""
    return [name for name, value in targets.items() if name not in stored or stored[name] != value]


def apply(
    listing: Listing, row: ListingRow, targets: Targets, fields: Iterable[str], registers: Registers
) -> bool:
    """Bring the fields up to date, in memory, and tell whether the listing changed at all."""
    changes = [_apply_field(listing, row, targets, name, registers) for name in fields]
    return any(changes)


def _apply_field(
    listing: Listing, row: ListingRow, targets: Targets, name: str, registers: Registers
) -> bool:
    value, stored = targets[name], listing.source_values.get(name)
    if name in REGISTERS:
        return _apply_entries(listing, name, value, stored or [], registers)
    if name == "schedules":
        return _apply_schedules(listing, row.schedules or (), stored or [])
    if name == "keywords":
        merged = _merged(listing.keyword_list, stored or [], value)
        return _set(listing, keywords=", ".join(merged))
    if name == "languages":
        return _set(listing, languages=_merged(listing.languages, stored or [], value))
    if name == "point":
        latitude, longitude = value or (None, None)
        return _set(listing, latitude=latitude, longitude=longitude)
    if name == "municipality":
        municipality = registers.municipalities[value] if value else None
        return _set(listing, municipality=municipality)
    if name == "organiser":
        association = value["association"]
        text = value["given"] if association is None else ""
        return _set(listing, **{"organiser_id": association, ORGANISER_TEXT[row.kind]: text})
    if name == "geometry":
        return _set(listing, geometry=row.values["geometry"])
    return _set(listing, **{name: value})


def _set(listing: Listing, **values: Any) -> bool:
    changed = False
    for name, value in values.items():
        if getattr(listing, name) != value:
            setattr(listing, name, value)
            changed = True
    return changed


def _merged(current: list[Any], stored: list[Any], value: list[Any]) -> list[Any]:
    """Return the current entries without those the source dropped and with those it added."""
    kept = [item for item in current if item in value or item not in stored]
    return kept + [item for item in value if item not in stored and item not in current]


def _apply_entries(
    listing: Listing, name: str, value: list[str], stored: list[str], registers: Registers
) -> bool:
    manager = getattr(listing, name)
    current = [entry.slug for entry in manager.all()] if listing.pk else []
    merged = _merged(current, stored, value)
    if merged == current:
        return False
    manager.set([registers.entries[name][slug] for slug in merged])
    return True


def _apply_schedules(
    listing: Listing, value: tuple[ScheduleValues, ...], stored: list[dict[str, Any]]
) -> bool:
    manager: Any = listing.schedules
    current = list(manager.all()) if listing.pk else []
    known = [ScheduleValues.of(schedule).as_json() for schedule in current]
    wanted = [schedule.as_json() for schedule in value]
    kept = [
        schedule
        for schedule, plain in zip(current, known, strict=True)
        if plain in wanted or plain not in stored
    ]
    added = [
        Schedule(**vars(schedule))
        for schedule, plain in zip(value, wanted, strict=True)
        if plain not in stored and plain not in known
    ]
    if not added and len(kept) == len(current):
        return False
    manager.set([*kept, *added])
    return True
