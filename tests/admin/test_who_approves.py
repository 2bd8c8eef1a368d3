"""Whoever sends a change for approval is told whom it goes to."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail.users.models import UserProfile

from pages.models import HomePage, StandardPage
from servicemap.models import Association, Role, User
from servicemap.moderation import ensure_listing_workflow
from servicemap.roles import ensure_municipal_editors, role_group
from servicemap.who_approves import who_approves, who_would_approve
from tests.factories import AssociationFactory, MunicipalityFactory, UserFactory
from tests.pages.factories import home_page
from tests.servicemap.admin_forms import form, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _workflow(db: None) -> None:
    ensure_listing_workflow()


def somebody(role: Role) -> User:
    user: User = UserFactory()
    user.groups.add(role_group(role))
    return user


def editor_of(name: str) -> Any:
    """A municipality that has an editor."""
    municipality = MunicipalityFactory(name=name)
    user: User = UserFactory()
    user.groups.add(ensure_municipal_editors(municipality))
    return municipality


@pytest.fixture
def contributor(client: Client) -> Client:
    """The browser of a contributor whose admin is in English."""
    user = somebody(Role.CONTRIBUTOR)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def home(db: None) -> HomePage:
    """The Finnish home page at the root of the site."""
    return home_page("fi")


def told(response: Any) -> str:
    """The messages that the answer shows."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def submit(client: Client, listing: Any, **changed: Any) -> str:
    """Send a change for approval; return the messages."""
    data = form(Association, "submit", name=listing.name, slug=listing.slug, **changed)
    response = client.post(url(Association, "edit", listing.pk), data)
    assert response.status_code == 302, response.context["form"].errors
    return told(response)


def status(client: Client, listing: Any) -> str:
    """What is said beside the form."""
    page = text(client.get(url(Association, "edit", listing.pk)))
    found = re.search(r"who-approves.*?w-label-3[^>]*>(.*?)<", page, re.DOTALL)
    return found[1] if found else ""


def test_editors_of_the_municipality_are_named(contributor: Client) -> None:
    somebody(Role.PUBLISHER)
    town = editor_of("Kumpula")
    listing = AssociationFactory(municipality=town)
    assert status(contributor, listing) == (
        "Your changes go for approval to the editors of the municipality (Kumpula)"
    )
    expected = "Waiting for approval by the editors of the municipality (Kumpula)"
    assert f"{expected}. Residents see" in submit(contributor, listing, municipality=town.pk)
    assert status(contributor, listing) == expected


def test_a_change_that_moves_a_listing_names_both(contributor: Client) -> None:
    first, second = editor_of("Kumpula"), editor_of("Laakso")
    User.objects.get(groups__staff__municipality=first).groups.add(ensure_municipal_editors(second))
    listing = AssociationFactory(municipality=first)
    said = submit(contributor, listing, municipality=second.pk)
    assert "the editors of the municipalities (Kumpula, Laakso)" in said


def test_publishers_are_named_where_nobody_else_is_asked(contributor: Client) -> None:
    """In both cases: no editors in the municipality, and no publishers either."""
    town = MunicipalityFactory(name="Kumpula")
    listing, other = AssociationFactory(municipality=town), AssociationFactory(municipality=town)
    assert "approval by the administrators." in submit(contributor, listing, municipality=town.pk)
    somebody(Role.PUBLISHER)
    assert "approval by the publishers." in submit(contributor, other, municipality=town.pk)
    assert status(contributor, other) == "Waiting for approval by the publishers"


def test_a_new_listing_says_it_too(contributor: Client) -> None:
    town = editor_of("Kumpula")
    response = contributor.post(
        url(Association, "add"), form(Association, "submit", municipality=town.pk)
    )
    assert "the editors of the municipality (Kumpula)" in told(response)


def test_a_draft_is_sent_to_nobody(contributor: Client) -> None:
    town = editor_of("Kumpula")
    listing = AssociationFactory(municipality=town)
    data = form(Association, name=listing.name, slug=listing.slug, municipality=town.pk)
    response = contributor.post(url(Association, "edit", listing.pk), data)
    assert "approval" not in told(response)
    assert status(contributor, listing).startswith("Your changes go for approval to")


def test_a_change_that_was_sent_back_waits_for_nobody(contributor: Client) -> None:
    town = editor_of("Kumpula")
    listing = AssociationFactory(municipality=town)
    submit(contributor, listing, municipality=town.pk)
    listing.refresh_from_db()
    task = listing.current_workflow_task_state
    task.reject(user=User.objects.get(groups__staff__municipality=town), comment="Kesken.")
    listing.refresh_from_db()
    assert who_approves(listing) == ""


def test_nobody_needs_the_approval_of_somebody_else_where_they_may_publish(client: Client) -> None:
    town = editor_of("Kumpula")
    listing = AssociationFactory(municipality=town)
    editor = User.objects.get(groups__staff__municipality=town)
    client.force_login(editor)
    assert who_would_approve(listing, editor) == ""
    assert status(client, listing) == ""


@pytest.mark.parametrize(
    ("decision", "said"),
    [("approve", "Approved and published: “Seura”."), ("reject", "Sent back to be changed")],
)
def test_whoever_decides_reads_what_has_come_of_it(
    contributor: Client, decision: str, said: str
) -> None:
    town = editor_of("Kumpula")
    listing = AssociationFactory(name="Seura", municipality=town)
    submit(contributor, listing, municipality=town.pk, summary="Uutta.")
    editor = User.objects.get(groups__staff__municipality=town)
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "en"})
    browser = Client()
    browser.force_login(editor)
    data = form(
        Association,
        "workflow-action",
        name="Seura",
        slug=listing.slug,
        municipality=town.pk,
        summary="Uutta.",
    )
    data |= {"workflow-action-name": decision, "workflow-action-extra-data": "{}"}
    response = browser.post(url(Association, "edit", listing.pk), data)
    assert response.status_code == 302, response.context["form"].errors
    assert said in told(response)
    listing.refresh_from_db()
    assert (listing.summary == "Uutta.") == (decision == "approve")


def test_pages_go_to_publishers(contributor: Client, home: HomePage) -> None:
    somebody(Role.PUBLISHER)
    page = home.add_child(instance=StandardPage(title="Tietoa", slug="tietoa"))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = {"title": "Tietoa", "slug": "tietoa", "lead": "", "action-submit": "1"}
    streams = {"body": streamfield([])}
    response = contributor.post(edit, nested_form_data({**data, **streams}))
    assert response.status_code == 302, response.context["form"].errors
    assert "Waiting for approval by the publishers." in told(response)
    assert "Waiting for approval by the publishers" in text(contributor.get(edit))


def test_groups_of_an_administrators_own_are_named(home: HomePage) -> None:
    ensure_listing_workflow()
    board = Group.objects.create(name="Toimituskunta")
    member: User = UserFactory()
    member.groups.add(board)
    task = GroupApprovalTask.objects.create(name="Oma")
    task.groups.add(board)
    workflow = Workflow.objects.create(name="Oma")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = home.add_child(instance=StandardPage(title="Tietoa", slug="tietoa"))
    page.save_revision()
    workflow.start(page, member)
    assert who_approves(page) == "Toimituskunta"
