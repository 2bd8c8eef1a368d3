"""“Lähellä minua”: nothing is known of where that is, and no word of it is looked for."""

from typing import Any

import pytest

from search.asked import Asked
from search.asking import ask
from search.engines.base import SearchRequest
from search.understanding import understand
from servicemap.models import Municipality
from tests.factories import ActivityFactory, AssociationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "near_reader", "rest"),
    [
        ("lähellä minua", "lähellä minua", ""),
        ("jumppaa lähellä minua", "lähellä minua", "jumppaa"),
        ("jumppaa lähel minua", "lähel minua", "jumppaa"),
        ("leikkipuisto mun lähellä", "mun lähellä", "leikkipuisto"),
        ("gym nära mig", "nära mig", "gym"),
        ("yoga near me", "near me", "yoga"),
        ("minua kiinnostaa jooga", "", "minua kiinnostaa jooga"),
        ('"lähellä minua"', "", '"lähellä minua"'),
    ],
)
def test_the_readers_own_surroundings_are_known(
    registers: Any, text: str, near_reader: str, rest: str
) -> None:
    understood = understand(text)
    assert (understood.near_reader, understood.rest) == (near_reader, rest)
    assert understood.meanings == ()


def asked(text: str) -> Asked:
    return ask(SearchRequest(text=text))


def names(one: Asked) -> set[str]:
    return {hit.card["name"]["fi"] for hit in one.search().hits}


@pytest.fixture
def region(registers: Any) -> None:
    """A club, and what it does."""
    lahti = Municipality.objects.get(code="398")
    club = AssociationFactory(name="Seura", municipality=lahti)
    ActivityFactory(name="Jumppa", municipality=lahti, organiser=club)
    ActivityFactory(name="Kuoro", municipality=lahti, organiser=club)


@pytest.mark.parametrize("text", ["lähellä minua", "lahella minua"])
def test_alone_it_hides_nothing(region: None, text: str) -> None:
    one = asked(text)
    assert names(one) == {"Seura", "Jumppa", "Kuoro"}
    assert one.reading.near_reader == "lähellä minua"


def test_beside_other_words_these_count(region: None) -> None:
    one = asked("jumppaa lähellä minua")
    assert names(one) == {"Jumppa"}
    assert one.unknown == one.dropped == ()
    assert names(asked("lähellä minua Lahdessa")) == {"Seura", "Jumppa", "Kuoro"}
