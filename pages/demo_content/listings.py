"""The demo's associations, facilities and activities, from ``servicemap/demo``."""

import datetime
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

import servicemap
from servicemap.models import (
    AccessibilityFeature,
    Activity,
    Association,
    Category,
    ContactPoint,
    Facility,
    Listing,
    Municipality,
    Schedule,
    TargetGroup,
    Theme,
    gathered_changes,
)
from servicemap.recurrence import dates

SOURCE = "demo"
CONTENT = Path(servicemap.__file__).parent / "demo"

PLAIN_FIELDS = {
    *(
        f"{field}{language}"
        for field in ("name", "summary", "description", "easy_language")
        for language in ("", "_sv", "_en")
    ),
    *("keywords", "languages", "website", "email", "phone", "price", "price_info"),
    *("street_address", "postal_code", "latitude", "longitude"),
    *("founded_year", "registration_number", "joining"),
    *("operator", "capacity", "area_m2", "equipment"),
    *("booking_url", "booking_info", "for_associations"),
    *("organiser_name", "registration_required", "registration_url", "age_min", "age_max"),
}
"""What is taken as it is written."""


def is_loaded() -> bool:
    """Whether the demo is there. It is loaded whole; what people have deleted since stays so."""
    return any(model._default_manager.filter(source=SOURCE).exists() for model in KINDS)


class ContentError(ValueError):
    """The demo's files say something that cannot be loaded."""


def read_listings() -> dict[str, list[dict[str, Any]]]:
    """Return the files' rows by kind; raises ContentError if one kind has a slug twice."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(CONTENT.glob("*.toml")):
        for kind, found in tomllib.loads(path.read_text(encoding="utf-8")).items():
            rows.setdefault(kind, []).extend(found)
    for kind, found in rows.items():
        slugs = [row["slug"] for row in found]
        twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
        if twice:
            raise ContentError(f"{kind}: more than once: {', '.join(twice)}")
    return rows


@dataclass(frozen=True)
class _References:
    """What the files' slugs and codes stand for."""

    municipality: dict[str, Any]
    categories: dict[str, Any]
    target_groups: dict[str, Any]
    themes: dict[str, Any]
    accessibility: dict[str, Any]
    organiser: dict[str, Any]
    facility: dict[str, Any]

    @property
    def service_area(self) -> dict[str, Any]:
        """Municipalities again."""
        return self.municipality

    def one(self, field: str, key: str) -> Any:
        """Return what ``key`` stands for in ``field``; raises ContentError if nothing."""
        try:
            return getattr(self, field)[key]
        except KeyError:
            raise ContentError(f"{field}: there is no “{key}”") from None


def _by_slug(entries: Iterable[Any]) -> dict[str, Any]:
    """Return entries by slug; what came from the demo's files by the slug it has there."""
    return {
        entry.source_id if getattr(entry, "source", "") == SOURCE else entry.slug: entry
        for entry in entries
    }


def _references() -> _References:
    return _References(
        municipality={entry.code: entry for entry in Municipality.objects.all()},
        categories=_by_slug(Category.objects.all()),
        target_groups=_by_slug(TargetGroup.objects.all()),
        themes=_by_slug(Theme.objects.all()),
        accessibility=_by_slug(AccessibilityFeature.objects.all()),
        organiser=_by_slug(Association.objects.all()),
        facility=_by_slug(Facility.objects.all()),
    )


def load_listings(
    model: type[Listing], rows: Iterable[dict[str, Any]], today: datetime.date
) -> int:
    """Create the rows that are not there yet, published; return how many.

    Raises ContentError, which names the row, if one refers to something unknown.
    """
    there = set(model._default_manager.filter(source=SOURCE).values_list("source_id", flat=True))
    missing = [row for row in rows if row["slug"] not in there]
    if not missing:
        return 0
    references = _references()
    taken = set(model._default_manager.values_list("slug", flat=True))
    with transaction.atomic(), gathered_changes():
        for row in missing:
            try:
                listing = _listing(model, row, references, today)
            except ContentError as error:
                raise ContentError(f"{model.kind} {row['slug']}: {error}") from error
            # Somebody else's listing keeps its address; this one gets another made of its name.
            listing.slug = "" if row["slug"] in taken else row["slug"]
            _publish(listing)
    return len(missing)


def _listing(
    model: type[Listing], row: dict[str, Any], references: _References, today: datetime.date
) -> Listing:
    listing = model(source=SOURCE, source_id=row["slug"])
    for field, value in row.items():
        if field in PLAIN_FIELDS and hasattr(listing, field):
            setattr(listing, field, value.strip() if isinstance(value, str) else value)
        elif field in {"municipality", "organiser", "facility"}:
            setattr(listing, field, references.one(field, value))
        elif field in {"categories", "target_groups", "themes", "accessibility", "service_area"}:
            setattr(listing, field, [references.one(field, key) for key in value])
        elif field == "confirmed_days_ago":
            listing.confirmed_on = today - datetime.timedelta(days=value)
        elif field == "contact_points":
            listing.contact_points = [ContactPoint(**contact) for contact in value]
        elif field == "schedules":
            listing.schedules = [_schedule(schedule, today) for schedule in value]
        elif field != "slug":
            raise ContentError(f"“{field}” is not known")
    return listing


def _schedule(row: dict[str, Any], today: datetime.date) -> Schedule:
    """Make a schedule; days are counted from ``today``, times are like 17:30."""
    values = dict(row)
    start = today + datetime.timedelta(days=values.pop("start_offset_days"))
    until = values.pop("until_offset_days", None)
    if until is not None:
        values["until"] = today + datetime.timedelta(days=until)
    for field in ("opens_at", "closes_at"):
        if field in values:
            values[field] = datetime.time.fromisoformat(values[field])
    schedule = Schedule(dtstart=start, **values)
    # The first day is a day on which it takes place, not just the day the rule is from.
    schedule.dtstart = next(
        dates(schedule.recurrence, start, start, start + datetime.timedelta(days=366)), start
    )
    return schedule


def _publish(listing: Any) -> None:
    """Save the listing live, with the first revision of its history."""
    # The database itself looks after the constraints.
    listing.full_clean(validate_constraints=False)
    for child in [*listing.contact_points.all(), *_schedules(listing)]:
        child.clean()
    listing.save_as_published()


def _schedules(listing: Any) -> list[Schedule]:
    return [] if isinstance(listing, Association) else list(listing.schedules.all())


KINDS: tuple[type[Listing], ...] = (Association, Facility, Activity)
"""In the order in which they may refer to each other."""
