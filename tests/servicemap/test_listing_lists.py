"""Lists of listings in the admin: where each is, who keeps it, and what is done to many at once."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry

from servicemap.models import Activity, Association, Facility, Feedback, Listing, Municipality
from servicemap.moderation import EDITORS, MODERATORS, ensure_listing_workflow
from servicemap.place_thumbnail import is_inside, place_thumbnail
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    FacilityFactory,
    MembershipFactory,
    MunicipalityFactory,
    UserFactory,
)
from tests.servicemap.admin_forms import KINDS, text, url
from tests.spreadsheets import csv_table

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.date(2020, 1, 1)


@pytest.fixture
def lahti(db: None) -> Municipality:
    """Lahti with its own code, whose outline is known."""
    town: Municipality = MunicipalityFactory(slug="lahti", name="Lahti", code="398")
    return town


def listed(client: Client, model: type[Listing], **parameters: Any) -> set[str]:
    """The names in the list."""
    response = client.get(url(model, "list"), parameters)
    assert response.status_code == 200
    return {item.name for item in response.context["object_list"]}


def member_of(group: str) -> Client:
    """A browser in which somebody of the group has signed in."""
    ensure_listing_workflow()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


# The picture of the place


def test_point_is_drawn_on_the_outline_of_its_municipality() -> None:
    west = place_thumbnail("398", 60.98, 25.60, "Lahdessa")
    east = place_thumbnail("398", 60.98, 25.70, "Lahdessa")
    assert west is not None
    assert east is not None
    assert 'aria-label="Lahdessa"' in west
    assert float(west.split('cx="')[1].split('"')[0]) < float(east.split('cx="')[1].split('"')[0])


def test_point_in_another_municipality_is_not_drawn() -> None:
    assert place_thumbnail("398", 61.205, 26.034, "Heinolassa") is None
    assert not is_inside("398", 61.205, 26.034)
    assert place_thumbnail("999", 60.98, 25.66, "Muualla") is None
    assert is_inside("999", 60.98, 25.66)


def test_label_of_the_picture_is_text() -> None:
    drawn = place_thumbnail("398", 60.98, 25.66, '"><script>')
    assert drawn is not None
    assert "<script>" not in drawn


def test_list_shows_where_each_is(admin_client: Client, lahti: Municipality) -> None:
    FacilityFactory(municipality=lahti)
    page = text(admin_client.get(url(Facility, "list")))
    assert 'class="place-thumbnail"' in page
    assert "servicemap/admin/listing-list.css" in page
    Facility.objects.update(latitude=61.205, longitude=26.034)
    page = text(admin_client.get(url(Facility, "list")))
    assert "listing-cell__warning" in page
    assert 'class="place-thumbnail"' not in page


def test_activity_is_where_its_facility_is(admin_client: Client, lahti: Municipality) -> None:
    hall = FacilityFactory(municipality=lahti)
    ActivityFactory(name="Hallissa", facility=hall, municipality=None)
    ActivityFactory(name="Ei missään", municipality=lahti)
    ActivityFactory(name="Muualla", facility=hall, municipality=lahti, street_address="Katu 1")
    assert listed(admin_client, Activity, municipality=lahti.pk) == {
        "Hallissa",
        "Ei missään",
        "Muualla",
    }
    assert listed(admin_client, Activity, point="missing") == {"Ei missään", "Muualla"}
    assert listed(admin_client, Activity, point="given") == {"Hallissa"}
    for activity in Activity.objects.with_place():
        location = activity.location
        assert activity.place == (location.municipality and location.municipality.pk)
        missing = Activity.objects.without_point().filter(pk=activity.pk).exists()
        assert missing != location.is_on_map


def test_list_is_narrowed_to_what_residents_report(admin_client: Client) -> None:
    reported, handled = AssociationFactory(name="Väärin"), AssociationFactory(name="Korjattu")
    AssociationFactory(name="Kunnossa")
    for _ in range(2):
        Feedback.objects.create(association=reported, topic=Feedback.Topic.ENDED)
    Feedback.objects.create(
        association=handled, topic=Feedback.Topic.ENDED, state=Feedback.State.HANDLED
    )
    assert listed(admin_client, Association, feedback="new") == {"Väärin"}


def test_list_says_who_keeps_the_listing(admin_client: Client) -> None:
    club = AssociationFactory()
    for state in ("active", "active", "ended"):
        MembershipFactory(association=club, state=state)
    ActivityFactory(organiser=club)
    (row,) = admin_client.get(url(Association, "list")).context["object_list"]
    assert row.keepers == 2
    (row,) = admin_client.get(url(Activity, "list")).context["object_list"]
    assert row.keepers == 2


def test_oldest_come_first_when_sorted_so(admin_client: Client) -> None:
    AssociationFactory(name="Uusi")
    AssociationFactory(name="Vanha", confirmed_on=LONG_AGO)
    response = admin_client.get(url(Association, "list"), {"ordering": "confirmed_on"})
    assert [row.name for row in response.context["object_list"]] == ["Vanha", "Uusi"]


# Exports


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_names_of_listings_do_not_run_when_exported(
    admin_client: Client, model: type[Listing], factory: Any
) -> None:
    factory(name="=HYPERLINK(1)", latitude=-1.5, longitude=-2.5)
    [row] = csv_table(admin_client.get(url(model, "list"), {"export": "csv"}))[1:]
    assert "'=HYPERLINK(1)" in row
    # Numbers stay numbers where the decimal mark is a comma.
    assert {"-1,5", "-2,5"} <= set(row)


# Many at once


def act(client: Client, action: str, listings: list[Listing], send: bool = True) -> HttpResponse:
    """Ask for the action on the listings, and send it unless told not to."""
    model = type(listings[0])
    address = reverse("wagtail_bulk_action", args=["servicemap", model._meta.model_name, action])
    query = "&".join(f"id={listing.pk}" for listing in listings)
    back = url(model, "list")
    method = client.post if send else client.get
    response: HttpResponse = method(f"{address}?{query}&next={back}")
    assert response.status_code == (302 if send else 200)
    return response


def said(response: HttpResponse) -> str:
    """What the editor is told."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_listings_are_confirmed_together(
    admin_client: Client, model: type[Listing], factory: Any
) -> None:
    old = [factory(confirmed_on=LONG_AGO) for _ in range(3)]
    asked = text(admin_client.get(url(model, "list")))
    assert "/confirm/" in asked
    assert str(old[0]) in text(act(admin_client, "confirm", old[:2], send=False))
    answer = said(act(admin_client, "confirm", old[:2]))
    assert "2" in answer
    fresh = model._default_manager.filter(confirmed_on=timezone.localdate())
    assert {one.pk for one in fresh} == {one.pk for one in old[:2]}
    entry = registry.get_logs_for_instance(old[0]).get(action="servicemap.confirm")
    assert entry.user == admin_client.get("/admin/").wsgi_request.user
    assert "servicemap.confirm" not in text(admin_client.get(url(model, "history", old[0].pk)))


