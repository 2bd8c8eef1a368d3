"""What a page says to machines: valid schema.org, and nothing that people do not see."""

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from servicemap.models import Listing
from tests.factories import (
    AccessibilityFeatureFactory,
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    ContactPointFactory,
    FacilityFactory,
    MunicipalityFactory,
    ScheduleFactory,
    TargetGroupFactory,
)

pytestmark = pytest.mark.django_db

# From schema.org's vocabulary, release 28: the types used here with their parents, and properties
# with the types they may have. “Text” stands for any string, “URL” for an absolute address.
PARENTS = {
    "Organization": ["Thing"],
    "NGO": ["Organization"],
    "GovernmentOrganization": ["Organization"],
    "Place": ["Thing"],
    "AdministrativeArea": ["Place"],
    "CivicStructure": ["Place"],
    "Park": ["CivicStructure"],
    "Beach": ["CivicStructure"],
    "LocalBusiness": ["Organization", "Place"],
    "SportsActivityLocation": ["LocalBusiness"],
    "PublicSwimmingPool": ["SportsActivityLocation"],
    "Event": ["Thing"],
    "Intangible": ["Thing"],
    "Schedule": ["Intangible"],
    "Audience": ["Intangible"],
    "BreadcrumbList": ["ItemList"],
    "ItemList": ["Intangible"],
    "ListItem": ["Intangible"],
    "StructuredValue": ["Intangible"],
    "ContactPoint": ["StructuredValue"],
    "PostalAddress": ["ContactPoint"],
    "GeoCoordinates": ["StructuredValue"],
    "OpeningHoursSpecification": ["StructuredValue"],
    "PropertyValue": ["StructuredValue"],
    "LocationFeatureSpecification": ["PropertyValue"],
}
PROPERTIES: dict[str, dict[str, list[str]]] = {
    "Thing": {
        "name": ["Text"],
        "description": ["Text"],
        "url": ["URL"],
        "sameAs": ["URL"],
        "identifier": ["PropertyValue", "Text", "URL"],
    },
    "Organization": {
        "email": ["Text"],
        "telephone": ["Text"],
        "address": ["PostalAddress", "Text"],
        "location": ["Place", "PostalAddress", "Text"],
        "areaServed": ["AdministrativeArea", "Place", "Text"],
        "foundingDate": ["Date"],
        "knowsLanguage": ["Text"],
        "contactPoint": ["ContactPoint"],
    },
    "Place": {
        "telephone": ["Text"],
        "address": ["PostalAddress", "Text"],
        "geo": ["GeoCoordinates"],
        "openingHoursSpecification": ["OpeningHoursSpecification"],
        "specialOpeningHoursSpecification": ["OpeningHoursSpecification"],
        "amenityFeature": ["LocationFeatureSpecification"],
        "isAccessibleForFree": ["Boolean"],
        "maximumAttendeeCapacity": ["Integer"],
    },
    "Event": {
        "startDate": ["Date", "DateTime"],
        "endDate": ["Date", "DateTime"],
        "eventSchedule": ["Schedule"],
        "eventStatus": ["URL"],
        "eventAttendanceMode": ["URL"],
        "location": ["Place", "PostalAddress", "Text"],
        "organizer": ["Organization"],
        "isAccessibleForFree": ["Boolean"],
        "inLanguage": ["Text"],
        "typicalAgeRange": ["Text"],
        "audience": ["Audience"],
    },
    "Schedule": {
        "repeatFrequency": ["Duration"],
        "repeatCount": ["Integer"],
        "byDay": ["URL", "Text"],
        "byMonthDay": ["Integer"],
        "startDate": ["Date", "DateTime"],
        "endDate": ["Date", "DateTime"],
        "startTime": ["Time"],
        "endTime": ["Time"],
        "exceptDate": ["Date", "DateTime"],
        "scheduleTimezone": ["Text"],
    },
    "Audience": {"audienceType": ["Text"]},
    "ItemList": {"itemListElement": ["ListItem"]},
    "ListItem": {"position": ["Integer", "Text"], "item": ["URL"]},
    "ContactPoint": {"contactType": ["Text"], "email": ["Text"], "telephone": ["Text"]},
    "PostalAddress": {
        "streetAddress": ["Text"],
        "postalCode": ["Text"],
        "addressLocality": ["Text"],
        "addressCountry": ["Text"],
    },
    "GeoCoordinates": {"latitude": ["Number"], "longitude": ["Number"]},
    "OpeningHoursSpecification": {
        "dayOfWeek": ["URL"],
        "opens": ["Time"],
        "closes": ["Time"],
        "validFrom": ["Date", "DateTime"],
        "validThrough": ["Date", "DateTime"],
    },
    "PropertyValue": {"value": ["Boolean", "Number", "Text"]},
}
# What search engines ask of each.
REQUIRED = {
    "Organization": {"name"},
    "Place": {"name"},
    "Event": {"name", "startDate", "location"},
    "Schedule": {"startDate", "scheduleTimezone"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "OpeningHoursSpecification": {"opens"},
    "GeoCoordinates": {"latitude", "longitude"},
    "PostalAddress": {"addressCountry"},
    "PropertyValue": {"name", "value"},
}


def is_date(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value))


