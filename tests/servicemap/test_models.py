"""Listings: languages, addresses, places, drafts and publishing."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from servicemap.models import (
    Activity,
    Association,
    Category,
    Municipality,
    Schedule,
    listings_changed,
)
from servicemap.models.fields import ByDayField, ChoiceListField, DateListField
from servicemap.models.taxonomy import category_tree
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    ContactPointFactory,
    FacilityFactory,
    MunicipalityFactory,
    ScheduleFactory,
)

LISTINGS = [AssociationFactory, FacilityFactory, ActivityFactory]


@pytest.mark.parametrize(
    ("language", "names", "shown"),
    [
        ("fi", {"name": "Seura", "name_sv": "Förening"}, "Seura"),
        ("sv", {"name": "Seura", "name_sv": "Förening"}, "Förening"),
        ("sv-fi", {"name": "Seura", "name_sv": "Förening"}, "Förening"),
        ("en", {"name": "Seura", "name_sv": "Förening"}, "Seura"),
        ("sv", {"name": "", "name_sv": "", "name_en": "Club"}, "Club"),
        ("de", {"name": "Seura"}, "Seura"),
        ("fi", {"name": ""}, ""),
    ],
)
def test_name_is_shown_in_the_readers_language_or_the_next_best(
    language: str, names: dict[str, str], shown: str
) -> None:
    with translation.override(language):
        assert Association(**names).display_name == shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Härmälän Yö ry", "harmalan-yo-ry"),
        ("Ääkköset & öylätit", "aakkoset-oylatit"),
        ("!!!", "association"),
        ("Клуб", "association"),
        ("x" * 200, "x" * 90),
    ],
)
def test_address_is_made_of_the_name(name: str, slug: str) -> None:
    assert AssociationFactory(name=name).slug == slug


@pytest.mark.django_db
def test_addresses_of_like_names_get_numbers() -> None:
    slugs = [AssociationFactory(name="Kerho").slug for _ in range(3)]
    assert slugs == ["kerho", "kerho-2", "kerho-3"]


@pytest.mark.django_db
def test_address_made_of_the_name_in_a_form_gets_a_number_when_it_is_taken() -> None:
    AssociationFactory(name="Kerho")
    second = Association(name="Kerho", slug="kerho")
    second.full_clean()
    assert second.slug == "kerho-2"


@pytest.mark.django_db
def test_address_stays_when_the_name_changes() -> None:
    association = AssociationFactory(name="Vanha nimi")
    association.name = "Uusi nimi"
    association.save()
    assert association.slug == "vanha-nimi"


@pytest.mark.django_db
def test_everything_about_a_listing_is_saved_at_once() -> None:
    category = CategoryFactory()
    activity = ActivityFactory(
        categories=[category],
        schedules=[ScheduleFactory.build()],
        contact_points=[ContactPointFactory.build()],
    )
    found = Activity.objects.get(pk=activity.pk)
    assert list(found.categories.all()) == [category]
    assert found.schedules.count() == 1
    assert found.contact_points.count() == 1


def test_search_words_one_by_one() -> None:
    assert Association(keywords=" uinti, vesi ,,").keyword_list == ["uinti", "vesi"]


@pytest.mark.django_db
def test_confirming_records_the_day() -> None:
    association = AssociationFactory(confirmed_on=None)
    association.confirm(datetime.date(2026, 11, 3))
    association.refresh_from_db()
    assert association.confirmed_on == datetime.date(2026, 11, 3)


# Where


def test_activity_is_where_its_facility_is() -> None:
    lahti = Municipality(name="Lahti")
    facility = FacilityFactory.build(
        name="Talo", municipality=lahti, street_address="Katu 1", postal_code="15100"
    )
    activity = ActivityFactory.build(facility=facility, organiser=None, municipality=None)
    location = activity.location
    assert (location.latitude, location.longitude) == (facility.latitude, facility.longitude)
    assert (location.street_address, location.place_name) == ("Katu 1", "Talo")
    assert location.municipality is lahti
    assert location.is_on_map


def test_activitys_own_point_comes_before_the_facilitys() -> None:
    facility = FacilityFactory.build(name="Talo", municipality=Municipality(name="Lahti"))
    activity = ActivityFactory.build(
        facility=facility, organiser=None, municipality=None, latitude=61.5, longitude=25.5
    )
    location = activity.location
    assert (location.latitude, location.longitude) == (61.5, 25.5)
    assert location.municipality == facility.municipality


def test_listing_without_a_point_is_not_on_the_map() -> None:
    assert not AssociationFactory.build(municipality=None).location.is_on_map


# Drafts


@pytest.fixture
def saved() -> Iterator[list[dict[str, Any]]]:
    """What listings_changed told, with what was in the database at that moment."""
    told: list[dict[str, Any]] = []

    def receive(sender: Any, ids: list[int], **kwargs: Any) -> None:
        [pk] = ids
        row = sender._base_manager.get(pk=pk)
        told.append(
            {
                "name": row.name,
                "live": row.live,
                "schedules": Schedule.objects.filter(activity=pk).count(),
            }
        )

    listings_changed.connect(receive, weak=False)
    yield told
    listings_changed.disconnect(receive)


@pytest.mark.django_db
@pytest.mark.parametrize("factory", LISTINGS)
def test_draft_is_published_and_taken_back(factory: Any) -> None:
    listing = factory(draft=True)
    listing.save_revision().publish()
    listing.refresh_from_db()
    assert listing.live
    listing.unpublish()
    listing.refresh_from_db()
    assert not listing.live


@pytest.mark.django_db
def test_followers_are_told_when_children_are_saved_too(saved: list[dict[str, Any]]) -> None:
    ActivityFactory(name="Kerho", schedules=[ScheduleFactory.build()])
    assert saved[-1] == {"name": "Kerho", "live": True, "schedules": 1}


@pytest.mark.django_db
def test_followers_are_told_of_publishing_and_unpublishing(saved: list[dict[str, Any]]) -> None:
    activity = ActivityFactory(name="Kerho", organiser=None, draft=True)
    activity.schedules = [ScheduleFactory.build()]
    revision = activity.save_revision()
    assert not any(told["live"] for told in saved)
    revision.publish()
    assert saved[-1] == {"name": "Kerho", "live": True, "schedules": 1}
    Activity.objects.get(pk=activity.pk).unpublish()
    assert saved[-1]["live"] is False


@pytest.mark.django_db
def test_unpublished_changes_do_not_show(saved: list[dict[str, Any]]) -> None:
    association = AssociationFactory(name="Vanha")
    association.name = "Uusi"
    association.save_revision()
    assert Association.objects.get().name == "Vanha"
    assert {told["name"] for told in saved} == {"Vanha"}
    association.refresh_from_db()
    assert association.has_unpublished_changes


@pytest.mark.django_db
def test_draft_keeps_its_children_in_the_revision() -> None:
    category = CategoryFactory()
    activity = ActivityFactory(organiser=None)
    activity.schedules = [ScheduleFactory.build(byday="MO", exdates=["2026-12-24"])]
    activity.categories = [category]
    activity.languages = ["fi", "sv"]
    draft = activity.save_revision().as_object()
    schedule = draft.schedules.get()
    assert (schedule.byday, schedule.exdates) == ("MO", ["2026-12-24"])
    assert schedule.opens_at == datetime.time(10)
    assert list(draft.categories.all()) == [category]
    assert draft.languages == ["fi", "sv"]
    assert not Schedule.objects.exists()


@pytest.mark.django_db
def test_two_drafts_of_one_address_cannot_both_be_published() -> None:
    AssociationFactory(name="Toinen", slug="sama")
    draft = AssociationFactory(name="Kolmas", slug="sama", draft=True)
    with pytest.raises(ValidationError):
        draft.save_revision().publish()
    draft.refresh_from_db()
    assert not draft.live


# The category tree


@pytest.mark.django_db
def test_tree_is_in_order_with_depths(django_assert_num_queries: Any) -> None:
    second = CategoryFactory(slug="b", order=2)
    first = CategoryFactory(slug="a", order=1)
    child = CategoryFactory(slug="a1", parent=first)
    grandchild = CategoryFactory(slug="a11", parent=child)
    with django_assert_num_queries(1):
        rows = category_tree(Category.objects.all())
    assert [(row["category"], row["depth"]) for row in rows] == [
        (first, 0),
        (child, 1),
        (grandchild, 2),
        (second, 0),
    ]


@pytest.mark.django_db
def test_branch_is_a_category_with_all_below(django_assert_num_queries: Any) -> None:
    top = CategoryFactory(slug="top")
    child = CategoryFactory(slug="child", parent=top)
    grandchild = CategoryFactory(slug="grandchild", parent=child)
    CategoryFactory(slug="other")
    with django_assert_num_queries(1):
        assert set(top.branch()) == {top.pk, child.pk, grandchild.pk}


@pytest.mark.django_db
def test_register_has_the_regions_municipalities(registers: Any) -> None:
    assert set(Municipality.objects.values_list("code", flat=True)) == {
        "016", "081", "098", "111", "142", "316", "398", "560", "576", "781",
    }  # fmt: skip
    assert Category.objects.filter(parent=None).count() == 10


@pytest.mark.django_db
def test_municipality_is_named_in_swedish() -> None:
    municipality = MunicipalityFactory(name="Lahti", name_sv="Lahtis")
    with translation.override("sv"):
        assert str(municipality) == "Lahtis"


# Fields


def test_dates_are_written_in_either_way_and_sorted() -> None:
    field = DateListField().formfield()
    assert field.clean("31.12.2026, 2026-12-24;1.1.2027") == [
        "2026-12-24",
        "2026-12-31",
        "2027-01-01",
    ]
    assert field.prepare_value(["2026-12-24"]) == "24.12.2026"
    assert not field.has_changed(["2026-12-24"], "24.12.2026")
    assert field.has_changed(["2026-12-24"], "25.12.2026")


@pytest.mark.parametrize("text", ["huomenna", "31.2.2026", "24.12."])
def test_what_is_not_a_date_is_named(text: str) -> None:
    with pytest.raises(ValidationError, match=text.replace(".", r"\.")):
        DateListField().formfield().clean(text)


def test_weekdays_survive_the_form() -> None:
    field = ByDayField(max_length=60).formfield()
    for value in ("", "MO,WE", "1TU", "-1FR", "1MO,3MO"):
        assert field.clean(field.widget.decompress(value)) == value


def test_weeks_of_the_month_need_weekdays() -> None:
    with pytest.raises(ValidationError):
        ByDayField(max_length=60).formfield().clean([[], ["1"]])


@pytest.mark.parametrize("value", [["xx"], "fi", {"fi": 1}])
def test_unknown_codes_are_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        ChoiceListField(code_choices=[("fi", "Finnish")]).clean(value, None)
