"""Who may open what: every address of the admin, asked for as each role.

``permission_matrix.toml`` says for each address who may. An address that is missing there fails the
test, and so does one that is no more.
"""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image

from tests.admin.addresses import Address, addresses, values_for
from tests.admin.conftest import (
    ADMINISTRATOR,
    ANONYMOUS,
    ELSEWHERE,
    MUNICIPAL,
    PUBLISHER,
    ROLES,
    Portal,
    editing_session,
    upload,
)

TABLE = Path(__file__).with_name("permission_matrix.toml")
MUNICIPALITYS = " of one's municipality"
"""Addresses of pages are asked for twice: for a page like others, and for a municipality's."""

Rules = list[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Entry:
    """What the table says of an address."""

    may: frozenset[str]
    answers: int | None

    def is_answer(self, status: int) -> bool:
        """Whether those who may get this: 400 where a form is sent without its fields."""
        return status == self.answers if self.answers else status <= 400


def read_table() -> dict[str, Entry]:
    """What the table says of each address."""
    table: dict[str, Entry] = {}
    for group in tomllib.loads(TABLE.read_text(encoding="utf-8"))["group"]:
        may = frozenset(group["may"])
        assert may <= set(ROLES), f"No such role: {may - set(ROLES)}"
        for name in group["addresses"]:
            for of in group.get("of", [""]):
                full = name.replace("{}", of)
                assert full not in table, f"Twice in {TABLE.name}: {full}"
                table[full] = Entry(may, group.get("answers"))
    return table


BELOW_HOME = ("add", "preview_on_add", "add_subpage", "convert_alias", "move_confirm")
"""Addresses of pages that are asked for with another page than the municipality's."""


def is_of_pages(address: Address) -> bool:
    """Whether the address is that of a page, any page."""
    pages = address.name.startswith(("wagtailadmin_pages:", "wagtailadmin_explore"))
    of_one = {"page_id", "parent_page_id", "page_to_move_id", "pk"} & set(address.parameters)
    return pages and bool(of_one) and address.name.partition(":")[2] not in BELOW_HOME


def wanted() -> list[tuple[str, Address]]:
    """The table's names beside the addresses."""
    return [
        (address.name + suffix, address)
        for address in addresses()
        for suffix in (("", MUNICIPALITYS) if is_of_pages(address) else ("",))
    ]


def task_state(thing: Any) -> Any:
    return thing.current_workflow_task_state


def of_page(page: Any, portal: Portal) -> dict[str, Any]:
    """What stands for the parameters in the addresses of a page."""
    state = task_state(page)
    return {
        "pk": page.pk,
        "page_id": page.pk,
        "page_pk": page.pk,
        "parent_page_id": page.pk,
        "page_to_move_id": page.pk,
        "destination_id": portal.things["destination"].pk,
        "revision_id": page.latest_revision_id,
        "task_state_id": state.pk,
        "task_id": state.task_id,
        "workflow_state_id": state.workflow_state_id,
    }


def of_listing(listing: Any) -> dict[str, Any]:
    """What stands for the parameters in the addresses of a listing."""
    state = task_state(listing)
    return {
        "pk": listing.pk,
        "revision_id": listing.latest_revision_id,
        "task_state_id": state.pk,
        "task_id": state.task_id,
        "workflow_state_id": state.workflow_state_id,
    }


def rules(portal: Portal, role: str, page: Any) -> Rules:
    """Real objects for all parameters; add a line here for an address with another one."""
    things = portal.things
    user = None if role == ANONYMOUS else portal.users[role]
    session = editing_session(page, user)
    registers = [
        (f"*_{name}_modeladmin_*", {"instance_pk": things[name].pk})
        for name in things
        if hasattr(things[name], "pk")
    ]
    listings = [
        (f"*_servicemap_{name}:*", of_listing(things[name]))
        for name in ("association", "facility", "activity")
    ]
    return [
        *registers,
        *listings,
        ("evening_*", {"page_id": things["evening"].pk}),
        ("wagtailforms:*", {"page_id": things["survey"].pk}),
        ("wagtailadmin_pages:convert_alias", {"page_id": things["alias"].pk}),
        (
            "wagtailadmin_pages:*",
            {
                "content_type_app_name": "pages",
                "content_type_model_name": "standardpage",
                "app_label": "pages",
                "model_name": "standardpage",
            },
        ),
        ("wagtailadmin_pages:add", {"parent_page_id": things["home"].pk}),
        ("wagtailadmin_pages:preview_on_add", {"parent_page_id": things["home"].pk}),
        ("wagtailadmin_pages:add_subpage", {"parent_page_id": things["home"].pk}),
        (
            "wagtailadmin_workflows:add_task",
            {"app_label": "wagtailcore", "model_name": "groupapprovaltask"},
        ),
        ("wagtailadmin_workflows:*task*", {"pk": things["task"].pk, "task_id": things["task"].pk}),
        (
            "wagtailadmin_workflows:*",
            {"pk": things["workflow"].pk, "workflow_pk": things["workflow"].pk},
        ),
        (
            "wagtailadmin_collections:*",
            {"pk": things["collection"].pk, "collection_id": things["collection"].pk},
        ),
        ("wagtailadmin_api:images:*", {"pk": things["image"].pk}),
        ("wagtailadmin_api:documents:*", {"pk": things["document"].pk}),
        ("wagtailadmin_api:pages:action", {"action_name": "publish"}),
        (
            "wagtailadmin_editing_sessions:*",
            {
                "app_label": "pages",
                "model_name": "standardpage",
                "object_id": page.pk,
                "session_id": session.pk if session else 1,
            },
        ),
        ("wagtailadmin_tag_model_autocomplete", {"app_name": "taggit", "model_name": "tag"}),
        (
            "wagtail_bulk_action",
            {"app_label": "servicemap", "model_name": "association", "action": "delete"},
        ),
        ("wagtailredirects:*", {"redirect_id": things["redirect"].pk}),
        (
            "wagtailsettings:*",
            {"app_name": "pages", "model_name": "portalsettings", "pk": things["site"].pk},
        ),
        (
            "simple_translation:submit_snippet_translation",
            {
                "app_label": "servicemap",
                "model_name": "association",
                "pk": things["association"].pk,
            },
        ),
        (
            "wagtaildocs*",
            {
                "document_id": things["document"].pk,
                "doc_id": things["document"].pk,
                "pk": things["document"].pk,
                "uploaded_file_id": upload(Document, user).pk,
            },
        ),
        (
            "wagtailimages*",
            {
                "image_id": things["image"].pk,
                "pk": things["image"].pk,
                "filter_spec": "width-100",
                "uploaded_file_id": upload(Image, user).pk,
            },
        ),
        ("contact_person_chooser:*", {"pk": things["contactperson"].pk}),
        ("wagtailsites:*", {"pk": things["site"].pk}),
        ("wagtailusers_users:*", {"pk": things["user"].pk}),
        ("wagtailusers_groups:*", {"pk": things["group"].pk}),
        ("wagtailadmin_password_reset_confirm", {"uidb64": "MQ", "token": "a-b"}),
        ("*", {"action_name": "approve", "revision_id_a": "earliest", "revision_id_b": "latest"}),
        ("*", of_page(page, portal)),
    ]


def is_turned_away(response: Any) -> bool:
    """Whether the admin refuses; it sends those away to its front page or to the sign-in.

    From the form of a listing of another municipality it leads to what everybody may read.
    """
    if response.status_code == 403:
        return True
    if response.status_code not in (301, 302):
        return False
    target = response.url.partition("?")[0]
    front = (reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))
    return target in front or "/inspect/" in target