def is_moment(value: Any) -> bool:
    try:
        return datetime.datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


LITERALS: dict[str, Any] = {
    "Text": lambda value: isinstance(value, str) and value.strip() == value != "",
    "URL": lambda value: isinstance(value, str) and re.match(r"https?://[^/]+", value),
    "Boolean": lambda value: isinstance(value, bool),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "Date": is_date,
    "DateTime": is_moment,
    "Time": lambda value: isinstance(value, str) and re.fullmatch(r"\d\d:\d\d(:\d\d)?", value),
    "Duration": lambda value: isinstance(value, str) and re.fullmatch(r"P\d+[DWMY]", value),
}


def lineage(kind: str) -> list[str]:
    """The type and all above it."""
    return [kind, *(above for parent in PARENTS.get(kind, []) for above in lineage(parent))]


def faults(node: dict[str, Any]) -> list[str]:
    """Everything in which a node departs from the table."""
    kind = node["@type"]
    kinds = lineage(kind)
    if kind not in PARENTS:
        return [f"{kind} is no known type"]
    known = {name: ranges for each in kinds for name, ranges in PROPERTIES.get(each, {}).items()}
    found = [
        f"{kind} lacks {name}"
        for each in kinds
        for name in REQUIRED.get(each, set())
        if name not in node
    ]
    for name, value in node.items():
        if name in {"@type", "@id"}:
            continue
        if name not in known:
            found.append(f"{kind} has no {name}")
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                if not set(lineage(item["@type"])) & set(known[name]):
                    found.append(f"{kind}.{name} cannot be {item['@type']}")
                found += faults(item)
            elif not any(LITERALS[each](item) for each in known[name] if each in LITERALS):
                found.append(f"{kind}.{name} cannot be {item!r}")
    return found


def document(client: Client, listing: Listing) -> dict[str, Any]:
    """Read the page's data block as a browser does: up to the first end tag."""
    html = client.get(listing.get_absolute_url()).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script', html, re.S)
    assert "<" not in block, "Even a comment begun in a script hides its end."
    data: dict[str, Any] = json.loads(block)
    return data


def nodes(client: Client, listing: Listing) -> dict[str, dict[str, Any]]:
    """The nodes of the page by type, each of them valid."""
    data = document(client, listing)
    assert data["@context"] == "https://schema.org"
    assert [fault for node in data["@graph"] for fault in faults(node)] == []
    return {node["@type"]: node for node in data["@graph"]}


