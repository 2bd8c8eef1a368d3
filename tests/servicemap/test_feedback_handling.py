"""What becomes of residents' reports: who handles them, and when they are forgotten."""

import datetime
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from servicemap.models import Association, Feedback
from servicemap.moderation import EDITORS, MODERATORS, ensure_listing_workflow
from tests.factories import AssociationFactory, MembershipFactory, MunicipalityFactory, UserFactory
from tests.servicemap.admin_forms import url

pytestmark = pytest.mark.django_db


def report(**fields: Any) -> Feedback:
    return Feedback.objects.create(
        **{"association": AssociationFactory(), "topic": "times", "email": "a@example.org"} | fields
    )


def test_old_reports_and_addresses_are_forgotten() -> None:
    now = timezone.now()
    old, handled, lately, new = (report() for _ in range(4))
    Feedback.objects.filter(pk=old.pk).update(created_at=now - datetime.timedelta(days=366))
    Feedback.objects.filter(pk=handled.pk).update(handled_at=now - datetime.timedelta(days=31))
    Feedback.objects.filter(pk=lately.pk).update(handled_at=now - datetime.timedelta(days=29))
    out = StringIO()
    with translation.override("en"):
        call_command("purge_feedback", stdout=out)
    assert "1 report deleted." in out.getvalue()
    kept = dict(Feedback.objects.values_list("pk", "email"))
    assert kept == {handled.pk: "", lately.pk: "a@example.org", new.pk: "a@example.org"}


def in_group(name: str) -> Client:
    ensure_listing_workflow()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=name))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("may_delete", [False, True])
def test_editors_handle_reports(may_delete: bool) -> None:
    feedback = report(text="Ovi on lukossa.")
    own = feedback.association.municipality.staff_group.group.name
    client = in_group(MODERATORS if may_delete else own)
    listed = client.get(reverse("servicemap_feedback_modeladmin_index")).content.decode()
    assert str(feedback.association) in listed
    edit = reverse("servicemap_feedback_modeladmin_edit", args=[feedback.pk])
    page = client.get(edit).content.decode()
    assert "Ovi on lukossa." in page
    assert url(Association, "edit", feedback.association_id) in page
    assert f"mailto:{feedback.email}" in page
    client.post(edit, {"state": "handled", "text": "muutettu", "topic": "other"})
    feedback.refresh_from_db()
    assert (feedback.state, feedback.text, feedback.topic) == (
        "handled",
        "Ovi on lukossa.",
        "times",
    )
    assert feedback.handled_at is not None
    client.post(edit, {"state": "new"})
    feedback.refresh_from_db()
    assert feedback.handled_at is None
    client.post(reverse("servicemap_feedback_modeladmin_delete", args=[feedback.pk]))
    assert Feedback.objects.exists() != may_delete


def test_municipality_handles_reports_on_its_own_listings_only() -> None:
    feedback = report(text="Ovi on lukossa.")
    elsewhere = MunicipalityFactory().staff_group.group.name
    for group in (elsewhere, EDITORS):
        client = in_group(group)
        listed = client.get(reverse("servicemap_feedback_modeladmin_index")).content.decode()
        assert str(feedback.association) not in listed
        edit = reverse("servicemap_feedback_modeladmin_edit", args=[feedback.pk])
        assert client.get(edit).status_code == 302
        client.post(edit, {"state": "handled"})
    feedback.refresh_from_db()
    assert feedback.handled_at is None


def test_nobody_makes_reports_in_the_admin(admin_client: Client) -> None:
    response = admin_client.get(reverse("servicemap_feedback_modeladmin_create"))
    assert response.status_code in {302, 403}


@pytest.mark.parametrize("address", ["index", "edit"])
def test_others_do_not_see_reports(address: str) -> None:
    feedback = report(text="Ovi on lukossa.")
    client = Client()
    client.force_login(MembershipFactory(association=feedback.association).user)
    arguments = [feedback.pk] if address == "edit" else []
    response = client.get(
        reverse(f"servicemap_feedback_modeladmin_{address}", args=arguments), follow=True
    )
    assert "Ovi on lukossa." not in response.content.decode()
    assert response.redirect_chain or response.status_code == 403