def test_confirmation_survives_a_draft_that_is_published_later(admin_client: Client) -> None:
    club = AssociationFactory(confirmed_on=LONG_AGO)
    club.name = "Luonnos"
    club.save_revision()
    act(admin_client, "confirm", [club])
    live = Association.objects.get()
    assert live.name != "Luonnos"
    live.get_latest_revision().publish()
    live.refresh_from_db()
    assert (live.name, live.confirmed_on) == ("Luonnos", timezone.localdate())


def test_drafts_are_published_and_unpublished_together(
    admin_client: Client, client: Client
) -> None:
    draft, changed, same = (
        AssociationFactory(draft=True),
        AssociationFactory(),
        AssociationFactory(),
    )
    changed.summary = "Uusi lause."
    changed.save_revision()
    answer = said(act(admin_client, "publish", [draft, changed, same]))
    assert "2" in answer
    assert "1" in answer
    for listing in (draft, changed):
        listing.refresh_from_db()
        assert listing.live
        assert not listing.has_unpublished_changes
        actions = registry.get_logs_for_instance(listing).values_list("action", flat=True)
        assert "wagtail.publish" in actions
    assert changed.summary == "Uusi lause."
    assert "Uusi lause." in text(client.get(changed.get_absolute_url()))

    act(admin_client, "unpublish", [draft, changed])
    assert client.get(changed.get_absolute_url()).status_code == 404
    assert set(Association.objects.published()) == {same}
    act(admin_client, "publish", [draft, changed])
    assert Association.objects.published().count() == 3


def test_draft_that_cannot_be_published_is_named_and_left(admin_client: Client) -> None:
    taken = AssociationFactory(name="Sama", slug="sama")
    other = AssociationFactory(name="Toinen", slug="toinen", draft=True)
    other.slug = "sama"
    other.save_revision(clean=False)
    fine = AssociationFactory(name="Kolmas", draft=True)
    answer = said(act(admin_client, "publish", [other, fine]))
    assert "Toinen" in answer
    assert set(Association.objects.published()) == {taken, fine}


@pytest.mark.parametrize("action", ["confirm", "publish", "unpublish"])
def test_editor_who_may_not_publish_changes_nothing(action: str) -> None:
    editor = member_of(EDITORS)
    live = AssociationFactory(confirmed_on=LONG_AGO)
    draft = AssociationFactory(confirmed_on=LONG_AGO, draft=True)
    page = text(act(editor, action, [live, draft], send=False))
    assert 'type="submit"' not in page.split("</header>")[-1].split("nice-padding")[-1]
    act(editor, action, [live, draft])
    live.refresh_from_db()
    draft.refresh_from_db()
    assert (live.live, draft.live) == (True, False)
    assert {live.confirmed_on, draft.confirmed_on} == {LONG_AGO}


def test_what_another_has_locked_stays() -> None:
    moderator = member_of(MODERATORS)
    listing = AssociationFactory(draft=True, locked=True, locked_by=UserFactory())
    act(moderator, "publish", [listing])
    listing.refresh_from_db()
    assert not listing.live
    free = AssociationFactory(draft=True)
    act(moderator, "publish", [free])
    free.refresh_from_db()
    assert free.live
