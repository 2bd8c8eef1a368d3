"""Every register of the admin is searched, narrowed, exported and explained."""

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import load_workbook

from servicemap.models import GrantSubscriber
from servicemap.register_views import RegisterModelAdmin
from tests.admin.registers import REGISTERS, ROWS, name_of
from tests.factories import GrantFactory
from tests.spreadsheets import csv_table

pytestmark = pytest.mark.django_db

each = pytest.mark.parametrize("register", REGISTERS, ids=name_of)
KEPT_IN = {GrantSubscriber}
"""Registers without export: the addresses are for reminders only."""

exported = pytest.mark.parametrize(
    "register", [one for one in REGISTERS if one.model not in KEPT_IN], ids=name_of
)


def index(register: RegisterModelAdmin) -> str:
    """The address of the list."""
    return str(register.url_helper.get_action_url("index"))


def listed(client: Client, address: str, **asked: str) -> str:
    """The rows of the list, as text."""
    response = client.get(address, asked)
    assert response.status_code == 200, address
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(one.get_text(" ") for one in soup.select("#listing-results, .result-list"))


def in_xlsx(response: Any) -> list[list[str]]:
    """The rows of the file."""
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.values]


def make(register: RegisterModelAdmin, word: str) -> Any:
    """A row that is found by the word."""
    assert register.model in ROWS, f"Say in tests/admin/registers.py how to make {register.model}."
    return ROWS[register.model].make(word)


def test_the_registers_that_editors_need_are_among_them() -> None:
    names = {name_of(register) for register in REGISTERS}
    assert names >= {
        *("municipality", "category", "targetgroup", "theme", "accessibilityfeature"),
        *("contactperson", "grant", "synonym", "feedback"),
    }
    assert len(names) == len(REGISTERS)


@each
def test_list_is_searched(admin_client: Client, register: RegisterModelAdmin) -> None:
    for word in ("Kuikka", "Telkkä"):
        make(register, word)
    found = listed(admin_client, index(register), q="kuikka")
    assert "kuikka" in found.lower()
    assert "telkkä" not in found.lower()


@each
def test_list_is_narrowed_by_each_choice_of_each_filter(
    admin_client: Client, register: RegisterModelAdmin
) -> None:
    for word in ("Kuikka", "Telkka"):
        make(register, word)
    address = index(register)
    page = BeautifulSoup(admin_client.get(address).content, "html.parser")
    choices = [str(link["href"]) for link in page.select(".changelist-filter li a")]
    filters = page.select(".changelist-filter ul")
    assert filters
    assert all(len(one.select("li")) > 1 for one in filters)
    total = register.model._default_manager.count()
    counts = {}
    for choice in choices:
        response = admin_client.get(f"{address}{choice}")
        assert response.status_code == 200, choice
        counts[choice] = response.context["result_count"]
    assert max(counts.values()) == total
    # Some choice leaves something out: else it would be no filter.
    assert min(counts.values()) < total


@each
def test_list_of_what_there_is_not_is_the_whole_list(
    admin_client: Client, register: RegisterModelAdmin
) -> None:
    make(register, "Kuikka")
    total = register.model._default_manager.count()
    page = admin_client.get(index(register))
    for one in page.context["view"].filter_specs:
        (name, *_rest) = one.expected_parameters()
        for wrong in ("zzz", "²", "9" * 30, "\0"):
            response = admin_client.get(index(register), {name: wrong}, follow=True)
            assert response.status_code == 200, (name, wrong)
            assert response.context["result_count"] in (0, total), (name, wrong)


@each
def test_nothing_is_found_out_by_fields_that_are_not_shown(
    admin_client: Client, register: RegisterModelAdmin
) -> None:
    make(register, "Kuikka")
    total = register.model._default_manager.count()
    for name in ("pk", "user__password__startswith", "email__startswith", "no_such_field"):
        response = admin_client.get(index(register), {name: "-1"})
        assert response.status_code == 200
        assert response.context["result_count"] == total, name


