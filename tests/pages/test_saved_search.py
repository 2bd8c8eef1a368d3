"""What an editor is told of a search on a page, and how its topic is chosen."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.blocks import StructBlockValidationError
from wagtail.test.utils.form_data import nested_form_data, streamfield

from pages.blocks.registers import INDENT, category_choices
from pages.blocks.search_map import SearchMapBlock
from pages.models import HomePage
from tests.factories import CategoryFactory, FacilityFactory, MunicipalityFactory
from tests.pages.factories import standard_page

pytestmark = pytest.mark.django_db

EMPTY = dict.fromkeys(("address", "words", "kind", "municipality", "category", "theme"), "")
REST = {"title": "Tilat", "show": "map", "size": "medium"}


def refusal(address: str) -> str:
    """What is said of an address; empty where it is taken."""
    block = SearchMapBlock()
    try:
        block.clean(block.normalize({**EMPTY, **REST, "address": address}))
    except StructBlockValidationError as error:
        return " ".join(error.block_errors["address"].messages)
    return ""


class TestAddress:
    """An address that the search does not understand is not taken."""

    @pytest.mark.parametrize(
        "query",
        [
            "q=kuoro&kunta=398",
            "q=kuoro&utm_source=some&kunta=398",
            "kunta=398",
        ],
    )
    def test_unknown_parameters_are_named(self, query: str) -> None:
        said = refusal(f"/fi/haku/?{query}")
        assert "kunta" in said
        assert ("utm_source" in said) == ("utm_source" in query)
        assert "kuoro" not in said

    @pytest.mark.parametrize(
        ("query", "part"),
        [
            ("kind=talo", "kind=talo"),
            ("q=kuoro&when=joskus", "when=joskus"),
            ("q=kuoro&radius=500", "radius=500"),
            ("category=kutominen", "category=kutominen"),
            ("q=kuoro&municipality=398&municipality=999", "municipality=398,999"),
        ],
    )
    def test_wrong_values_are_named(self, query: str, part: str) -> None:
        MunicipalityFactory(code="398", slug="lahti")
        said = refusal(f"/fi/haku/?{query}")
        assert f"“{part}”" in said or f"”{part}”" in said
        assert "q=kuoro" not in said

    def test_all_that_the_sites_own_addresses_have_is_taken(self) -> None:
        MunicipalityFactory(code="398", slug="lahti")
        with translation.override("fi"):
            search, calendar = reverse("search"), reverse("calendar")
            builder, embed = reverse("embed_builder"), reverse("embed")
        assert refusal(f"{search}?q=kuoro&municipality=398&sort=name&page=2&show=map&kind=") == ""
        near = "near=60.98,25.66&radius=2000&place=Lahti&asked=Lahti&sort=distance"
        assert refusal(f"{search}?q=kuoro&{near}") == ""
        assert refusal(f"{calendar}?q=kuoro&when=weekend&day=") == ""
        assert refusal(f"{builder}?q=kuoro&show=list&height=500&lang=sv&title=Kuorot") == ""
        assert refusal(f"{embed}?q=kuoro&scheme=dark&within=1") == ""


class TestWarning:
    """A search that finds nothing now may find something tomorrow: it is taken, and told of."""

    def warnings(self, client: Client, home: HomePage, **fields: Any) -> list[str]:
        page = standard_page(home, "Tilat")
        form = nested_form_data(
            {
                "title": page.title,
                "slug": page.slug,
                "lead": "",
                "body": streamfield([("search_map", {**EMPTY, **REST, **fields})]),
                "comments": {
                    f"{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")
                },
            }
        )
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        saved = client.post(edit, {**form, "action-publish": "1"}, follow=True)
        page.refresh_from_db()
        assert page.body[0].value["title"] == "Tilat"
        messages = saved.context["messages"]
        return [unescape(str(one)).strip() for one in messages if one.level_tag == "warning"]

    def test_names_what_is_too_much(self, admin_client: Client, home: HomePage) -> None:
        MunicipalityFactory(code="398", slug="lahti", name="Lahti")
        heinola = MunicipalityFactory(code="111", slug="heinola", name="Heinola")
        for number in range(3):
            FacilityFactory(name=f"Uimahalli {number}", municipality=heinola)
        address = "/fi/haku/?q=uimahalli&kind=facility&municipality=398"
        (said,) = self.warnings(admin_client, home, address=address)
        assert "Tilat" in said
        assert re.findall(r"(\w+)=", said) == ["municipality"]
        assert "3" in said

    def test_of_fields_too(self, admin_client: Client, home: HomePage) -> None:
        FacilityFactory(name="Uimahalli")
        (said,) = self.warnings(admin_client, home, words="uimahalli", kind="activity")
        assert "kind=activity" in said

    def test_says_nothing_where_something_is_found(
        self, admin_client: Client, home: HomePage
    ) -> None:
        FacilityFactory(name="Uimahalli")
        assert self.warnings(admin_client, home, words="uimahalli") == []

    def test_of_one_word_says_only_that_nothing_is_found(
        self, admin_client: Client, home: HomePage
    ) -> None:
        FacilityFactory(name="Uimahalli")
        (said,) = self.warnings(admin_client, home, words="qqqxxx")
        assert "=" not in said

    def test_waits_while_the_page_saves_itself(self, admin_client: Client, home: HomePage) -> None:
        page = standard_page(home, "Tilat", body=[("search_map", {**EMPTY, **REST, "words": "x"})])
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = nested_form_data(
            {
                "title": page.title,
                "slug": page.slug,
                "lead": "Muutos",
                "body": streamfield([("search_map", {**EMPTY, **REST, "words": "qqqxxx"})]),
                "comments": {
                    f"{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")
                },
            }
        )
        saved = admin_client.post(edit, form, headers={"accept": "application/json"})
        assert saved.json()["success"]
        assert not list(admin_client.get(reverse("wagtailadmin_home")).context["messages"])


class TestTopics:
    """The tree of topics as choices."""

    def test_are_grouped_and_indented(self) -> None:
        sports: Any = CategoryFactory(slug="liikunta", name="Liikunta", order=1)
        balls: Any = CategoryFactory(slug="palloilu", name="Palloilu", parent=sports, order=1)
        CategoryFactory(slug="golf", name="Golf", parent=balls)
        CategoryFactory(slug="uinti", name="Uinti", parent=sports, order=2)
        CategoryFactory(slug="muu", name="Muu", order=2)
        with translation.override("en"):
            assert category_choices() == [
                (
                    "Liikunta",
                    [
                        ("liikunta", "Liikunta: all of it"),
                        ("palloilu", "Palloilu"),
                        ("golf", f"{INDENT}Golf"),
                        ("uinti", "Uinti"),
                    ],
                ),
                ("muu", "Muu"),
            ]

    def test_are_groups_of_the_list_to_choose_from(self) -> None:
        sports: Any = CategoryFactory(slug="liikunta", name="Liikunta")
        CategoryFactory(slug="uinti", name="Uinti", parent=sports)
        field = SearchMapBlock().child_blocks["category"].field
        html = field.widget.render("category", "uinti")
        assert '<optgroup label="Liikunta">' in html
        assert re.search(r'<option value="uinti"\s+selected', html)
        assert field.clean("uinti") == "uinti"
