"""Editors suggest, moderators publish; users are managed."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, WorkflowContentType

from servicemap.models import Association, Listing, User
from servicemap.moderation import EDITORS, MODERATORS, ensure_listing_workflow
from tests.factories import (
    AssociationFactory,
    UserFactory,
)
from tests.servicemap.admin_forms import KINDS, form, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def workflow(db: None) -> Any:
    """The approval workflow with its groups."""
    return ensure_listing_workflow()


def signed_in(group: str) -> tuple[Client, User]:
    """A browser in which somebody of the group has signed in."""
    user: User = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client, user


@pytest.fixture
def editor(workflow: Any) -> Client:
    """An editor's browser."""
    return signed_in(EDITORS)[0]


@pytest.fixture
def moderator(workflow: Any) -> Client:
    """A moderator's browser."""
    return signed_in(MODERATORS)[0]


def test_workflow_is_set_up_once(workflow: Any) -> None:
    assert ensure_listing_workflow() == workflow
    assert WorkflowContentType.objects.filter(workflow=workflow).count() == 3
    assert workflow.workflow_tasks.count() == 1


def test_workflow_chosen_by_an_administrator_stays(workflow: Any) -> None:
    workflow.name = "Oma"
    workflow.save()
    assert ensure_listing_workflow().name == "Oma"


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_editor_submits_and_moderator_approves(
    editor: Client, moderator: Client, client: Client, model: type[Listing], factory: Any
) -> None:
    response = editor.post(url(model, "add"), form(model, "submit", name="Ehdotus"))
    assert response.status_code == 302, response.context["form"].errors
    listing = model._default_manager.get()
    assert not listing.live
    assert listing.current_workflow_state is not None
    task_state: TaskState = listing.current_workflow_task_state

    assert "Ehdotus" in text(moderator.get(reverse("wagtailadmin_home")))
    action = url(model, "workflow_action", listing.pk, "approve", task_state.pk)
    assert moderator.post(action, {}).status_code == 302
    listing.refresh_from_db()
    assert listing.live
    assert client.get(listing.get_absolute_url()).status_code == 200


def test_moderator_sends_a_change_back(editor: Client, moderator: Client) -> None:
    editor.post(url(Association, "add"), form(Association, "submit"))
    listing = Association.objects.get()
    action = url(
        Association, "workflow_action", listing.pk, "reject", listing.current_workflow_task_state.pk
    )
    moderator.post(action, {"comment": "Lisää yhteystiedot."})
    listing.refresh_from_db()
    assert not listing.live
    assert listing.current_workflow_state.status == "needs_changes"


def test_editor_cannot_publish(editor: Client) -> None:
    editor.post(url(Association, "add"), form(Association, "publish"))
    assert not Association.objects.filter(live=True).exists()
    listing = AssociationFactory()
    editor.post(url(Association, "unpublish", listing.pk))
    listing.refresh_from_db()
    assert listing.live


def test_moderator_publishes(moderator: Client) -> None:
    moderator.post(url(Association, "add"), form(Association, "publish"))
    assert Association.objects.get().live


def test_others_cannot_enter(client: Client) -> None:
    client.force_login(UserFactory())
    for model, _factory in KINDS:
        assert client.get(url(model, "list")).status_code == 302


# Users


def test_users_are_managed(admin_client: Client) -> None:
    assert admin_client.get(reverse("wagtailusers_users:index")).status_code == 200
    response = admin_client.post(
        reverse("wagtailusers_users:add"),
        {
            "email": "uusi@example.org",
            "first_name": "Uusi",
            "last_name": "Toimittaja",
            "password1": "kuusi-metsaa-ja-jarvi",
            "password2": "kuusi-metsaa-ja-jarvi",
            "is_active": "on",
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    user = User.objects.get(email="uusi@example.org")
    assert admin_client.get(reverse("wagtailusers_users:edit", args=[user.pk])).status_code == 200
