"""The roles' groups: made by code, kept in step, and never taken away from."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.snippets.models import get_snippet_models
from wagtail.users.models import UserProfile
from wagtail_modeladmin.options import ModelAdmin

from servicemap.models import Association, Municipality, Role, StaffGroup, User
from servicemap.moderation import ensure_listing_workflow
from servicemap.roles import (
    declarations,
    ensure_municipal_editors,
    ensure_roles,
    group_name,
    role_group,
)
from tests.factories import AssociationFactory, MunicipalityFactory, UserFactory
from tests.servicemap.admin_forms import form, url

pytestmark = pytest.mark.django_db


def names_of(group: Group) -> set[str]:
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


def member(group: Group, **fields: Any) -> User:
    user: User = UserFactory(**fields)
    user.groups.add(group)
    return user


# The declaration


def test_migrating_makes_the_groups() -> None:
    call_command("migrate", verbosity=0)
    names = {staff.role: staff.group.name for staff in StaffGroup.objects.all()}
    assert names == {
        "administrator": "Ylläpitäjät",
        "publisher": "Julkaisijat",
        "contributor": "Sisällöntuottajat",
    }
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


@pytest.mark.parametrize("role", Role)
def test_all_that_is_declared_exists(role: Role) -> None:
    known = {
        f"{app}.{codename}"
        for app, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }
    wanted = {
        f"{app}.{action}_{model}"
        for name, actions in declarations()[role].may.items()
        for app, _dot, model in [name.partition(".")]
        for action in actions
    }
    assert wanted - known == set()


def managed_models() -> set[Any]:
    """The models that have lists of their own in the admin."""
    registers: list[type[ModelAdmin]] = [ModelAdmin]
    found: set[Any] = set(get_snippet_models())
    while registers:
        one = registers.pop()
        registers += one.__subclasses__()
        if one.model is not None and one.__module__.split(".")[0] in {
            app.name for app in apps.get_app_configs()
        }:
            found.add(one.model)
    return found


def test_somebody_but_administrators_looks_after_each_model_of_the_admin() -> None:
    reverse("wagtailadmin_home")
    declared = set(declarations()[Role.PUBLISHER].may)
    models = {model._meta.label_lower for model in managed_models()}
    assert len(models) > 12
    assert models - declared == set(), "Say in servicemap/data/roles.toml who may manage these."


def test_administrators_may_everything_there_is() -> None:
    ensure_roles()
    assert role_group(Role.ADMINISTRATOR).permissions.count() == Permission.objects.count()


def test_contributors_publish_and_delete_nothing() -> None:
    ensure_roles()
    group = role_group(Role.CONTRIBUTOR)
    strong = {"publish", "delete", "lock", "unlock"}
    own = [name.removeprefix("servicemap.") for name in names_of(group) if "servicemap." in name]
    assert "change_activity" in own
    assert [name for name in own if name.partition("_")[0] in strong] == []
    pages = GroupPagePermission.objects.filter(group=group)
    assert {row.permission.codename for row in pages} == {"add_page", "change_page"}


# In step


def test_what_is_missing_is_given_back_and_nothing_is_taken() -> None:
    ensure_roles()
    publishers = role_group(Role.PUBLISHER)
    lost = Permission.objects.get(codename="publish_facility")
    extra = Permission.objects.get(codename="add_site")
    publishers.permissions.remove(lost)
    publishers.permissions.add(extra)
    GroupPagePermission.objects.filter(group=publishers).delete()
    publishers.name = "Julkaisutiimi"
    publishers.save()
    before = Group.objects.count()

    ensure_roles()
    ensure_roles()

    assert Group.objects.count() == before
    assert role_group(Role.PUBLISHER).name == "Julkaisutiimi"
    assert {lost, extra} <= set(publishers.permissions.all())
    root = Page.objects.get(depth=1)
    rows = GroupPagePermission.objects.filter(group=publishers, page=root)
    assert rows.count() == len(declarations()[Role.PUBLISHER].pages)


def test_keeping_in_step_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    for _number in range(3):
        MunicipalityFactory()
    ensure_roles()
    with django_assert_max_num_queries(60) as few:
        ensure_roles()
    for _number in range(5):
        MunicipalityFactory()
    with django_assert_max_num_queries(len(few.captured_queries) + 2 * 5):
        ensure_roles()


# Municipalities


def test_municipality_has_its_group_from_the_start() -> None:
    lahti = MunicipalityFactory(name="Lahti")
    group = lahti.staff_group.group
    assert group.name == "Kunnan toimittajat: Lahti"
    assert "servicemap.publish_association" in names_of(group)
    assert "servicemap.change_category" not in names_of(group)
    lahti.name = "Uusi Lahti"
    lahti.save()
    group.refresh_from_db()
    assert group.name == "Kunnan toimittajat: Uusi Lahti"


def test_name_that_an_administrator_gave_stays() -> None:
    lahti = MunicipalityFactory(name="Lahti")
    group = ensure_municipal_editors(lahti)
    group.name = "Lahden tiimi"
    group.save()
    lahti.name = "Uusi Lahti"
    lahti.save()
    group.refresh_from_db()
    assert group.name == "Lahden tiimi"


def test_municipalities_of_one_name_have_groups_of_their_own() -> None:
    first, second = (MunicipalityFactory(name="Koski") for _number in range(2))
    names = {first.staff_group.group.name, second.staff_group.group.name}
    assert names == {
        "Kunnan toimittajat: Koski",
        f"Kunnan toimittajat: Koski ({second.code})",
    }


def test_municipalities_that_were_loaded_get_their_groups(registers: Any) -> None:
    Group.objects.filter(staff__role=Role.MUNICIPAL).delete()
    ensure_listing_workflow()
    groups = StaffGroup.objects.filter(role=Role.MUNICIPAL)
    assert groups.count() == Municipality.objects.count() == 10
    for staff in groups:
        assert "servicemap.publish_activity" in names_of(staff.group)


def test_group_goes_with_its_municipality(admin_client: Client) -> None:
    municipality = MunicipalityFactory()
    editor = member(municipality.staff_group.group)
    association = AssociationFactory()
    address = reverse("servicemap_municipality_modeladmin_delete", args=[municipality.pk])
    assert admin_client.post(address).status_code == 302
    assert not Group.objects.filter(name=group_name(Role.MUNICIPAL, municipality)).exists()
    client = Client()
    client.force_login(editor)
    client.post(url(Association, "unpublish", association.pk))
    association.refresh_from_db()
    assert association.live


# Mail to those who approve


@pytest.fixture
def lahti() -> Municipality:
    ensure_listing_workflow()
    municipality: Municipality = MunicipalityFactory(name="Lahti")
    return municipality


def submit(municipality: Municipality | None) -> None:
    """A contributor sends a new association for approval."""
    client = Client()
    client.force_login(member(role_group(Role.CONTRIBUTOR), email="tuottaja@example.org"))
    fields = {"municipality": municipality.pk} if municipality else {}
    response = client.post(
        url(Association, "add"), form(Association, "submit", name="Ehdotus ry", **fields)
    )
    assert response.status_code == 302


def test_editors_of_the_municipality_are_asked_in_their_language(lahti: Municipality) -> None:
    own = lahti.staff_group.group
    member(own, email="lahti@example.org")
    swede = member(own, email="lahtis@example.org")
    UserProfile.objects.filter(user=swede).update(preferred_language="sv")
    member(MunicipalityFactory().staff_group.group, email="muu@example.org")
    member(role_group(Role.PUBLISHER), email="julkaisija@example.org")
    member(own, email="lopettanut@example.org", is_active=False)
    submit(lahti)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {"lahti@example.org", "lahtis@example.org"}
    assert "Ehdotus ry" in letters["lahti@example.org"].body
    assert letters["lahti@example.org"].subject != letters["lahtis@example.org"].subject


def test_publishers_are_asked_where_the_municipality_has_no_editor(lahti: Municipality) -> None:
    member(role_group(Role.PUBLISHER), email="julkaisija@example.org")
    submit(lahti)
    submit_to = [letter.to for letter in mail.outbox]
    assert submit_to == [["julkaisija@example.org"]]


def test_publishers_are_asked_about_what_is_in_no_municipality(lahti: Municipality) -> None:
    member(lahti.staff_group.group, email="lahti@example.org")
    member(role_group(Role.PUBLISHER), email="julkaisija@example.org")
    submit(None)
    assert [letter.to for letter in mail.outbox] == [["julkaisija@example.org"]]


def test_administrators_are_asked_where_there_is_nobody_else(lahti: Municipality) -> None:
    UserFactory(email="yllapito@example.org", is_superuser=True)
    submit(lahti)
    assert [letter.to for letter in mail.outbox] == [["yllapito@example.org"]]


# People


def test_new_users_admin_is_in_the_sites_language(client: Client) -> None:
    user = UserFactory(is_superuser=True)
    assert user.wagtail_userprofile.preferred_language == settings.LANGUAGE_CODE == "fi"
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_home"), headers={"accept-language": "en"})
    assert '<html lang="fi"' in page.content.decode()
