"""The operating model: its parts, and how much of it is really there."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pages.blocks.operating_model import ElementBlock, MaterialBlock
from pages.models import HomePage, OperatingModelPage
from tests.factories import MunicipalityFactory
from tests.pages.factories import publish, standard_page


def element(title: str, state: str = "ready", **fields: Any) -> dict[str, Any]:
    """An element; ready ones have a point."""
    points = [] if state == "missing" else ["Tehdään yhdessä."]
    return {
        "title": title,
        "summary": "",
        "state": state,
        "points": points,
        "to_do": "",
        "materials": [],
        "examples": [],
        **fields,
    }


def group(title: str, *elements: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return ("group", {"title": title, "introduction": "Yhdessä.", "elements": list(elements)})


def model(home: HomePage, *groups: Any, **fields: Any) -> OperatingModelPage:
    page = OperatingModelPage(**{"title": "Toimintamalli", "groups": list(groups), **fields})
    return publish(home, page)


def test_model_says_how_much_is_ready(client: Client, home: HomePage) -> None:
    page = model(
        home,
        group("Käytännöt", element("Ilta"), element("Budjetti", "missing", to_do="Syksyllä.")),
        # Called ready, though nobody has written a word.
        group("Rakenteet", element("Tilat", "partly"), element("Tyhjä", "ready", points=[])),
    )
    response = client.get(page.url)
    context = response.context
    assert (context["ready"], context["total"]) == (1, 4)
    counted = [(entry["state"], entry["count"], entry["x"]) for entry in context["states"]]
    assert counted == [("done", 1, 0), ("ongoing", 1, 1), ("planned", 2, 2)]
    html = response.content.decode()
    assert html.count('class="element__to-do"') == 3
    assert "Syksyllä." in html


def test_contents_lead_to_each_part_once(client: Client, home: HomePage) -> None:
    page = model(home, group("Tilat", element("Tilat"), element("Ilta")), group("Tilat"))
    html = client.get(page.url).content.decode()
    links = re.findall(r'class="toc__link" href="#([^"]+)"', html)
    assert links == ["tilat", "tilat-2", "ilta", "tilat-3"]
    for anchor in links:
        assert len(re.findall(f'id="{anchor}"', html)) == 1
    # Open without a script; a script folds them on a phone.
    assert html.count("data-fold open") == 2


def test_materials_and_examples_lead_only_where_there_is_something(
    client: Client, home: HomePage
) -> None:
    MunicipalityFactory(code="081", slug="hartola", name="Hartola")
    guide = standard_page(home, "Ohje")
    draft = standard_page(home, "Luonnos", live=False)
    nothing = {"description": "", "document": None, "page": None, "url": ""}
    materials = [
        {**nothing, "title": "Julkaistu ohje", "page": guide},
        {**nothing, "title": "Piilossa", "page": draft},
        {**nothing, "title": "Muualla", "url": "https://muualla.example/"},
    ]
    examples = [
        {"title": "Kylillä", "municipality": "081", "text": "Kierretään.", "page": None, "url": ""},
        {"title": "Poissa", "municipality": "999", "text": "Ei kuntaa.", "page": draft, "url": ""},
    ]
    page = model(home, group("Ryhmä", element("Osa", materials=materials, examples=examples)))
    html = client.get(page.url).content.decode()
    assert f'<a href="{guide.url}">Julkaistu ohje</a>' in html
    assert '<a href="https://muualla.example/">Muualla</a>' in html
    assert "Piilossa" not in html
    assert "Hartola" in html
    assert "Ei kuntaa." in html


def test_empty_model_says_that_it_is_being_written(client: Client, home: HomePage) -> None:
    response = client.get(model(home, introduction="<p>Aloitamme tästä.</p>").url)
    html = response.content.decode()
    assert "Aloitamme tästä." in html
    assert 'class="empty"' in html
    assert "toc__link" not in html


@pytest.mark.parametrize("state", ["ready", "partly"])
def test_editor_cannot_call_ready_what_has_no_points(db: None, state: str) -> None:
    block = ElementBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python(element("Osa", state, points=[])))
    block.clean(block.to_python(element("Osa", "missing")))


@pytest.mark.parametrize(
    ("target", "is_right"),
    [({}, False), ({"url": "https://a.example/"}, True)],
)
def test_material_has_one_target(db: None, target: dict[str, str], is_right: bool) -> None:
    block = MaterialBlock()
    value = block.to_python({"title": "Ohje", "description": "", **target})
    if is_right:
        block.clean(value)
        return
    with pytest.raises(ValidationError):
        block.clean(value)


def test_number_of_queries_does_not_grow(
    client: Client, home: HomePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    MunicipalityFactory(code="081", slug="hartola", name="Hartola")
    guides = [standard_page(home, f"Ohje {number}") for number in range(6)]
    parts = [
        element(
            f"Osa {number}",
            materials=[
                {"title": "Ohje", "description": "", "document": None, "page": page, "url": ""}
            ],
            examples=[
                {"title": "Esi", "municipality": "081", "text": "T", "page": page, "url": ""}
            ],
        )
        for number, page in enumerate(guides)
    ]
    page = model(home, group("A", *parts), group("B", *parts), group("C", *parts))
    client.get(page.url)
    with django_assert_max_num_queries(20):
        client.get(page.url)
