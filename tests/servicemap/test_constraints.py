"""What must never be: the database refuses it, and forms say why in words."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from servicemap.models import ContactPoint, Municipality, Schedule
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    ContactPointFactory,
    FacilityFactory,
    MunicipalityFactory,
    PlaceFactory,
    ScheduleFactory,
)

pytestmark = pytest.mark.django_db

LISTINGS = [AssociationFactory, FacilityFactory, ActivityFactory]
LOCATED = [*LISTINGS, MunicipalityFactory, PlaceFactory]


def refused_by_database(make: Callable[[], Any], constraint: str) -> None:
    """Assert that a real INSERT fails on the constraint."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


def complaint(instance: models.Model) -> str:
    """What full_clean() says."""
    with pytest.raises(ValidationError) as caught:
        instance.full_clean()
    return str(caught.value)


def unsaved(factory: Any, **fields: Any) -> models.Model:
    """An instance whose relations exist but which itself is not saved."""
    if factory in LISTINGS:
        fields.setdefault("municipality", MunicipalityFactory())
    if factory is ActivityFactory:
        fields.setdefault("organiser", AssociationFactory())
    instance: models.Model = factory.build(**fields)
    return instance


@pytest.mark.parametrize("factory", LOCATED)
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"latitude": 90.01, "longitude": 25.0}, "latitude_in_range"),
        ({"latitude": -90.01, "longitude": 25.0}, "latitude_in_range"),
        ({"latitude": 61.0, "longitude": 180.01}, "longitude_in_range"),
        ({"latitude": 61.0, "longitude": -180.01}, "longitude_in_range"),
    ],
)
def test_points_are_on_the_globe(factory: Any, fields: dict[str, Any], constraint: str) -> None:
    instance = unsaved(factory, **fields)
    refused_by_database(lambda: factory(**fields), constraint)
    field = constraint.split("_")[0]
    messages = {
        item.violation_error_message
        for item in instance._meta.constraints
        if item.name.endswith(constraint)
    }
    assert str(messages.pop()) in complaint(instance)
    assert field in {"latitude", "longitude"}


@pytest.mark.parametrize("factory", LISTINGS)
@pytest.mark.parametrize(
    "fields", [{"latitude": 61.0, "longitude": None}, {"latitude": None, "longitude": 25.0}]
)
def test_points_are_whole(factory: Any, fields: dict[str, Any]) -> None:
    refused_by_database(lambda: factory(**fields), "point_is_whole")
    complaint(unsaved(factory, **fields))


@pytest.mark.parametrize("factory", LISTINGS)
def test_two_published_listings_of_a_kind_cannot_have_one_address(factory: Any) -> None:
    first = factory(slug="sama")
    refused_by_database(lambda: factory(slug="sama"), "slug")
    with pytest.raises(ValidationError) as caught:
        unsaved(factory, slug="sama").full_clean()
    assert "slug" in caught.value.message_dict
    assert first.slug == "sama"


@pytest.mark.parametrize("factory", LISTINGS)
def test_a_draft_may_have_the_address_of_a_published_listing(factory: Any) -> None:
    factory(slug="sama")
    factory(slug="sama", draft=True)


def test_listings_of_different_kinds_may_have_one_address() -> None:
    for factory in LISTINGS:
        factory(slug="sama")


@pytest.mark.parametrize("factory", LISTINGS)
def test_one_thing_of_a_source_comes_in_once(factory: Any) -> None:
    factory(source="lipas", source_id="1")
    refused_by_database(lambda: factory(source="lipas", source_id="1"), "source")
    factory(source="lipas", source_id="2")
    factory(source="", source_id="1")
    factory(source="", source_id="1")


@pytest.mark.parametrize("factory", LISTINGS)
def test_price_is_a_known_one(factory: Any) -> None:
    refused_by_database(lambda: factory(price="cheap"), "price_known")
    with pytest.raises(ValidationError) as caught:
        unsaved(factory, price="cheap").full_clean()
    assert "price" in caught.value.message_dict


def test_two_published_associations_cannot_have_one_registration_number() -> None:
    AssociationFactory(registration_number="123.456")
    refused_by_database(lambda: AssociationFactory(registration_number="123.456"), "registration")
    AssociationFactory(registration_number="123.456", draft=True)
    AssociationFactory(registration_number="")
    AssociationFactory(registration_number="")


