"""What is sent to the admin about a listing has its effect only for those who may."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from servicemap.models import LISTING_MODELS, Activity, Association, Listing
from tests.admin.conftest import (
    CONTRIBUTOR,
    ELSEWHERE,
    MUNICIPAL,
    NOBODY,
    PUBLISHER,
    Portal,
)
from tests.factories import ActivityFactory, AssociationFactory, FacilityFactory
from tests.servicemap.admin_forms import form, url

pytestmark = pytest.mark.django_db

STAFF = [NOBODY, CONTRIBUTOR, ELSEWHERE, MUNICIPAL, PUBLISHER]
PUBLISHERS = {MUNICIPAL, PUBLISHER}


def fresh(listing: Listing) -> Any:
    return type(listing)._default_manager.filter(pk=listing.pk).first()


def sent(listing: Listing, action: str = "", **fields: Any) -> dict[str, Any]:
    """The listing's form as a browser sends it."""
    return form(
        type(listing),
        action,
        **{"name": "Toinen nimi", "municipality": listing.municipality_id or "", **fields},
    )


def submit_change(listing: Any) -> TaskState:
    """A contributor's change that waits for approval."""
    listing.name = "Toinen nimi"
    listing.save_revision()
    listing.get_workflow().start(listing, None)
    state: TaskState = fresh(listing).current_workflow_task_state
    return state


def post_edit(client: Client, listing: Listing, action: str = "", **fields: Any) -> None:
    client.post(url(type(listing), "edit", listing.pk), sent(listing, action, **fields))


def post(client: Client, listing: Listing, view: str, *args: Any, **data: Any) -> None:
    client.post(url(type(listing), view, listing.pk, *args), data)


def approve_at_once(client: Client, listing: Listing) -> None:
    state = submit_change(listing)
    post(client, listing, "workflow_action", "approve", state.pk)


def approve_in_the_form(client: Client, listing: Listing) -> None:
    submit_change(listing)
    data = sent(listing) | {
        "action-workflow-action": "1",
        "workflow-action-name": "approve",
    }
    client.post(url(type(listing), "edit", listing.pk), data)


def revert_and_publish(client: Client, listing: Listing) -> None:
    address = url(type(listing), "revisions_revert", listing.pk, listing.latest_revision_id)
    client.post(address, sent(listing, "publish"))


def delete_many(client: Client, listing: Listing) -> None:
    action = reverse("wagtail_bulk_action", args=["servicemap", listing.kind, "delete"])
    client.post(f"{action}?id={listing.pk}&next=/admin/")


def delete_all(client: Client, listing: Listing) -> None:
    action = reverse("wagtail_bulk_action", args=["servicemap", listing.kind, "delete"])
    client.post(f"{action}?id=all&next=/admin/")


def unschedule(client: Client, listing: Any) -> None:
    revision = listing.save_revision(approved_go_live_at=timezone.now())
    post(client, listing, "revisions_unschedule", revision.pk)


def is_unscheduled(listing: Listing) -> bool:
    return fresh(listing).latest_revision.approved_go_live_at is None


def copy_and_publish(client: Client, listing: Listing) -> None:
    client.post(url(type(listing), "copy", listing.pk), sent(listing, "publish", name="Kopio"))


@dataclass(frozen=True)
class Deed:
    """Something to try, how to see whether it happened, and for whom it must."""

    do: Callable[[Client, Any], None]
    happened: Callable[[Any], bool]
    may: set[str]


def is_renamed(listing: Listing) -> bool:
    return bool(fresh(listing).name == "Toinen nimi")


def is_gone(listing: Listing) -> bool:
    return fresh(listing) is None


DEEDS = {
    "draft": Deed(
        post_edit,
        lambda one: fresh(one).latest_revision.content["name"] == "Toinen nimi",
        {CONTRIBUTOR, *PUBLISHERS},
    ),
    "publish": Deed(lambda client, one: post_edit(client, one, "publish"), is_renamed, PUBLISHERS),
    "revert": Deed(revert_and_publish, is_renamed, PUBLISHERS),
    "unpublish": Deed(
        lambda client, one: post(client, one, "unpublish"),
        lambda one: not fresh(one).live,
        PUBLISHERS,
    ),
    "delete": Deed(lambda client, one: post(client, one, "delete"), is_gone, PUBLISHERS),
    "delete many": Deed(delete_many, is_gone, PUBLISHERS),
    "delete all": Deed(delete_all, is_gone, PUBLISHERS),
    "lock": Deed(
        lambda client, one: post(client, one, "lock"), lambda one: fresh(one).locked, PUBLISHERS
    ),
    "unschedule": Deed(unschedule, is_unscheduled, PUBLISHERS),
    "approve": Deed(approve_at_once, is_renamed, PUBLISHERS),
    "approve in the form": Deed(approve_in_the_form, is_renamed, PUBLISHERS),
    "copy": Deed(
        copy_and_publish,
        lambda one: type(one)._default_manager.filter(name="Kopio", live=True).exists(),
        PUBLISHERS,
    ),
}


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_deed_is_done_only_for_those_who_may(portal: Portal, deed: Deed, role: str) -> None:
    listing = portal.things["facility"]
    deed.do(portal.client(role), listing)
    assert deed.happened(listing) is (role in deed.may)


@pytest.mark.parametrize("model", LISTING_MODELS)
def test_each_kind_of_listing_is_guarded(portal: Portal, model: type[Listing]) -> None:
    listing = portal.things[str(model._meta.model_name)]
    post_edit(portal.client(ELSEWHERE), listing, "publish")
    assert not is_renamed(listing)
    post_edit(portal.client(MUNICIPAL), listing, "publish")
    assert is_renamed(listing)


