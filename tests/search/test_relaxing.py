"""Where nothing meets everything, what costs least is given up."""

from types import SimpleNamespace

import pytest

from search import relaxing
from search.asked import Asked
from search.asking import ask
from search.engines.base import FACETS_BY_NAME, SearchRequest
from search.understanding import understand
from tests.factories import ActivityFactory, FacilityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def theatres(region: SimpleNamespace) -> None:
    """A summer theatre in one place, and in another a theatre."""
    FacilityFactory(name="Rannan kesäteatteri", municipality=region.lahti)
    ActivityFactory(name="Teatteri Ilo", municipality=region.hollola, price="free")


def asked(text: str) -> Asked:
    return ask(SearchRequest(text=text))


def names(one: Asked) -> set[str]:
    return {hit.card["name"]["fi"] for hit in one.search().hits}


def test_another_place_that_has_it_goes_before_a_part_of_it(theatres: None) -> None:
    one = asked("kesäteatteri hollolassa")
    assert [meaning.type for meaning in one.dropped] == ["municipality"]
    assert not one.broader
    assert names(one) == {"Rannan kesäteatteri"}


def test_a_part_of_it_goes_before_place_and_price_together(theatres: None) -> None:
    one = asked("kesäteatteri hollolassa ilmaiseksi")
    assert not one.dropped
    assert [each.word for each in one.broader] == ["kesäteatteri"]
    assert names(one) == {"Teatteri Ilo"}


def test_everything_that_can_be_understood_has_a_cost() -> None:
    assert set(relaxing.COSTS) >= set(FACETS_BY_NAME) - {"theme"}
    text = "ilmainen alle 5 euroa esteetön lapsille lauantaina illalla Lahti huomenna toiminta"
    assert {meaning.type for meaning in understand(text).meanings} <= set(relaxing.COSTS)


def test_a_topic_that_is_denied_can_be_given_up(theatres: None) -> None:
    one = asked("kesäteatteri hollolassa ei uintia")
    assert "category" in {meaning.type for meaning in one.understood}
    assert names(one) == {"Rannan kesäteatteri"}
