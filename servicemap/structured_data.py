"""What a listing's page says to machines: schema.org, as JSON-LD.

Nothing that the page does not show, and no person by name: a role's address is enough.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .json_ld import Node, as_json_ld
from .models import Activity, Association, Facility, Listing, Location, Price, Schedule
from .models.schedules import next_of
from .structured_times import event_schedules, opening_hours

LIPAS_TYPES = {
    "101": "Park",
    "102": "Park",
    "111": "Park",
    "202": "Campground",
    "1350": "StadiumOrArena",
    "1370": "TennisComplex",
    "1650": "GolfCourse",
    "2110": "ExerciseGym",
    "2120": "ExerciseGym",
    "2220": "StadiumOrArena",
    "2280": "TennisComplex",
    "2610": "BowlingAlley",
    "3110": "PublicSwimmingPool",
    "3120": "PublicSwimmingPool",
    "3210": "PublicSwimmingPool",
    "3220": "Beach",
    "3230": "Beach",
    "4110": "SkiResort",
    "5110": "StadiumOrArena",
}
"""LIPAS facility types that schema.org has a word for; any other is a Place."""


class Absolute(Protocol):
    """Makes a whole address of a path, as ``public_address`` does."""

    def __call__(self, location: str, /) -> str: ...


@dataclass(frozen=True)
class _Describer:
    """Describes listings, with whole addresses."""

    absolute: Absolute

    def node(self, listing: Listing, schedules: list[Schedule]) -> Node | None:
        """Return the listing itself; None for an activity whose times are not known."""
        if isinstance(listing, Association):
            return self.association(listing)
        if isinstance(listing, Facility):
            return self.facility(listing, schedules)
        if isinstance(listing, Activity):
            return self.activity(listing, schedules)
        return None

    def common(self, listing: Listing, kind: str) -> Node:
        return {
            "@type": kind,
            "@id": self.absolute(listing.get_absolute_url()) + f"#{listing.kind}",
            "name": listing.display_name,
            "url": self.absolute(listing.get_absolute_url()),
            "description": listing.display_summary or listing.display_description,
            "sameAs": listing.website,
        }

    def association(self, association: Association) -> Node:
        areas = [area.display_name for area in association.service_area.all()]
        roles = [
            {
                "@type": "ContactPoint",
                "contactType": contact.title,
                "email": contact.email,
                "telephone": contact.phone,
            }
            for contact in association.contact_points.all()
            if not contact.name and (contact.email or contact.phone)
        ]
        number, location = association.registration_number, association.location
        return self.common(association, "NGO") | {
            "email": association.email,
            "telephone": association.phone,
            "address": address(location),
            "location": (place(location, association.display_name) if location.is_on_map else None),
            "areaServed": [{"@type": "AdministrativeArea", "name": name} for name in areas],
            "foundingDate": str(association.founded_year or ""),
            "identifier": number
            and {"@type": "PropertyValue", "name": _("Registration number"), "value": number},
            "knowsLanguage": list(association.languages),
            "contactPoint": roles,
        }

    def facility(self, facility: Facility, schedules: list[Schedule]) -> Node:
        location = facility.location
        codes = [item.code for item in facility.categories.all() if item.scheme == "lipas"]
        kind = next((LIPAS_TYPES[code] for code in codes if code in LIPAS_TYPES), "Place")
        regular, special = opening_hours(schedules, timezone.localdate())
        return self.common(facility, kind) | {
            "telephone": facility.phone,
            "address": address(location),
            "geo": geo(location),
            "openingHoursSpecification": regular,
            "specialOpeningHoursSpecification": special,
            "amenityFeature": [
                {
                    "@type": "LocationFeatureSpecification",
                    "name": feature.display_name,
                    "value": True,
                }
                for feature in facility.accessibility.all()
            ],
            "isAccessibleForFree": is_free(facility),
            "maximumAttendeeCapacity": facility.capacity,
        }

    def activity(self, activity: Activity, schedules: list[Schedule]) -> Node | None:
        if not schedules:
            return None
        # What is over still was: the event keeps its first day.
        coming = next_of(schedules)
        first = min(schedules, key=lambda schedule: schedule.dtstart)
        location = activity.location
        where = place(location, location.place_name or activity.display_name)
        if activity.facility is not None and activity.facility.live:
            where["url"] = self.absolute(activity.facility.get_absolute_url())
        return self.common(activity, "Event") | {
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "startDate": (
                moment(coming.starts, coming.all_day) if coming else first.dtstart.isoformat()
            ),
            "endDate": (
                moment(coming.ends, coming.all_day, is_end=True)
                if coming and coming.ends > coming.starts
                else None
            ),
            "eventSchedule": event_schedules(schedules),
            "location": where,
            "organizer": self.organizer(activity),
            "isAccessibleForFree": is_free(activity),
            "inLanguage": list(activity.languages),
            "typicalAgeRange": age_range(activity),
            "audience": [
                {"@type": "Audience", "audienceType": group.display_name}
                for group in activity.target_groups.all()
            ],
        }

    def organizer(self, activity: Activity) -> Node | None:
        """The association, with its page if residents see it, or whoever is named."""
        organiser = activity.organiser
        if organiser is None:
            name = activity.organiser_name
            return {"@type": "Organization", "name": name} if name else None
        node: Node = {"@type": "NGO", "name": organiser.display_name}
        if organiser.live:
            node["url"] = self.absolute(organiser.get_absolute_url())
        return node

    def breadcrumbs(self, listing: Listing) -> Node:
        """The way that the page itself shows."""
        steps = [
            (_("Search and map"), reverse("search")),
            (listing.display_name, listing.get_absolute_url()),
        ]
        return breadcrumbs(steps, self.absolute)


def breadcrumbs(steps: Iterable[tuple[str, str]], absolute: Absolute) -> Node:
    """The way from the home page through pages with a name and a path."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(
                [(_("Home"), f"/{get_language()}/"), *steps], start=1
            )
        ],
    }