# Where a listing is put


@pytest.mark.parametrize("action", ["", "publish"])
def test_listing_is_not_moved_into_another_municipality(portal: Portal, action: str) -> None:
    listing = portal.things["association"]
    post_edit(portal.client(MUNICIPAL), listing, action, municipality=portal.other.pk)
    kept = fresh(listing)
    assert kept.municipality == portal.municipality
    assert kept.get_latest_revision_as_object().municipality == portal.municipality


def test_new_listing_is_made_in_ones_own_municipality_only(portal: Portal) -> None:
    client = portal.client(MUNICIPAL)
    data = form(Association, "publish", name="Uusi seura", municipality=portal.other.pk)
    client.post(url(Association, "add"), data)
    assert not Association.objects.filter(name="Uusi seura").exists()
    client.post(url(Association, "add"), form(Association, "publish", name="Uusi seura"))
    made = Association.objects.get(name="Uusi seura")
    assert made.live
    assert made.municipality == portal.municipality


def test_contributor_and_editor_in_one_publishes_at_home_only(portal: Portal) -> None:
    user = portal.users[MUNICIPAL]
    user.groups.add(*portal.users[CONTRIBUTOR].groups.all())
    client = portal.client(MUNICIPAL)
    away = AssociationFactory(name="Muualla", municipality=portal.other)
    page = client.get(url(Association, "edit", away.pk)).content.decode()
    assert 'name="action-publish"' not in page
    post_edit(client, away, "publish")
    assert not is_renamed(away)
    assert fresh(away).latest_revision.content["name"] == "Toinen nimi"
    at_home = portal.things["association"]
    page = client.get(url(Association, "edit", at_home.pk)).content.decode()
    assert 'name="action-publish"' in page
    post_edit(client, at_home, "publish", municipality=portal.other.pk)
    assert not is_renamed(at_home)


def test_change_that_moves_a_listing_away_is_approved_by_publishers(portal: Portal) -> None:
    listing = portal.things["association"]
    listing.municipality = portal.other
    state = submit_change(listing)
    for role in (MUNICIPAL, ELSEWHERE):
        post(portal.client(role), listing, "workflow_action", "approve", state.pk)
        assert not is_renamed(listing), role
    post(portal.client(PUBLISHER), listing, "workflow_action", "approve", state.pk)
    assert fresh(listing).municipality == portal.other


def test_draft_that_was_never_published_is_where_its_latest_version_says(portal: Portal) -> None:
    listing = AssociationFactory(draft=True, municipality=portal.municipality)
    listing.municipality = portal.other
    state = submit_change(listing)
    post(portal.client(MUNICIPAL), listing, "workflow_action", "approve", state.pk)
    assert not fresh(listing).live
    post(portal.client(ELSEWHERE), listing, "workflow_action", "approve", state.pk)
    assert fresh(listing).live


def test_activity_without_a_municipality_is_where_its_facility_is(portal: Portal) -> None:
    hall = FacilityFactory(municipality=portal.municipality)
    club = AssociationFactory(municipality=portal.other)
    activity = ActivityFactory(municipality=None, facility=hall, organiser=club)
    nowhere = ActivityFactory(municipality=None, organiser=None)
    assert list(Activity.objects.in_charge_of([portal.municipality.pk])) == [
        activity,
        portal.things["activity"],
    ]
    for listing, expected in ((activity, True), (nowhere, False)):
        post(portal.client(MUNICIPAL), listing, "unpublish")
        assert (not fresh(listing).live) is expected


def test_permission_given_to_the_user_holds_everywhere(portal: Portal) -> None:
    user = portal.users[MUNICIPAL]
    user.user_permissions.add(Permission.objects.get(codename="publish_association"))
    away = AssociationFactory(municipality=portal.other)
    post(portal.client(MUNICIPAL), away, "unpublish")
    assert not fresh(away).live


# Lists


def test_list_leads_to_the_form_of_ones_own_listings_only(portal: Portal) -> None:
    away = AssociationFactory(name="Muualla", municipality=portal.other)
    page = portal.client(MUNICIPAL).get(url(Association, "list") + "?who=").content.decode()
    own = portal.things["association"]
    assert url(Association, "edit", own.pk) in page
    assert url(Association, "edit", away.pk) not in page
    assert url(Association, "inspect", away.pk) in page
    assert url(Association, "delete", away.pk) not in page


def test_list_takes_no_more_queries_for_more_listings_of_others(
    portal: Portal, django_assert_max_num_queries: Any
) -> None:
    client = portal.client(MUNICIPAL)
    client.get(url(Association, "list"))
    with django_assert_max_num_queries(60) as few:
        client.get(url(Association, "list"))
    for _number in range(8):
        AssociationFactory(municipality=portal.other)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url(Association, "list"))


def test_what_waits_is_shown_to_those_who_may_approve_it(
    portal: Portal, django_assert_max_num_queries: Any
) -> None:
    for listing in list(portal.things.values()):
        submit_change(listing)
    seen = {
        role: TaskState.objects.reviewable_by(portal.users[role]).count()
        for role in (CONTRIBUTOR, ELSEWHERE, MUNICIPAL, PUBLISHER)
    }
    assert seen == {CONTRIBUTOR: 0, ELSEWHERE: 0, MUNICIPAL: 3, PUBLISHER: 3}
    for number in range(6):
        submit_change(AssociationFactory(name=f"Seura {number}", municipality=portal.municipality))
    with django_assert_max_num_queries(40):
        assert TaskState.objects.reviewable_by(portal.users[MUNICIPAL]).count() == 9
