"""The categories of many listings are changed at once, by those who may publish them."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import registry

from servicemap.models import Association, Category, Listing
from servicemap.moderation import EDITORS
from servicemap.roles import ensure_municipal_editors
from tests.factories import AssociationFactory, CategoryFactory, MunicipalityFactory, UserFactory
from tests.servicemap.admin_forms import KINDS, text, url
from tests.servicemap.test_listing_lists import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sport(db: None) -> Category:
    """A topic."""
    category: Category = CategoryFactory(slug="liikunta", name="Liikunta")
    return category


@pytest.fixture
def music(db: None) -> Category:
    """Another topic."""
    category: Category = CategoryFactory(slug="musiikki", name="Musiikki")
    return category


def address(listings: list[Any]) -> str:
    """Where the categories of these are changed."""
    model = type(listings[0])
    action = reverse(
        "wagtail_bulk_action", args=["servicemap", model._meta.model_name, "categories"]
    )
    query = "&".join(f"id={listing.pk}" for listing in listings)
    return f"{action}?{query}&next={url(model, 'list')}"


def change(client: Client, listings: list[Any], status: int = 302, **chosen: Any) -> HttpResponse:
    """Send the form."""
    data = {name: [category.pk for category in some] for name, some in chosen.items()}
    response: HttpResponse = client.post(address(listings), data)
    assert response.status_code == status
    return response


def said(response: HttpResponse) -> str:
    """What the editor is told."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def categories(listing: Listing) -> set[str]:
    """What residents find the listing under."""
    fresh = type(listing)._default_manager.get(pk=listing.pk)
    return {category.name for category in fresh.categories.all()}


def drafted(listing: Listing) -> set[str]:
    """What they will find it under once the latest draft is published."""
    fresh: Any = type(listing)._default_manager.get(pk=listing.pk)
    return {category.name for category in fresh.get_latest_revision_as_object().categories.all()}


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_categories_are_added_and_taken_away_together(
    admin_client: Client, model: type[Listing], factory: Any, sport: Category, music: Category
) -> None:
    both = [factory(categories=[sport]), factory(categories=[sport])]
    other = factory(categories=[sport])
    assert "/categories/" in text(admin_client.get(url(model, "list")))
    asked = admin_client.get(address(both))
    assert str(both[0]) in text(asked)
    assert list(asked.context["form"].fields["remove"].queryset) == [sport]
    answer = said(change(admin_client, both, add=[music], remove=[sport]))
    assert "2" in answer
    assert [categories(one) for one in (*both, other)] == [{"Musiikki"}, {"Musiikki"}, {"Liikunta"}]

    found = admin_client.get("/api/v1/search", {"category": "musiikki"}).json()
    assert {entry["id"] for entry in found["results"]} == {one.pk for one in both}


def test_history_tells_what_was_changed_and_by_whom(
    admin_client: Client, sport: Category, music: Category
) -> None:
    club, same = AssociationFactory(categories=[sport]), AssociationFactory(categories=[music])
    answer = said(change(admin_client, [club, same], add=[music], remove=[sport]))
    assert "1" in answer
    entry = registry.get_logs_for_instance(club).get(action="servicemap.classify")
    assert entry.data == {"added": ["Musiikki"], "removed": ["Liikunta"]}
    assert entry.user == admin_client.get("/admin/").wsgi_request.user
    history = text(admin_client.get(url(Association, "history", club.pk)))
    assert "Musiikki" in history
    assert "Liikunta" in history
    # Nothing was changed in the other, and nothing is said of it.
    assert not registry.get_logs_for_instance(same).filter(action="servicemap.classify").exists()


def test_draft_takes_the_change_and_stays_a_draft(
    admin_client: Client, sport: Category, music: Category
) -> None:
    club = AssociationFactory(name="Ennen", categories=[sport])
    club.name = "Luonnos"
    club.save_revision()
    new = AssociationFactory(draft=True, categories=[sport])
    new.save_revision()
    change(admin_client, [club, new], add=[music])
    for listing in (club, new):
        assert categories(listing) == drafted(listing) == {"Liikunta", "Musiikki"}
    shown = Association.objects.get(pk=club.pk)
    assert (shown.name, shown.has_unpublished_changes) == ("Ennen", True)
    assert not Association.objects.get(pk=new.pk).live
    shown.get_latest_revision().publish()
    assert Association.objects.get(pk=club.pk).name == "Luonnos"
    assert categories(club) == {"Liikunta", "Musiikki"}


def test_category_that_only_the_draft_has_is_taken_away_too(
    admin_client: Client, sport: Category, music: Category
) -> None:
    club = AssociationFactory(categories=[sport])
    club.categories = [sport, music]
    club.save_revision()
    change(admin_client, [club], remove=[music])
    assert categories(club) == drafted(club) == {"Liikunta"}


def test_listing_is_never_left_without_a_category(
    admin_client: Client, sport: Category, music: Category
) -> None:
    bare = AssociationFactory(name="Vain liikuntaa ry", categories=[sport])
    rich = AssociationFactory(categories=[sport, music])
    answer = said(change(admin_client, [bare, rich], remove=[sport]))
    assert "Vain liikuntaa ry" in answer
    assert (categories(bare), categories(rich)) == ({"Liikunta"}, {"Musiikki"})


def test_form_asks_for_something_to_do(admin_client: Client, sport: Category) -> None:
    club = AssociationFactory(categories=[sport])
    assert change(admin_client, [club], 200).context["form"].non_field_errors()
    form = change(admin_client, [club], 200, add=[sport], remove=[sport]).context["form"]
    assert "remove" in form.errors
    assert "add" not in form.errors
    assert categories(club) == {"Liikunta"}


def test_only_those_who_may_publish_change_anything(sport: Category, music: Category) -> None:
    own, elsewhere = MunicipalityFactory(), MunicipalityFactory()
    listings = [
        AssociationFactory(name=name, categories=[sport], municipality=town)
        for name, town in (("Oma ry", own), ("Muiden ry", elsewhere))
    ]
    contributor = member_of(EDITORS)
    change(contributor, listings, add=[music])
    assert [categories(one) for one in listings] == [{"Liikunta"}, {"Liikunta"}]

    client, editor = Client(), UserFactory()
    editor.groups.add(ensure_municipal_editors(own))
    client.force_login(editor)
    change(client, listings, add=[music])
    assert [categories(one) for one in listings] == [{"Liikunta", "Musiikki"}, {"Liikunta"}]


def test_what_another_has_locked_stays(
    admin_client: Client, sport: Category, music: Category
) -> None:
    locked = AssociationFactory(categories=[sport], locked=True, locked_by=UserFactory())
    publisher = member_of("Julkaisijat")
    change(publisher, [locked], add=[music])
    assert categories(locked) == {"Liikunta"}