def test_the_table_finds_faults() -> None:
    node = {
        "@type": "Event",
        "name": "Tanssit",
        "startDate": "huomenna",
        "latitude": 61.0,
        "organizer": {"@type": "Place", "name": "Lava"},
        "isAccessibleForFree": "kyllä",
    }
    assert set(faults(node)) == {
        "Event lacks location",
        "Event.startDate cannot be 'huomenna'",
        "Event has no latitude",
        "Event.organizer cannot be Place",
        "Event.isAccessibleForFree cannot be 'kyllä'",
    }


def test_association(client: Client) -> None:
    association = AssociationFactory(
        name="Kuoroväki ry",
        website="https://kuoro.example.org/",
        email="kuoro@example.org",
        street_address="Katu 1",
        postal_code="15100",
        municipality=MunicipalityFactory(name="Lahti"),
        founded_year=1952,
        registration_number="12.345",
        languages=["fi", "fse"],
        service_area=[MunicipalityFactory(name="Hollola")],
        on_map=True,
    )
    node = nodes(client, association)["NGO"]
    assert node["name"] == "Kuoroväki ry"
    assert node["url"] == f"http://localhost:8000{association.get_absolute_url()}"
    assert node["sameAs"] == "https://kuoro.example.org/"
    assert node["address"]["addressLocality"] == "Lahti"
    assert node["location"]["geo"]["latitude"] == 60.9827
    assert node["foundingDate"] == "1952"
    assert node["identifier"]["value"] == "12.345"
    assert node["areaServed"] == [{"@type": "AdministrativeArea", "name": "Hollola"}]


def test_named_people_are_left_to_people(client: Client) -> None:
    association = AssociationFactory(
        contact_points=[
            ContactPointFactory.build(title="Puheenjohtaja", name="Maija M", email="m@example.org"),
            ContactPointFactory.build(title="Jäsenasiat", email="jasenet@example.org"),
        ]
    )
    node = nodes(client, association)["NGO"]
    assert [point["email"] for point in node["contactPoint"]] == ["jasenet@example.org"]
    assert "Maija" not in json.dumps(document(client, association))


def test_facility_with_opening_hours(client: Client) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    closed = tomorrow + datetime.timedelta(days=7)
    weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][tomorrow.weekday()]
    facility = FacilityFactory(
        name="Uimahalli",
        capacity=200,
        price="fee",
        categories=[CategoryFactory(slug="uimahalli", scheme="lipas", code="3110")],
        accessibility=[AccessibilityFeatureFactory(name="Esteetön sisäänkäynti")],
        schedules=[
            ScheduleFactory.build(
                dtstart=datetime.date(2026, 1, 5), byday=weekday, exdates=[closed.isoformat()]
            ),
            ScheduleFactory.build(once=True, dtstart=tomorrow, opens_at=None, closes_at=None),
            ScheduleFactory.build(freq="MONTHLY", byday="1MO"),
        ],
    )
    node = nodes(client, facility)["PublicSwimmingPool"]
    (hours,) = node["openingHoursSpecification"]
    assert (hours["opens"], hours["closes"]) == ("10:00", "11:00")
    (day,) = hours["dayOfWeek"]
    assert day == f"https://schema.org/{tomorrow.strftime('%A')}"
    once, never = node["specialOpeningHoursSpecification"]
    assert (once["validFrom"], once["opens"], once["closes"]) == (
        tomorrow.isoformat(),
        "00:00",
        "23:59",
    )
    assert (never["validFrom"], never["opens"], never["closes"]) == (
        closed.isoformat(),
        "00:00",
        "00:00",
    )
    assert node["amenityFeature"][0]["name"] == "Esteetön sisäänkäynti"
    assert node["isAccessibleForFree"] is False


def test_a_day_off_on_which_something_else_opens_is_not_closed(client: Client) -> None:
    day = timezone.localdate() + datetime.timedelta(days=3)
    facility = FacilityFactory(
        schedules=[
            ScheduleFactory.build(freq="DAILY", byday="", exdates=[day.isoformat()]),
            ScheduleFactory.build(once=True, dtstart=day),
        ]
    )
    (special,) = nodes(client, facility)["Place"]["specialOpeningHoursSpecification"]
    assert special["opens"] == "10:00"


