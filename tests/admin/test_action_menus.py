"""What the buttons below a form offer to each role."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from servicemap.models import Association
from tests.admin.conftest import CONTRIBUTOR, ELSEWHERE, MUNICIPAL, PUBLISHER, Portal
from tests.pages.factories import home_page, standard_page
from tests.servicemap.admin_forms import url

pytestmark = pytest.mark.django_db


def buttons(client: Client, address: str) -> list[str]:
    """The visible buttons of the footer: what each sends."""
    response = client.get(address)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    found = page.select("footer .w-dropdown-button button:not([hidden]), footer nav > button")
    names = [
        str(button.get("data-workflow-action-name") or button.get("name") or "save")
        for button in found
        if button.get("data-w-dropdown-target") is None
    ]
    assert len(names) > 0
    return names


def waiting(portal: Portal, thing: Any) -> None:
    """A contributor has sent a change for approval."""
    contributor = portal.users[CONTRIBUTOR]
    thing.save_revision(user=contributor)
    thing.get_workflow().start(thing, contributor)


def edit(portal: Portal) -> str:
    return url(Association, "edit", portal.things["association"].pk)


@pytest.mark.parametrize("role", [MUNICIPAL, PUBLISHER])
def test_what_waits_is_approved_by_the_first_button(portal: Portal, role: str) -> None:
    association = portal.things["association"]
    association.summary = "Muutettu."
    waiting(portal, association)
    names = buttons(portal.client(role), edit(portal))
    assert names[0] == "approve"
    assert names.count("approve") == 2
    assert "reject" in names
    assert "save" in names
    assert "action-publish" not in names


def test_enter_in_a_field_saves_a_draft_even_where_something_waits(portal: Portal) -> None:
    waiting(portal, portal.things["association"])
    page = BeautifulSoup(portal.client(MUNICIPAL).get(edit(portal)).content, "html.parser")
    first = page.select_one("form[data-edit-form] button[type=submit]")
    assert first is not None
    assert first.get("name") is None
    assert first.get("data-workflow-action-name") is None


@pytest.mark.parametrize("role", [MUNICIPAL, PUBLISHER])
def test_who_may_publish_is_not_told_to_ask(portal: Portal, role: str) -> None:
    for address in (edit(portal), url(Association, "add")):
        names = buttons(portal.client(role), address)
        assert names[0] == "save"
        assert "action-publish" in names
        assert "action-submit" not in names


def test_who_may_not_publish_asks(portal: Portal) -> None:
    for address in (edit(portal), url(Association, "add")):
        names = buttons(portal.client(CONTRIBUTOR), address)
        assert "action-submit" in names
        assert "action-publish" not in names


def test_pages_have_the_same_buttons(portal: Portal) -> None:
    page = standard_page(home_page("fi"), "Tietoa")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "action-submit" in buttons(portal.client(CONTRIBUTOR), address)
    names = buttons(portal.client(PUBLISHER), address)
    assert "action-publish" in names
    assert "action-submit" not in names

    page.title = "Muutettu"
    waiting(portal, page)
    names = buttons(portal.client(PUBLISHER), address)
    assert names[0] == "approve"
    assert "action-publish" not in names


def test_what_waits_is_not_taken_back_by_the_first_button(portal: Portal) -> None:
    waiting(portal, portal.things["association"])
    page = BeautifulSoup(portal.client(CONTRIBUTOR).get(edit(portal)).content, "html.parser")
    first = page.select_one("footer .w-dropdown-button button, footer nav > button")
    assert first is not None
    assert first.has_attr("disabled")
    assert page.select_one("footer button[name=action-cancel-workflow]") is not None


# What is not one's own


def test_another_municipalitys_listing_says_whose_it_is(portal: Portal) -> None:
    response = portal.client(ELSEWHERE).get(edit(portal), follow=True)
    inspect = url(Association, "inspect", portal.things["association"].pk)
    assert response.redirect_chain == [(inspect, 302)]
    said = BeautifulSoup(response.content, "html.parser").select_one(".messages")
    assert said is not None
    assert "Oma yhdistys" in said.get_text()
    assert portal.municipality.name in said.get_text().replace("Oma yhdistys", "")


def listed(client: Client, query: str = "") -> tuple[set[str], int]:
    """The names in the list of associations, and how many of them have a checkbox."""
    response = client.get(url(Association, "list") + query)
    page = BeautifulSoup(response.content, "html.parser")
    boxes = page.select("input[data-bulk-action-checkbox]")
    return {str(row) for row in response.context["object_list"]}, len(boxes)


def test_lists_begin_with_what_is_ones_own(portal: Portal) -> None:
    assert listed(portal.client(MUNICIPAL)) == ({"Oma yhdistys"}, 1)
    assert listed(portal.client(PUBLISHER)) == ({"Oma yhdistys"}, 1)
    assert listed(portal.client(ELSEWHERE)) == (set(), 0)
    assert listed(portal.client(ELSEWHERE), "?who=") == ({"Oma yhdistys"}, 0)


def test_what_the_list_begins_with_is_seen_and_taken_away(portal: Portal) -> None:
    client = portal.client(ELSEWHERE)
    response = client.get(url(Association, "list"))
    (narrowed,) = response.context["view"].active_filters
    assert narrowed.auto_id == "id_who"
    wider = client.get(narrowed.removed_filter_url)
    assert [str(row) for row in wider.context["object_list"]] == ["Oma yhdistys"]
    assert wider.context["view"].active_filters == []
    assert (
        portal.client(PUBLISHER).get(url(Association, "list")).context["view"].active_filters == []
    )
