"""Names pass the limit of a place by the place itself, not by a longer name that holds it."""

from typing import Any

import pytest

from search.analysis.finnish import is_available
from search.asking import ask
from search.engines.base import SearchRequest
from servicemap.models import Municipality
from tests.factories import AssociationFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not is_available(), reason="Voikko divides the words"),
]


@pytest.fixture
def elsewhere(registers: Any) -> None:
    hartola = Municipality.objects.get(slug="hartola")
    for name in ("Lahden Uimaseura", "Lahtelaiset ry", "Visainlahden venesatama", "Lahtikortti"):
        AssociationFactory(name=name, municipality=hartola)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lahti", {"Lahden Uimaseura"}),
        ("lahteen", {"Lahden Uimaseura"}),
        ("lahden uimaseura", {"Lahden Uimaseura"}),
        ("lahtelaiset", {"Lahtelaiset ry"}),
        ("visainlahti", {"Visainlahden venesatama"}),
        ("lahtikortti", {"Lahtikortti"}),
    ],
)
def test_only_the_place_itself_passes(elsewhere: None, text: str, expected: set[str]) -> None:
    asked = ask(SearchRequest(text=text))
    assert {hit.card["name"]["fi"] for hit in asked.search().hits} == expected
    assert not asked.gave_up