def test_ages_are_in_order() -> None:
    refused_by_database(lambda: ActivityFactory(age_min=10, age_max=9), "ages_in_order")
    complaint(unsaved(ActivityFactory, age_min=10, age_max=9))
    ActivityFactory(age_min=10, age_max=10)
    ActivityFactory(age_min=10)
    ActivityFactory(age_max=9)


def test_a_schedule_has_a_first_day() -> None:
    activity = ActivityFactory()
    refused_by_database(lambda: ScheduleFactory(activity=activity, dtstart=None), "dtstart")
    with pytest.raises(ValidationError) as caught:
        ScheduleFactory.build(activity=activity, dtstart=None).full_clean()
    assert "dtstart" in caught.value.message_dict


def test_a_schedule_does_not_end_before_it_starts() -> None:
    fields = {"activity": ActivityFactory(), "until": datetime.date(2026, 1, 6)}
    refused_by_database(lambda: ScheduleFactory(**fields), "ends_after_start")
    complaint(ScheduleFactory.build(**fields))
    ScheduleFactory(**{**fields, "until": datetime.date(2026, 1, 7)})


@pytest.mark.parametrize(
    "times",
    [
        {"opens_at": datetime.time(10), "closes_at": datetime.time(9)},
        {"opens_at": datetime.time(10), "closes_at": datetime.time(10)},
        {"opens_at": None, "closes_at": datetime.time(10)},
    ],
)
def test_the_end_time_is_after_the_start_time(times: dict[str, Any]) -> None:
    activity = ActivityFactory()
    refused_by_database(lambda: ScheduleFactory(activity=activity, **times), "closes_after_opening")
    complaint(ScheduleFactory.build(activity=activity, **times))


def test_a_schedule_repeats_at_least_every_time() -> None:
    activity = ActivityFactory()
    refused_by_database(lambda: ScheduleFactory(activity=activity, interval=0), "interval")
    with pytest.raises(ValidationError) as caught:
        ScheduleFactory.build(activity=activity, interval=0).full_clean()
    assert "interval" in caught.value.message_dict


def test_a_schedule_belongs_to_exactly_one_listing() -> None:
    both = {"activity": ActivityFactory(), "facility": FacilityFactory()}
    refused_by_database(lambda: ScheduleFactory(**both), "schedule_of_one_listing")
    refused_by_database(lambda: ScheduleFactory(), "schedule_of_one_listing")
    assert not Schedule.objects.exists()


def test_a_contact_point_belongs_to_exactly_one_listing() -> None:
    two = {"activity": ActivityFactory(), "facility": FacilityFactory()}
    refused_by_database(lambda: ContactPointFactory(**two), "contact_point_of_one_listing")
    refused_by_database(lambda: ContactPointFactory(), "contact_point_of_one_listing")
    assert not ContactPoint.objects.exists()


def test_a_contact_point_can_be_reached() -> None:
    point = ContactPointFactory.build(association=AssociationFactory(), email="")
    complaint(point)
    point.phone = "03 123 4567"
    point.full_clean()


def test_a_category_is_not_below_itself() -> None:
    top = CategoryFactory(slug="top")
    below = CategoryFactory(slug="below", parent=top)
    top.parent = below
    with pytest.raises(ValidationError) as caught:
        top.full_clean()
    assert "parent" in caught.value.message_dict
    top.parent = top
    refused_by_database(top.save, "not_its_own_parent")


def test_a_code_of_a_scheme_is_one_category() -> None:
    CategoryFactory(scheme="lipas", code="3110")
    refused_by_database(lambda: CategoryFactory(scheme="lipas", code="3110"), "code")
    CategoryFactory(scheme="hobby", code="3110")
    CategoryFactory(scheme="lipas", code="")
    CategoryFactory(scheme="lipas", code="")


def test_a_municipality_code_is_one_municipality() -> None:
    MunicipalityFactory(code="398")
    refused_by_database(lambda: MunicipalityFactory(code="398"), "code")
    assert Municipality.objects.count() == 1


def test_a_municipality_with_listings_cannot_be_deleted() -> None:
    municipality = AssociationFactory().municipality
    with pytest.raises(models.ProtectedError):
        municipality.delete()