@exported
def test_list_is_exported_as_it_is_searched(
    admin_client: Client, register: RegisterModelAdmin
) -> None:
    for word in ("Kuikka", "Telkkä"):
        make(register, word)
    page = BeautifulSoup(admin_client.get(index(register)).content, "html.parser")
    offered = {str(link["href"]).partition("export=")[2] for link in page.select("a[href*=export]")}
    assert offered == {"csv", "xlsx"}
    asked = {"q": "kuikka"}
    rows = csv_table(admin_client.get(index(register), {**asked, "export": "csv"}))
    heading, *own = rows
    assert heading == [text[:1].upper() + text[1:] for text in heading], (
        "The first letter is a capital, and only that."
    )
    assert len(set(heading)) == len(register.list_export)
    assert not {name for name in heading if "_" in name or name == ""}
    assert len(own) == 1
    said = "; ".join(own[0])
    for word in ("kuikka", *ROWS[register.model].exported):
        # CSV has decimals as Finns write them.
        assert word.lower().replace(".", ",") in said.lower().replace(".", ","), word
    assert "-" not in own[0]

    response = admin_client.get(index(register), {**asked, "export": "xlsx"})
    assert response["Content-Disposition"].endswith('.xlsx"')
    today = timezone.localdate().isoformat()
    called = slugify(register.get_menu_label())
    assert f'filename="{called}-{today}.xlsx"' in response["Content-Disposition"]
    table = in_xlsx(response)
    assert table[0] == heading
    assert len(table) == 2
    for in_one, in_other in zip(own[0], table[1], strict=True):
        # A spreadsheet knows one kind of number only, and no decimal mark.
        assert in_one in (in_other, in_other.replace(".", ","), f"{in_other},0")


@each
def test_list_takes_no_more_queries_for_more_rows(
    admin_client: Client, register: RegisterModelAdmin
) -> None:
    make(register, "Kuikka")
    admin_client.get(index(register))
    with CaptureQueriesContext(
        connection,
    ) as few:
        admin_client.get(index(register))
    for word in ("Telkka", "Haahka", "Tavi", "Sinisorsa", "Koskelo"):
        make(register, word)
    with CaptureQueriesContext(connection) as many:
        admin_client.get(index(register))
    assert len(many) <= len(few)
    assert len(many) <= 20


@exported
def test_export_takes_no_more_queries_for_more_rows(
    admin_client: Client, register: RegisterModelAdmin
) -> None:
    make(register, "Kuikka")
    address = f"{index(register)}?export=csv"
    csv_table(admin_client.get(address))
    with CaptureQueriesContext(connection) as few:
        csv_table(admin_client.get(address))
    for word in ("Telkka", "Haahka", "Tavi"):
        make(register, word)
    with CaptureQueriesContext(connection) as many:
        assert len(csv_table(admin_client.get(address))) >= 5
    assert len(many) <= len(few)


# Help texts

edited = exported
"""Those of whom there is no export are not edited either."""

SAYS_ALL = {
    *("email", "phone", "contact_email", "contact_phone", "latitude", "longitude"),
    *("for_associations", "for_groups", "for_residents"),
}
"""Fields whose label says everything there is to say."""

LANGUAGES = ("_sv", "_en")


def fields_in(soup: BeautifulSoup) -> dict[str, bool]:
    """The names of the fields in a form, and whether something beside each explains it."""
    found: dict[str, bool] = {}
    for control in soup.select("[data-field-input] [name], [data-field-input] textarea"):
        name = str(control.get("name", "")).rpartition("-")[2]
        if not name or control.get("type") == "hidden":
            continue
        field = control.find_parent(attrs={"data-field": True}) or control.find_parent(
            class_="w-field"
        )
        assert isinstance(field, Tag)
        help_text = field.select_one("[data-field-help]")
        found[name] = bool(help_text and help_text.get_text(strip=True)) or found.get(name, False)
    return found


def form_of(client: Client, register: RegisterModelAdmin) -> BeautifulSoup:
    """The form of an entry, with those of its children."""
    entry = make(register, "Kuikka")
    response = client.get(register.url_helper.get_action_url("edit", entry.pk))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@edited
def test_form_explains_every_field(admin_client: Client, register: RegisterModelAdmin) -> None:
    explained = fields_in(form_of(admin_client, register))
    assert explained
    unexplained = {
        name
        for name, is_explained in explained.items()
        if not is_explained
        and name not in SAYS_ALL
        # A translation says what the field itself says.
        and not (name.endswith(LANGUAGES) and explained.get(name[:-3]))
    }
    assert unexplained == set()


def test_list_says_above_it_what_narrows_it(admin_client: Client) -> None:
    GrantFactory(name="Toiminta-avustus")
    address = reverse("servicemap_grant_modeladmin_index")
    page = BeautifulSoup(admin_client.get(address).content, "html.parser")
    [summary] = page.select(".register-filters summary")
    assert summary.get_text(strip=True) == "Rajaukset"
    assert not page.select(".register-filters__used")
    asked = {"live__exact": "1", "kind__exact": "project"}
    page = BeautifulSoup(admin_client.get(address, asked).content, "html.parser")
    [summary] = page.select(".register-filters summary")
    assert summary.get_text(strip=True) == "Rajaukset (2)"
    [kind, live] = page.select("a.register-filters__used")
    assert kind.get_text(" ", strip=True).endswith("Laji: Kohdeavustus")
    assert live.get_text(" ", strip=True) == "Poista rajaus: Julkaistu: Kyllä"
    # The address without one keeps the other.
    assert kind["href"] == "?live__exact=1"
    assert live["href"] == "?kind__exact=project"
