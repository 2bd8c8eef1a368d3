"""What one can ask of listings."""

import datetime

import pytest

from servicemap.models import Activity, Association, Facility, Membership
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    FacilityFactory,
    MembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LAHTI = (60.9827, 25.6612)
HEINOLA = (61.2027, 26.0322)
TODAY = datetime.date(2026, 11, 22)


def test_published_leaves_drafts_out() -> None:
    live = FacilityFactory()
    FacilityFactory(draft=True)
    assert list(Facility.objects.published()) == [live]


def test_box_includes_its_edges_only() -> None:
    on_edge = FacilityFactory(latitude=61.0, longitude=25.0)
    FacilityFactory(latitude=61.0001, longitude=25.0)
    FacilityFactory(latitude=None, longitude=None)
    assert list(Facility.objects.in_bbox(25.0, 60.0, 26.0, 61.0)) == [on_edge]


def test_near_gives_metres_and_the_nearest_first() -> None:
    heinola = FacilityFactory(latitude=HEINOLA[0], longitude=HEINOLA[1])
    lahti = FacilityFactory(latitude=LAHTI[0], longitude=LAHTI[1])
    found = list(Facility.objects.near(*LAHTI, radius=40_000))
    assert found == [lahti, heinola]
    assert found[0].distance_m == pytest.approx(0, abs=0.5)
    # 31,650 m along the WGS84 ellipsoid.
    assert found[1].distance_m == pytest.approx(31_650, rel=0.005)


def test_near_leaves_out_what_is_further() -> None:
    FacilityFactory(latitude=HEINOLA[0], longitude=HEINOLA[1])
    assert not Facility.objects.near(*LAHTI, radius=31_000).exists()
    assert Facility.objects.near(*LAHTI, radius=32_000).exists()


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(61.0717, 25.6612), (60.8937, 25.6612), (60.9827, 25.8446), (60.9827, 25.4778)],
)
def test_near_reaches_as_far_in_every_direction(latitude: float, longitude: float) -> None:
    # Each point is 9.9 km away: north, south, east, west.
    FacilityFactory(latitude=latitude, longitude=longitude)
    assert Facility.objects.near(*LAHTI, radius=10_000).count() == 1
    assert Facility.objects.near(*LAHTI, radius=9_800).count() == 0


def test_distance_of_what_has_no_point_is_unknown() -> None:
    AssociationFactory()
    assert Association.objects.with_distance(*LAHTI).get().distance_m is None


def test_stale_is_what_nobody_has_confirmed_within_a_year() -> None:
    never = AssociationFactory(confirmed_on=None)
    old = AssociationFactory(confirmed_on=datetime.date(2025, 11, 21))
    fresh = AssociationFactory(confirmed_on=datetime.date(2025, 11, 22))
    assert set(Association.objects.stale(TODAY)) == {never, old}
    assert [item.is_stale(TODAY) for item in (never, old, fresh)] == [True, True, False]


@pytest.mark.parametrize("state", [Membership.State.PENDING, Membership.State.ENDED])
def test_only_memberships_in_force_give_the_right_to_edit(state: str) -> None:
    membership = MembershipFactory(state=state)
    assert not Association.objects.editable_by(membership.user).exists()
    membership.state = Membership.State.ACTIVE
    membership.save()
    assert Association.objects.editable_by(membership.user).get() == membership.association


def test_an_associations_members_may_edit_its_facilities_and_activities() -> None:
    membership = MembershipFactory()
    activity = ActivityFactory(organiser=membership.association)
    facility = FacilityFactory(organiser=membership.association)
    ActivityFactory()
    FacilityFactory()
    assert list(Activity.objects.editable_by(membership.user)) == [activity]
    assert list(Facility.objects.editable_by(membership.user)) == [facility]


def test_nobody_edits_what_others_answer_for() -> None:
    membership = MembershipFactory()
    # Another one's membership in force does not open what one's own ended membership closed.
    ended = MembershipFactory(association=membership.association, state=Membership.State.ENDED)
    assert not Association.objects.editable_by(ended.user).exists()
    assert not Association.objects.editable_by(UserFactory()).exists()