def age_range(activity: Activity) -> str:
    """Return “7-12”, “65-”, “-18” or nothing, as schema.org writes ages."""
    if activity.age_min is None and activity.age_max is None:
        return ""
    youngest = "" if activity.age_min is None else activity.age_min
    oldest = "" if activity.age_max is None else activity.age_max
    return f"{youngest}-{oldest}"


def is_free(listing: Listing) -> bool | None:
    """Whether it is free of charge; None when that is not known."""
    return listing.price == Price.FREE if listing.price else None


def moment(value: datetime.datetime, all_day: bool, *, is_end: bool = False) -> str:
    """Write a moment with its offset; a whole day as its date, the last one for an end."""
    if not all_day:
        return value.isoformat()
    return (value.date() - datetime.timedelta(days=1 if is_end else 0)).isoformat()


def geo(location: Location) -> Node | None:
    """The point in degrees WGS84."""
    if not location.is_on_map:
        return None
    return {
        "@type": "GeoCoordinates",
        "latitude": location.latitude,
        "longitude": location.longitude,
    }


def address(location: Location) -> Node | None:
    """The address as far as it is known."""
    if not (location.street_address or location.municipality):
        return None
    town = location.municipality.display_name if location.municipality else ""
    return {
        "@type": "PostalAddress",
        "streetAddress": location.street_address,
        "postalCode": location.postal_code,
        "addressLocality": town,
        "addressCountry": "FI",
    }


def place(location: Location, name: str) -> Node:
    """A place by its name, address and point."""
    return {"@type": "Place", "name": name, "address": address(location), "geo": geo(location)}


def structured_data(
    listing: Listing, schedules: Iterable[Schedule], absolute: Absolute
) -> SafeString:
    """Return the listing and the way to it as JSON, safe inside a script element."""
    describer = _Describer(absolute)
    nodes = [describer.node(listing, list(schedules)), describer.breadcrumbs(listing)]
    return as_json_ld(nodes)
