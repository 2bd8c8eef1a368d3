"""What a query asks results not to be."""

from search.engines.base import SearchEngine, SearchRequest
from search.query import Limit, Query, words_of
from tests.contract.conftest import document

DENIED = Limit(words_of("ei lapsille"), facet="target", values=("lapset",), denied=True)


def ids(engine: SearchEngine, *limits: Limit, text: str = "") -> set[int]:
    query = Query(words_of(text), limits=limits, said=True)
    return {hit.object_id for hit in engine.search(SearchRequest(), query).hits}


def test_what_has_a_denied_value_is_left_out(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, "Kuoro", facets={"target": ["lapset", "nuoret"]}),
            document(2, "Kuoro", facets={"target": ["nuoret"]}),
            document(3, "Kuoro"),
            document(4, "Sauna"),
        ]
    )
    assert ids(engine, DENIED) == {2, 3, 4}
    assert ids(engine, DENIED, text="kuoro") == {2, 3}


def test_a_denial_narrows_beside_what_is_asked_of_the_same_thing(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, facets={"target": ["lapset", "nuoret"]}),
            document(2, facets={"target": ["nuoret"]}),
            document(3, facets={"target": ["aikuiset"]}),
        ]
    )
    young = Limit(words_of("nuorille"), facet="target", values=("nuoret",))
    assert ids(engine, young) == {1, 2}
    assert ids(engine, young, DENIED) == ids(engine, DENIED, young) == {2}
    facets = engine.search(SearchRequest(), Query(limits=(DENIED,), said=True)).facets
    assert facets["target"] == {"aikuiset": 1, "nuoret": 1}


def test_each_denial_counts(engine: SearchEngine) -> None:
    engine.update(
        document(number, facets={"municipality": [code]})
        for number, code in enumerate(("398", "098", "111"))
    )
    limits = [
        Limit(words_of(f"ei {name}"), facet="municipality", values=(code,), denied=True)
        for name, code in (("lahdessa", "398"), ("hollolassa", "098"))
    ]
    assert ids(engine, *limits) == {2}


def test_what_is_named_so_is_not_left_out(engine: SearchEngine) -> None:
    engine.update(
        [
            document(1, "Ei lapsille", facets={"target": ["lapset"]}),
            document(2, "Lapsille", facets={"target": ["lapset"]}),
        ]
    )
    assert ids(engine, DENIED) == {1}
