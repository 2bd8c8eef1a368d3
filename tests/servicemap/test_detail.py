"""The page of a listing: what residents see, in three languages, and at what cost."""

import datetime
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from servicemap.detail import detail_context
from servicemap.models import Activity, Association, Facility, Listing
from servicemap.schedule_text import WEEKDAY_CODES, describe, weekday_short
from tests.factories import (
    AccessibilityFeatureFactory,
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    ContactPersonFactory,
    ContactPointFactory,
    FacilityFactory,
    MunicipalityFactory,
    ScheduleFactory,
    TargetGroupFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

LISTINGS = [AssociationFactory, FacilityFactory, ActivityFactory]


def rich(factory: Any, **fields: Any) -> Listing:
    """A listing with two of everything."""
    twice = range(2)
    if factory is AssociationFactory:
        fields["service_area"] = [MunicipalityFactory() for _ in twice]
    else:
        fields["schedules"] = [ScheduleFactory.build() for _ in twice]
    listing: Listing = factory(
        on_map=True,
        categories=[CategoryFactory() for _ in twice],
        target_groups=[TargetGroupFactory() for _ in twice],
        themes=[ThemeFactory() for _ in twice],
        accessibility=[AccessibilityFeatureFactory() for _ in twice],
        contact_points=[ContactPointFactory.build() for _ in twice],
        languages=["fi", "en"],
        **fields,
    )
    return listing


@pytest.mark.parametrize("factory", LISTINGS)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_published_listing_has_a_page_in_each_language(
    client: Client, factory: Any, language: str
) -> None:
    listing = rich(factory, name="Suomeksi", name_sv="På svenska", name_en="In English")
    with translation.override(language):
        response = client.get(listing.get_absolute_url())
    assert response.status_code == 200
    assert response.wsgi_request.path.startswith(f"/{language}/")
    name = {"fi": "Suomeksi", "sv": "På svenska", "en": "In English"}[language]
    assert f"<h1>{name}</h1>" in response.content.decode()


@pytest.mark.parametrize("factory", LISTINGS)
def test_draft_has_no_page(client: Client, factory: Any) -> None:
    listing = factory(draft=True)
    assert client.get(listing.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("kind", ["association", "facility", "activity"])
def test_unknown_address_is_not_found(client: Client, kind: str) -> None:
    assert client.get(reverse(kind, kwargs={"slug": "tuntematon"})).status_code == 404


def test_draft_of_the_same_address_does_not_hide_the_published_one(client: Client) -> None:
    AssociationFactory(name="Luonnos", slug="sama", draft=True)
    published = AssociationFactory(name="Julkaistu", slug="sama")
    assert "Julkaistu" in client.get(published.get_absolute_url()).content.decode()


@pytest.mark.parametrize("factory", LISTINGS)
def test_visitors_get_no_cookies(client: Client, factory: Any) -> None:
    response = client.get(rich(factory).get_absolute_url())
    assert response.status_code == 200
    assert not response.cookies


def test_unpublished_changes_do_not_show(client: Client) -> None:
    association = AssociationFactory(name="Vanha nimi")
    association.name = "Uusi nimi"
    association.save_revision()
    page = client.get(association.get_absolute_url()).content.decode()
    assert "Vanha nimi" in page
    assert "Uusi nimi" not in page


def test_activity_page_says_when_where_and_who(client: Client) -> None:
    association = AssociationFactory(name="Järjestäjä ry")
    facility = FacilityFactory(name="Kylätalo", street_address="Katu 1")
    activity = ActivityFactory(
        organiser=association, facility=facility, schedules=[ScheduleFactory.build()]
    )
    page = client.get(activity.get_absolute_url()).content.decode()
    assert f"{weekday_short('WE')} 10.00–11.00" in page
    assert f'<a href="{association.get_absolute_url()}">Järjestäjä ry</a>' in page
    assert f'<a href="{facility.get_absolute_url()}">Kylätalo</a>' in page
    assert "Katu 1" in page


def test_unpublished_organiser_is_named_but_not_linked(client: Client) -> None:
    association = AssociationFactory(name="Järjestäjä ry", draft=True)
    activity = ActivityFactory(organiser=association)
    page = client.get(activity.get_absolute_url()).content.decode()
    assert "Järjestäjä ry" in page
    assert association.get_absolute_url() not in page


def test_association_shows_its_published_activities_and_facilities() -> None:
    association = AssociationFactory()
    activity = ActivityFactory(organiser=association)
    facility = FacilityFactory(organiser=association)
    ActivityFactory(organiser=association, draft=True)
    FacilityFactory(organiser=association, draft=True)
    ActivityFactory()
    context = detail_context(association)
    assert [related.listing for related in context["activities"]] == [activity]
    assert context["facilities"] == [facility]


def test_association_shows_where_its_published_activities_take_place() -> None:
    association = AssociationFactory()
    facility = FacilityFactory(name="Salilla")
    own = FacilityFactory(name="Talolla", organiser=association)
    for place in (facility, facility, own, FacilityFactory(draft=True)):
        ActivityFactory(organiser=association, facility=place)
    ActivityFactory(organiser=association, facility=FacilityFactory(), draft=True)
    ActivityFactory(facility=FacilityFactory())
    assert detail_context(association)["facilities"] == [facility, own]


def test_similar_are_of_the_same_kind_and_topic_the_closest_first() -> None:
    here, swim, sauna = MunicipalityFactory(), CategoryFactory(), CategoryFactory()

    def hall(*categories: Any, **fields: Any) -> Any:
        return FacilityFactory(categories=list(categories), **fields)

    listing = hall(swim, sauna, municipality=here)
    elsewhere = hall(swim, sauna)
    partly = hall(swim, municipality=here)
    wholly = hall(swim, sauna, municipality=here)
    other = hall(CategoryFactory(), municipality=here)
    hall(swim, municipality=here, draft=True)
    AssociationFactory(categories=[swim])
    context = detail_context(listing)
    assert context["similar"] == [wholly, partly, elsewhere]
    assert context["nearby"] == [other], "What is similar is not repeated as nearby."
    for _ in range(3):
        hall(swim)
    assert len(detail_context(listing)["similar"]) == 4
    assert detail_context(hall())["similar"] == []


def test_facility_shows_what_takes_place_in_it() -> None:
    facility = FacilityFactory()
    activity = ActivityFactory(facility=facility)
    ActivityFactory()
    assert [related.listing for related in detail_context(facility)["activities"]] == [activity]


def test_nearby_are_the_nearest_other_facilities() -> None:
    here = FacilityFactory(name="Täällä", latitude=61.0, longitude=25.0)
    near = FacilityFactory(name="Lähellä", latitude=61.001, longitude=25.0)
    further = FacilityFactory(name="Kauempana", latitude=61.01, longitude=25.0)
    FacilityFactory(latitude=61.05, longitude=25.0)
    FacilityFactory(latitude=61.0, longitude=25.0, draft=True)
    assert detail_context(here)["nearby"] == [near, further]
    assert detail_context(ActivityFactory(facility=here))["nearby"] == [near, further]
    assert detail_context(AssociationFactory())["nearby"] == []


def test_what_the_association_keeps_is_not_repeated_as_nearby() -> None:
    association = AssociationFactory(on_map=True)
    FacilityFactory(organiser=association)
    context = detail_context(association)
    assert len(context["facilities"]) == 1
    assert context["nearby"] == []


def test_times_that_are_over_show_only_if_nothing_is_to_come() -> None:
    over = ScheduleFactory.build(until=datetime.date(2026, 2, 1), description="vanha")
    running = ScheduleFactory.build(description="nykyinen")
    activity = ActivityFactory(schedules=[over, running])
    assert [row["description"] for row in detail_context(activity)["schedules"]] == ["nykyinen"]
    activity.schedules = [over]
    (row,) = detail_context(activity)["schedules"]
    assert (row["description"], row["next"]) == ("vanha", None)


def test_what_lasts_all_day_has_no_time(client: Client) -> None:
    today = timezone.localdate()
    schedule = ScheduleFactory.build(once=True, dtstart=today, opens_at=None, closes_at=None)
    activity = ActivityFactory(schedules=[schedule])
    page = client.get(activity.get_absolute_url()).content.decode()
    assert f"{weekday_short(WEEKDAY_CODES[today.weekday()])} " in page
    assert "0.00" not in page


@pytest.mark.parametrize("factory", LISTINGS)
def test_listing_that_is_not_saved_can_be_shown(factory: Any) -> None:
    children = {} if factory is AssociationFactory else {"schedules": [ScheduleFactory.build()]}
    listing = factory.build(
        name="Esikatselu",
        slug="esikatselu",
        municipality=MunicipalityFactory(),
        contact_points=[ContactPointFactory.build(title="Sihteeri")],
        categories=[CategoryFactory(name="Uinti", slug="uinti")],
        **children,
        **({"organiser": None} if factory is ActivityFactory else {}),
    )
    page = render_to_string("servicemap/listing_detail.html", detail_context(listing))
    assert "Esikatselu" in page
    assert "Sihteeri" in page
    assert "Uinti" in page


def test_page_without_anything_but_a_name_can_be_shown(client: Client) -> None:
    for model in (Association, Facility, Activity):
        listing = model.objects.create(name="Pelkkä nimi")
        assert client.get(listing.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("factory", "queries"),
    # The listing; five kinds of children; what is nearby and what is similar. And of an
    # association its activities and their times, facilities and service area; of a facility its
    # times, activities and their times; of an activity its times. Of the first two also whom to
    # ask in the municipality.
    [(AssociationFactory, 13), (FacilityFactory, 12), (ActivityFactory, 9)],
)
def test_number_of_queries(factory: Any, queries: int, django_assert_num_queries: Any) -> None:
    listing = rich(factory)
    pk = listing.pk
    ContactPersonFactory.create_batch(2, municipality=listing.municipality)
    for _ in range(3):
        if factory is AssociationFactory:
            ActivityFactory(organiser_id=pk, organiser=None)
            FacilityFactory(organiser_id=pk)
        elif factory is FacilityFactory:
            ActivityFactory(facility_id=pk)
        FacilityFactory()
    model = factory._meta.model
    with django_assert_num_queries(queries):
        listing = model.objects.published().for_detail().get(pk=pk)
        render_to_string("servicemap/listing_detail.html", detail_context(listing))


@pytest.mark.django_db
def test_activities_of_an_association_and_in_a_facility_say_when_they_are(client: Client) -> None:
    organiser, facility = AssociationFactory(), FacilityFactory()
    weekly = ActivityFactory(name="Jumppa", organiser=organiser, facility=facility)
    ScheduleFactory(activity=weekly)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    evening = ActivityFactory(name="Lauluilta", organiser=organiser, facility=facility)
    once = ScheduleFactory(activity=evening, once=True, dtstart=tomorrow)
    for listing in (organiser, facility):
        html = client.get(listing.get_absolute_url()).content.decode()
        related = html[html.index("Toiminta</h2>") :]
        assert re.search(r"ke 10\.00–11\.00, seuraavan kerran\s*<strong>ke ", related)
        assert describe(once) in related
        # What is only once says its day once.
        assert related.count("seuraavan kerran") == 1


@pytest.mark.django_db
def test_an_activity_without_a_contact_names_its_organisers(client: Client) -> None:
    organiser = AssociationFactory(name="Kuoroväki ry", email="kuoro@example.org")
    activity = ActivityFactory(organiser=organiser)
    html = client.get(activity.get_absolute_url()).content.decode()
    assert 'href="mailto:kuoro@example.org"' in html
    ContactPointFactory(activity=activity, email="ohjaaja@example.org")
    html = client.get(activity.get_absolute_url()).content.decode()
    assert 'href="mailto:ohjaaja@example.org"' in html
    assert "kuoro@example.org" not in html