def test_activity_with_its_schedule(client: Client) -> None:
    organiser = AssociationFactory(name="Järjestäjä ry")
    facility = FacilityFactory(name="Kylätalo", street_address="Katu 1")
    activity = ActivityFactory(
        organiser=organiser,
        facility=facility,
        price="free",
        age_min=7,
        age_max=12,
        languages=["fi", "sv"],
        target_groups=[TargetGroupFactory(name="Lapset")],
        schedules=[
            ScheduleFactory.build(byday="MO,WE", interval=2, exdates=["2030-01-02"]),
            ScheduleFactory.build(freq="MONTHLY", byday="-1FR", closes_at=None),
            ScheduleFactory.build(freq="MONTHLY", byday=""),
        ],
    )
    node = nodes(client, activity)["Event"]
    lasts = datetime.timedelta(hours=1)
    assert datetime.datetime.fromisoformat(node["startDate"]) + lasts >= timezone.now()
    assert node["location"]["name"] == "Kylätalo"
    assert node["location"]["address"]["streetAddress"] == "Katu 1"
    assert node["location"]["url"].endswith(facility.get_absolute_url())
    assert node["organizer"]["name"] == "Järjestäjä ry"
    assert node["isAccessibleForFree"] is True
    assert node["typicalAgeRange"] == "7-12"
    assert node["audience"] == [{"@type": "Audience", "audienceType": "Lapset"}]
    weekly, last_friday, by_date = sorted(
        node["eventSchedule"],
        key=lambda item: (item["repeatFrequency"] != "P2W", "byDay" not in item),
    )
    assert weekly["byDay"] == ["https://schema.org/Monday", "https://schema.org/Wednesday"]
    assert weekly["exceptDate"] == ["2030-01-02"]
    assert (weekly["startTime"], weekly["endTime"]) == ("10:00", "11:00")
    assert weekly["scheduleTimezone"] == "Europe/Helsinki"
    assert (last_friday["repeatFrequency"], last_friday["byDay"]) == ("P1M", ["-1FR"])
    assert "endTime" not in last_friday
    assert by_date["byMonthDay"] == 7


def test_what_happens_once_lasting_all_day_is_a_date(client: Client) -> None:
    day = timezone.localdate() + datetime.timedelta(days=5)
    schedule = ScheduleFactory.build(once=True, dtstart=day, opens_at=None, closes_at=None)
    node = nodes(client, ActivityFactory(schedules=[schedule]))["Event"]
    assert (node["startDate"], node["endDate"]) == (day.isoformat(), day.isoformat())
    assert "eventSchedule" not in node


def test_an_activity_without_times_is_no_event(client: Client) -> None:
    assert set(nodes(client, ActivityFactory())) == {"BreadcrumbList"}


def test_unpublished_organiser_and_facility_are_not_linked(client: Client) -> None:
    activity = ActivityFactory(
        organiser=AssociationFactory(draft=True),
        facility=FacilityFactory(draft=True),
        schedules=[ScheduleFactory.build()],
    )
    node = nodes(client, activity)["Event"]
    assert "url" not in node["organizer"]
    assert "url" not in node["location"]


def test_breadcrumbs_lead_from_home(client: Client) -> None:
    association = AssociationFactory(name="Kuoroväki ry")
    steps = nodes(client, association)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert steps[0]["item"] == "http://localhost:8000/fi/"
    assert steps[2]["name"] == "Kuoroväki ry"


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "A & B", '“\\"'])
def test_no_text_ends_the_block(client: Client, text: str) -> None:
    association = AssociationFactory(name=f"Yhdistys {text}", summary=text)
    assert nodes(client, association)["NGO"]["name"] == f"Yhdistys {text}"
    page = client.get(association.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
