"""The registers in the admin: lists, forms, and deleting what others need."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import models
from django.test import Client
from django.urls import reverse

from servicemap.models import (
    AccessibilityFeature,
    Activity,
    Category,
    Membership,
    Municipality,
    Place,
    TargetGroup,
    Theme,
)
from servicemap.moderation import EDITORS, MODERATORS, ensure_listing_workflow
from servicemap.register_views import RegisterDeleteView
from tests.factories import (
    AccessibilityFeatureFactory,
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    ContactPersonFactory,
    GrantFactory,
    MembershipFactory,
    MunicipalityFactory,
    PlaceFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NAMED = {"name": "Uusi", "name_sv": "", "name_en": "", "slug": "uusi", "order": "1"}
POINT = {"latitude": "61.0", "longitude": "25.0"}
REGISTERS: list[tuple[type[models.Model], Any, dict[str, str]]] = [
    (Municipality, MunicipalityFactory, {**NAMED, **POINT, "code": "999"}),
    (Place, PlaceFactory, {**POINT, "name": "Uusi", "kind": "village"}),
    (Category, CategoryFactory, {**NAMED, "scheme": "topic"}),
    (TargetGroup, TargetGroupFactory, NAMED),
    (Theme, ThemeFactory, NAMED),
    (AccessibilityFeature, AccessibilityFeatureFactory, NAMED),
]


def url(model: type[models.Model], view: str, *args: Any) -> str:
    """The address of an admin view of a register."""
    return reverse(f"servicemap_{model._meta.model_name}_modeladmin_{view}", args=args)


def page(client: Client, address: str, **data: Any) -> str:
    """The page as text."""
    response = client.get(address, data)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("model", "factory", "data"), REGISTERS)
def test_entry_is_made_changed_and_deleted(
    admin_client: Client, model: type[models.Model], factory: Any, data: dict[str, str]
) -> None:
    assert "<form" in page(admin_client, url(model, "create"))
    response = admin_client.post(url(model, "create"), data)
    assert response.status_code == 302, response.context["form"].errors
    entry = model._default_manager.get()
    assert str(entry) == "Uusi"
    assert "Uusi" in page(admin_client, url(model, "index"))

    edit = url(model, "edit", entry.pk)
    assert "Uusi" in page(admin_client, edit)
    assert admin_client.post(edit, {**data, "name": "Muutettu"}).status_code == 302
    assert str(model._default_manager.get()) == "Muutettu"

    delete = url(model, "delete", entry.pk)
    assert "Muutettu" in page(admin_client, delete)
    assert admin_client.post(delete).status_code == 302
    assert not model._default_manager.exists()


@pytest.mark.parametrize(("model", "factory", "data"), REGISTERS)
def test_list_is_searched(
    admin_client: Client, model: type[models.Model], factory: Any, data: dict[str, str]
) -> None:
    factory(name="Etsitty")
    factory(name="Toinen")
    found = page(admin_client, url(model, "index"), q="etsit")
    assert "Etsitty" in found
    assert "Toinen" not in found


@pytest.mark.parametrize("model", [Municipality, Place, Membership])
def test_search_takes_any_character(admin_client: Client, model: type[models.Model]) -> None:
    address = reverse(f"servicemap_{model._meta.model_name}_modeladmin_index")
    assert admin_client.get(address, {"q": "sata\0ma"}).status_code == 200


def test_memberships_that_wait_come_first(admin_client: Client) -> None:
    MembershipFactory(user__email="voimassa@example.org", user__first_name="", user__last_name="")
    membership = MembershipFactory(state=Membership.State.PENDING)
    found = page(admin_client, url(Membership, "index"))
    assert found.index(str(membership.user)) < found.index("voimassa@example.org")

    response = admin_client.post(
        url(Membership, "edit", membership.pk),
        {
            "user": membership.user_id,
            "association": membership.association_id,
            "role": "owner",
            "state": "active",
        },
    )
    assert response.status_code == 302
    membership.refresh_from_db()
    assert membership.state == Membership.State.ACTIVE


def test_places_are_narrowed_by_municipality(admin_client: Client) -> None:
    lahti = MunicipalityFactory(name="Lahti")
    PlaceFactory(name="Ahtiala", municipality=lahti)
    PlaceFactory(name="Vierumäki")
    found = page(admin_client, url(Place, "index"), municipality=lahti.pk)
    assert "Ahtiala" in found
    assert "Vierumäki" not in found


def test_municipality_in_use_stays_and_the_page_says_what_uses_it(admin_client: Client) -> None:
    municipality = MunicipalityFactory(name="Lahti")
    association = AssociationFactory(name="Lahden seura", municipality=municipality)
    edit = reverse("wagtailsnippets_servicemap_association:edit", args=[association.pk])
    address = url(Municipality, "delete", municipality.pk)
    for response in (admin_client.get(address), admin_client.post(address)):
        assert response.status_code == 200
        content = response.content.decode()
        assert "Lahden seura" in content
        assert f'href="{edit}"' in content
        assert "button serious" not in content
    assert Municipality.objects.filter(pk=municipality.pk).exists()


def test_category_with_children_stays(admin_client: Client) -> None:
    top = CategoryFactory(slug="top", name="Ylin")
    CategoryFactory(slug="below", name="Alempi", parent=top)
    response = admin_client.post(url(Category, "delete", top.pk))
    assert response.status_code == 200
    assert "Alempi" in response.content.decode()
    assert Category.objects.count() == 2


CLASSIFIED = [
    (Category, CategoryFactory, "categories"),
    (TargetGroup, TargetGroupFactory, "target_groups"),
    (Theme, ThemeFactory, "themes"),
    (AccessibilityFeature, AccessibilityFeatureFactory, "accessibility"),
    (Municipality, MunicipalityFactory, "service_area"),
]


@pytest.mark.parametrize(("model", "factory", "name"), CLASSIFIED)
def test_entry_that_a_listing_has_taken_in_use_meanwhile_stays(
    admin_client: Client, model: type[models.Model], factory: Any, name: str
) -> None:
    entry = factory()
    address = url(model, "delete", entry.pk)
    assert "button serious" in page(admin_client, address)
    association = AssociationFactory(name="Lahden seura")
    getattr(association, name).set([entry])
    association.save()
    response = admin_client.post(address)
    assert response.status_code == 200
    content = response.content.decode()
    assert "on käytössä, eikä sitä voi poistaa" in content
    assert "Yhdistykset (1)" in content
    assert "Lahden seura" in content
    assert "button serious" not in content
    assert model._default_manager.filter(pk=entry.pk).exists()

    getattr(association, name).clear()
    association.save()
    assert admin_client.post(address).status_code == 302
    assert not model._default_manager.filter(pk=entry.pk).exists()


def test_entry_that_is_taken_in_use_while_it_is_deleted_stays(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    municipality = MunicipalityFactory(name="Lahti")
    AssociationFactory(name="Lahden seura", municipality=municipality)
    look, looks = RegisterDeleteView.in_the_way, list[Any]()

    def look_too_early(view: RegisterDeleteView) -> Any:
        looks.append(look(view))
        return {} if len(looks) == 1 else looks[-1]

    monkeypatch.setattr(RegisterDeleteView, "in_the_way", look_too_early)
    response = admin_client.post(url(Municipality, "delete", municipality.pk))
    assert response.status_code == 200
    assert "Lahden seura" in response.content.decode()
    assert Municipality.objects.filter(pk=municipality.pk).exists()


def test_grants_and_contact_persons_keep_a_target_group_too(admin_client: Client) -> None:
    group = TargetGroupFactory()
    grant, person = GrantFactory(name="Toiminta-avustus"), ContactPersonFactory(title="Sihteeri")
    grant.target_groups.set([group])
    grant.save()
    person.target_groups.set([group])
    person.save()
    content = page(admin_client, url(TargetGroup, "delete", group.pk))
    assert "Toiminta-avustus" in content
    assert "Sihteeri" in content
    assert "button serious" not in content


def test_of_many_uses_the_first_are_named_and_the_rest_counted(admin_client: Client) -> None:
    category = CategoryFactory()
    for _ in range(22):
        ActivityFactory(categories=[category])
    response = admin_client.get(url(Category, "delete", category.pk))
    (kind,) = response.context["kinds"]
    assert (kind["count"], len(kind["entries"]), kind["more"]) == (22, 20, 2)
    assert "ja 2 muuta" in response.content.decode()


def test_draft_survives_the_deletion_of_its_category(admin_client: Client) -> None:
    category = CategoryFactory()
    activity = ActivityFactory(organiser=None)
    activity.categories = [category]
    revision = activity.save_revision()
    admin_client.post(url(Category, "delete", category.pk))
    revision.refresh_from_db()
    revision.publish()
    published = Activity.objects.get()
    assert published.live
    assert not published.categories.exists()


def test_list_takes_no_more_queries_for_more_entries(
    admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    top = CategoryFactory(slug="top")
    CategoryFactory(slug="a", parent=top)
    admin_client.get(url(Category, "index"))
    with django_assert_max_num_queries(60) as few:
        admin_client.get(url(Category, "index"))
    for number in range(8):
        CategoryFactory(slug=f"b{number}", parent=top)
    with django_assert_max_num_queries(len(few.captured_queries)):
        admin_client.get(url(Category, "index"))


@pytest.mark.parametrize(("group", "allowed"), [(EDITORS, False), (MODERATORS, True)])
def test_registers_are_the_moderators(client: Client, group: str, allowed: bool) -> None:
    ensure_listing_workflow()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    for model, _factory, _data in REGISTERS:
        assert (client.get(url(model, "index")).status_code == 200) is allowed
