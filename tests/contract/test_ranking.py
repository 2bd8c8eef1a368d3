"""What must outrank what, in every engine; the weights are in search/weights.py."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from search import weights
from search.engines.base import Point, SearchEngine, SearchRequest
from search.query import Alternative, Limit, Query, parse, words_of
from search.terms import Form
from tests.contract.conftest import document, in_days

# Names that say nothing of the query, equally long.
OTHER = "Muu nimi"

BETTER_FIRST: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "a name before keywords": ("shakki", {"name": "Shakki"}, {"keywords": "shakki"}),
    "keywords before the summary": ("shakki", {"keywords": "shakki"}, {"summary": "Shakki."}),
    "the summary before the description": (
        "shakki",
        {"summary": "Shakki."},
        {"description": "Shakki."},
    ),
    "a long name before a short summary": (
        "uimahalli",
        {"name": "Jyrängön iloinen ja lämmin uimahalli"},
        {"summary": "Uimahalli."},
    ),
    "a name alone before keywords, summary and description together": (
        "shakki",
        {"name": "Shakki-illat"},
        {"keywords": "shakki", "summary": "Shakki.", "description": "Shakki."},
    ),
    "the typed form before another form": (
        "kuorossa",
        {"name": "Mukana kuorossa"},
        {"name": "Mukana kuoroon"},
    ),
    "the word before a compound": ("kuoro", {"name": "Kuoro"}, {"name": "Lastenkuoro"}),
    "another form of the word before a compound": (
        "kuoro",
        {"name": "Laulua kuorossa"},
        {"name": "Laulua lastenkuoro"},
    ),
    "what something is before what it is for": (
        "seura",
        {"name": "Nuorisoseura"},
        {"name": "Seurantalo"},
    ),
    "a part of a compound before a derivation": (
        "uinti",
        {"summary": "Avantouinti."},
        {"summary": "Opitaan uimaan."},
    ),
    "the whole name before a part of it": (
        "uimahalli",
        {"name": "Uimahalli"},
        {"name": "Uimahalli Aallon kahvila ja sauna"},
    ),
    "all words in the name before one there and one elsewhere": (
        "lasten kuoro",
        {"name": "Iloinen lasten kuoro laulaa"},
        {"name": "Kuoro", "keywords": "lapset"},
    ),
}


def order(engine: SearchEngine, query: Query, **request: Any) -> list[int]:
    """The found ids in their order."""
    return [hit.object_id for hit in engine.search(SearchRequest(**request), query).hits]


@pytest.mark.parametrize("case", sorted(BETTER_FIRST))
def test_the_better_comes_first(engine: SearchEngine, case: str) -> None:
    text, better, worse = BETTER_FIRST[case]
    # The worse one comes first by name and by key, so that only its rank can put it last.
    engine.update(
        [document(1, **{"name": OTHER, **worse}), document(2, **{"name": OTHER, **better})]
    )
    assert order(engine, parse(text)) == [2, 1]


def test_all_words_come_before_some(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, "Kuoro"),
            document(2, OTHER, description="Lauletaan kuorossa, soitetaan bändissä."),
        ]
    )
    query = Query(words_of("kuoro bändi"), any_word=True, said=True)
    assert order(engine, query) == [2, 1]


def test_a_rare_word_tells_more_than_one_that_is_everywhere(engine: SearchEngine) -> None:
    engine.update(document(number, OTHER, keywords="lahti") for number in range(3, 30))
    engine.update(
        [
            document(1, OTHER, keywords="lahti", summary="Shakki."),
            document(2, OTHER, keywords="shakki", summary="Lahti."),
        ]
    )
    assert order(engine, parse("lahti shakki")) == [2, 1]


def test_a_synonym_in_the_name_comes_after_the_word_in_the_description(
    engine: SearchEngine,
) -> None:
    engine.update([document(1, "Kuntosali"), document(2, OTHER, description="Punttisali.")])
    words = words_of("punttisali")
    other = Alternative(0, 1, words_of("kuntosali"), weights.SYNONYM)
    assert order(engine, Query(words, (other,), said=True)) == [2, 1]


def test_what_meets_a_limit_comes_before_what_is_only_named_so(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, "Kerho lapset", facets={"target": ["aikuiset"]}),
            document(2, "Kerho lapset", facets={"target": ["lapset"]}),
        ]
    )
    limit = Limit(words_of("lapset"), facet="target", values=("lapset",))
    assert order(engine, Query(words_of("kerho"), limits=(limit,), said=True)) == [2, 1]


def test_a_limit_never_hides_what_is_named_so(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, "Lahden Uimaseura", facets={"municipality": ["098"]}),
            document(2, "Uimaseura", facets={"municipality": ["398"]}),
            document(3, "Uimaseura", facets={"municipality": ["098"]}),
        ]
    )
    limit = Limit(words_of("lahden"), facet="municipality", values=("398",))
    query = Query(words_of("uimaseura"), limits=(limit,), said=True)
    assert set(order(engine, query)) == {1, 2}


def test_equals_are_told_apart_by_confirmation_and_by_what_is_coming(
    engine: SearchEngine,
) -> None:
    today = timezone.localdate()
    engine.update(
        [
            document(1, "Kuoro", confirmed_on=today - datetime.timedelta(days=500)),
            document(2, "Kuoro", confirmed_on=today - datetime.timedelta(days=20)),
            document(3, "Kuoro", confirmed_on=today, occurrences=(in_days(3),)),
        ]
    )
    assert order(engine, parse("kuoro")) == [3, 2, 1]


def test_the_lift_for_what_is_coming_is_mild(engine: SearchEngine) -> None:
    today = timezone.localdate()
    engine.update(
        [
            document(
                1,
                OTHER,
                summary="Kuoro.",
                confirmed_on=today,
                occurrences=(in_days(1), in_days(2)),
            ),
            document(2, OTHER, keywords="kuoro"),
        ]
    )
    assert order(engine, parse("kuoro")) == [2, 1]


def test_distance_takes_part_where_a_place_is_given(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, "Kuoro", latitude=61.20, longitude=26.03),
            document(2, "Kuoro", latitude=60.98, longitude=25.66),
            document(3, "Kuoro"),
        ]
    )
    assert order(engine, parse("kuoro"), near=Point(60.98, 25.66)) == [2, 1, 3]


def test_distance_does_not_outweigh_the_name(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, OTHER, description="Kuoro.", latitude=60.98, longitude=25.66),
            document(2, "Kuoro", latitude=61.20, longitude=26.03),
        ]
    )
    assert order(engine, parse("kuoro"), near=Point(60.98, 25.66)) == [2, 1]


NAMES = ["Lahden Uimaseura", "Pajulahden satama", "Lahtikortti", "Muu satama"]


@pytest.mark.parametrize(
    ("named", "passing"), [(Form.BASE, {0}), (Form.HEAD, {0, 1}), (Form.PART, {0, 1, 2})]
)
def test_a_name_passes_a_limit_by_no_weaker_form_than_it_allows(
    engine: SearchEngine, named: Form, passing: set[int]
) -> None:
    engine.update(
        document(number, name, facets={"municipality": ["081"]})
        for number, name in enumerate(NAMES)
    )
    limit = Limit(words_of("lahti"), facet="municipality", values=("398",), named=named)
    assert set(order(engine, Query(limits=(limit,), said=True))) == passing


def test_a_place_inside_a_compound_is_worth_nothing(engine: SearchEngine) -> None:
    here = {"municipality": ["398"]}
    engine.update([document(2, "Pajulahti", facets=here), document(1, "Ankkuri", facets=here)])
    limit = Limit(words_of("lahti"), facet="municipality", values=("398",), named=Form.BASE)
    assert order(engine, Query(limits=(limit,), said=True)) == [1, 2]
