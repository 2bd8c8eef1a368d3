"""What the page of a listing shows: the same for the public page and for previews."""

import datetime
from dataclasses import dataclass
from typing import Any, TypedDict

from django.db.models import Q

from .models import Activity, Association, ContactPerson, Facility, Listing, Schedule
from .models.fields import WEEKDAY_CODES
from .models.listings import SERVICE_LANGUAGES
from .models.schedules import next_of
from .opening import opening_of
from .querysets import ListingQuerySet
from .schedule_text import describe

NEARBY_RADIUS_M = 2_000
NEARBY_COUNT = 4
SIMILAR_COUNT = 4
TIMES_SHOWN = 3
"""How many times of an activity the page of another listing names."""


class ScheduleRow(TypedDict):
    """A schedule in words: when, the start of its next occurrence, and its note.

    Midnight stands for the whole day. ``once`` tells that the words name its only day.
    """

    text: str
    once: bool
    next: datetime.datetime | None
    description: str


def shown_schedules(listing: Listing) -> list[Schedule]:
    """Return the listing's times; those that are over only if nothing is to come."""
    if not isinstance(listing, (Activity, Facility)):
        return []
    schedules: list[Schedule] = sorted(listing.schedules.all(), key=in_the_week)
    return [schedule for schedule in schedules if schedule.next_occurrence()] or schedules


def schedule_rows(listing: Listing) -> list[ScheduleRow]:
    """Return the times that are shown in words."""
    return [_row(schedule) for schedule in shown_schedules(listing)]


def in_the_week(schedule: Schedule) -> tuple[int, datetime.date, datetime.time, datetime.date]:
    """Order by the first weekday of a weekly time and the hour; what is not weekly comes after."""
    opens_at = schedule.opens_at or datetime.time.min
    if schedule.freq != Schedule.Freq.WEEKLY:
        return 7, schedule.dtstart, opens_at, schedule.dtstart
    days = [WEEKDAY_CODES.index(code) for code in schedule.byday.split(",") if code]
    first = min(days, default=schedule.dtstart.weekday())
    return first, datetime.date.min, opens_at, schedule.dtstart


def _row(schedule: Schedule) -> ScheduleRow:
    occurrence = schedule.next_occurrence()
    return {
        "text": describe(schedule),
        "once": not schedule.freq,
        "next": occurrence.starts if occurrence else None,
        "description": schedule.description,
    }


@dataclass(frozen=True)
class RelatedActivity:
    """An activity of another listing: its times in words, and the next unless they say it."""

    listing: Activity
    times: str
    next: datetime.datetime | None


def related_activities(listing: Listing) -> list[RelatedActivity]:
    """Return the published activities of an association or in a facility. Makes two queries."""
    if isinstance(listing, Association):
        owned = Q(organiser_id=listing.pk)
    elif isinstance(listing, Facility):
        owned = Q(facility_id=listing.pk)
    else:
        return []
    if listing.pk is None:
        return []
    activities = Activity.objects.published().filter(owned).select_related("municipality")
    return [_with_times(activity) for activity in activities.prefetch_related("schedules")]


def _with_times(activity: Activity) -> RelatedActivity:
    shown = shown_schedules(activity)
    coming = next_of(shown)
    is_once = len(shown) == 1 and not shown[0].freq
    return RelatedActivity(
        listing=activity,
        times="; ".join(describe(schedule) for schedule in shown[:TIMES_SHOWN]),
        next=coming.starts if coming and not is_once else None,
    )


def related_facilities(listing: Listing) -> list[Facility]:
    """Return the published facilities where an association acts. Makes one query.

    Those it answers for, and those in which its published activities take place.
    """
    if not isinstance(listing, Association) or listing.pk is None:
        return []
    used = Activity.objects.published().filter(organiser_id=listing.pk).values("facility_id")
    own = Q(organiser_id=listing.pk) | Q(pk__in=used)
    return list(Facility.objects.published().filter(own).select_related("municipality"))


def similar_listings(listing: Listing) -> list[Listing]:
    """Return a few published listings of the same kind and topics. Makes one query.

    Those of the same municipality come first. What an association organises or a facility holds
    is of another kind, so nothing is listed twice but what is also nearby.
    """
    categories = [category.pk for category in listing.categories.all()]
    if not categories:
        return []
    others: ListingQuerySet = type(listing)._default_manager.published()
    if listing.pk is not None:
        others = others.exclude(pk=listing.pk)
    similar = others.similar_to(categories, listing.municipality_id)
    return list(similar.select_related("municipality")[:SIMILAR_COUNT])


def nearby_facilities(listing: Listing) -> list[Facility]:
    """Return the nearest published facilities, with ``distance_m``. Makes one query.

    A facility is not near itself, nor is the one an activity takes place in.
    """
    location = listing.location
    if location.latitude is None or location.longitude is None:
        return []
    facilities = Facility.objects.published().near(
        location.latitude, location.longitude, NEARBY_RADIUS_M
    )
    if isinstance(listing, Facility) and listing.pk is not None:
        facilities = facilities.exclude(pk=listing.pk)
    if isinstance(listing, Activity) and listing.facility_id is not None:
        facilities = facilities.exclude(pk=listing.facility_id)
    return list(facilities.select_related("municipality")[:NEARBY_COUNT])


def contact_listing(listing: Listing) -> Association | None:
    """Return the association to turn to about a listing: its organiser, if residents see it."""
    organiser = listing.organiser if isinstance(listing, Activity | Facility) else None
    return organiser if organiser is not None and organiser.live else None


def municipal_contact(listing: Listing) -> ContactPerson | None:
    """Return whom in the municipality those who keep the listing may ask. One query at most."""
    if not isinstance(listing, Association | Facility):
        return None
    return ContactPerson.objects.all().best_for(listing)


def service_languages(listing: Listing) -> list[Any]:
    """The names of the languages in which one is served."""
    names = dict(SERVICE_LANGUAGES)
    return [names[code] for code in listing.languages if code in names]


def detail_context(listing: Listing) -> dict[str, Any]:
    """Return the context of ``servicemap/listing_detail.html``.

    The listing may be unsaved, with children that are only in memory.
    """
    facilities = related_facilities(listing)
    similar = similar_listings(listing)
    shown = {item.pk for item in [*facilities, *similar] if isinstance(item, Facility)}
    return {
        "listing": listing,
        "kind": str(listing.kind),
        "schedules": schedule_rows(listing),
        "opening": opening_of(listing.schedules.all()) if isinstance(listing, Facility) else None,
        "contact_points": list(listing.contact_points.all()),
        "contact_listing": contact_listing(listing),
        "municipal_contact": municipal_contact(listing),
        "service_languages": service_languages(listing),
        "activities": related_activities(listing),
        "facilities": facilities,
        "similar": similar,
        "nearby": [item for item in nearby_facilities(listing) if item.pk not in shown],
    }