def ask(client: Client, path: str) -> int | None:
    """Ask for the path, and send it an empty form if that is refused; None if both are.

    Otherwise the status of the answer. Whatever it changes is taken back.
    """
    cookies = deepcopy(client.cookies)
    for method in (client.get, client.post):
        with transaction.atomic():
            response = method(path)
            transaction.set_rollback(True)
        # Whoever was signed out still is signed in.
        client.cookies = deepcopy(cookies)
        if response.status_code != 405 and not is_turned_away(response):
            return int(response.status_code)
    return None


def test_table_knows_every_address() -> None:
    names = {name for name, _address in wanted()}
    missing = sorted(names - set(read_table()))
    assert missing == [], (
        f"Say in {TABLE.name} which roles may open these: add each to a group with those roles. If "
        "they have parameters of a new kind, add what stands for them to rules()."
    )
    assert sorted(set(read_table()) - names) == [], f"Take these out of {TABLE.name}: gone."


def test_roles_that_may_more_may_all_that_the_others_may() -> None:
    for name, entry in read_table().items():
        for more, less in ((ADMINISTRATOR, PUBLISHER), (MUNICIPAL, ELSEWHERE)):
            assert less not in entry.may or more in entry.may, name


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_role_opens_what_it_may_and_nothing_else(full_portal: Portal, role: str) -> None:
    table = read_table()
    client = full_portal.client(role)
    # What breaks is told with all the rest, by its status.
    client.raise_request_exception = False
    given = {
        suffix: rules(full_portal, role, full_portal.things[thing])
        for suffix, thing in (("", "page"), (MUNICIPALITYS, "municipality_page"))
    }
    wrong = {}
    for name, address in wanted():
        values = values_for(address, given[MUNICIPALITYS if name.endswith(MUNICIPALITYS) else ""])
        assert values is not None, f"rules() has nothing for {address.parameters} of {name}"
        entry = table.get(name)
        if entry is None:
            continue
        status = ask(client, address.path(values))
        if role not in entry.may and status is not None:
            wrong[name] = f"may not, but gets {status}"
        elif role in entry.may and status is None:
            wrong[name] = "may, but is turned away"
        elif status is not None and not entry.is_answer(status):
            wrong[name] = f"gets {status}"
    assert wrong == {}
