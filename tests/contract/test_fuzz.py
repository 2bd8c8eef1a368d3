"""Odd terms, documents and numbers: every engine answers, and keeps what is beside them."""

import datetime
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import BoundingBox, Point, SearchEngine, SearchRequest, Sort
from search.query import Query, QueryWord
from search.terms import Field, Form
from tests.contract.conftest import document, found, mapped

ODD = [
    *("", " ", "a b", "a\tb", "\n", "\x00", "a\x00b", "\x01", "\x1f", "\x7f", "\x85", "\u00a0"),
    *("\u2028", "\ufeff", "\u0301", "\u202eabc", "\ud800", "x\udfffy", "\U0010ffff", "\ufffd"),
    *("'", '"', "''", '""', "\\", "\\'", "'\\", "%s", "%(a)s", "{}", "$1", "?", ";--", "/*"),
    *(
        ":*",
        "a:*",
        "a:A",
        "*",
        "a*",
        "^",
        "^a",
        "-",
        "-a",
        "+a",
        "a|b",
        "a&b",
        "!a",
        "<->",
        "(",
        ")",
    ),
    *("NEAR(a b)", "AND", "OR", "NOT", "terms:a", "{a b}: c", "a.b", "~", "~-"),
    *("😀", "👩‍👩‍👧‍👦", "\U0001e922\U0001e923", "\U00010597", "שלום", "مرحبا", "İ", "ß", "ﷺ", "①"),
    *("x" * 501, "x" * 5_000, "ä" * 2_000, "😀" * 1_000),
]
odd_texts = st.sampled_from(ODD) | st.text(st.characters(), max_size=30)


def word(text: str, *terms: str) -> QueryWord:
    """A word that is asked for in all the ways that there are."""
    found_by = frozenset(terms or [text])
    return QueryWord(text, found_by, (found_by, found_by), found_by)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=odd_texts, term=odd_texts)
def test_odd_terms_are_answered_and_found(engine: SearchEngine, text: str, term: str) -> None:
    engine.remove(engine.keys())
    named = frozenset({f"{Field.NAME}{Form.LEMMA}{term}", "ncjumppa"})
    choir = document(1, "Kuoro")
    engine.update(
        [
            choir,
            replace(document(2), terms=named),
        ]
    )
    asked = word(text, term)
    query = Query((asked, replace(asked, optional=True)), said=True)
    request = SearchRequest(sort=Sort.RELEVANCE)
    response = engine.search(request, query)
    assert response.total == engine.count(request, query) == len(response.hits)
    assert engine.map(request, query, 9).total == response.total
    if term:
        assert 2 in {hit.object_id for hit in response.hits}
        assert engine.is_known([asked]) == [True]
        assert 2 in {thing.object_id for thing in engine.complete([], term, 5)}
    assert engine.complete([word("jumppa")], "kuoro", 5) == []
    assert [thing.object_id for thing in engine.complete([word("kuoro")], "", 5)] == [1]
    assert engine.count(SearchRequest(), Query((word("jumppa"),))) == 1
    engine.tidy()
    assert engine.vocabulary()["jumppa"] == 1
    assert not engine.drift([choir]).outdated


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=odd_texts)
def test_odd_texts_come_back_without_what_cannot_be_kept(engine: SearchEngine, text: str) -> None:
    engine.remove(engine.keys())
    other = document(2, "Kuoro")
    odd = document(1, name=text, summary=text, facets={"target": [text, "seniorit"]})
    odd = replace(odd, card={"name": {"fi": text}, "tags": [text, 1, None, {"a": text}]})
    assert engine.update([odd, other]) == 2
    assert engine.update([odd, other]) == 0
    assert not engine.drift([odd, other])
    response = found(engine, selected={"target": ("seniorit",)})
    [hit] = response.hits
    kept = "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
    assert hit.card == {"name": {"fi": kept}, "tags": [kept, 1, None, {"a": kept}]}
    assert set(response.facets) == set(found(engine).facets) == FACET_NAMES
    found(engine, selected={"target": (text,)})


FACET_NAMES = {
    *("kind", "municipality", "category", "target"),
    *("theme", "price", "weekday", "time", "open", "accessibility"),
}

NOWHERE = [(math.nan, math.nan), (math.inf, 25.0), (61.0, -math.inf), (91.0, 25.0), (61.0, 181.0)]


@pytest.mark.parametrize(("latitude", "longitude"), NOWHERE)
def test_what_is_nowhere_on_earth_has_no_place(
    engine: SearchEngine, latitude: float, longitude: float
) -> None:
    engine.update([document(1, latitude=latitude, longitude=longitude)])
    shown = mapped(engine, 9)
    assert (shown.total, shown.unlocated, shown.points) == (1, 1, ())


@pytest.mark.parametrize("year", [1, 1900, 5999, 6053, 9999])
def test_times_of_any_year_can_be_indexed(engine: SearchEngine, year: int) -> None:
    starts = datetime.datetime(year, 6, 1, tzinfo=datetime.UTC)
    times = ((starts, starts + datetime.timedelta(hours=1)),)
    engine.update([document(1, occurrences=times)])
    [hit] = found(engine, sort=Sort.NEXT).hits
    assert hit.next_occurrence == (starts if year == 5999 else None)
    assert not engine.drift([document(1, occurrences=times)]).missing


def test_numbers_of_any_size_are_answered(engine: SearchEngine) -> None:
    engine.update([document(1, latitude=61.0, longitude=25.0), document(2)])
    engine.update([replace(document(3), name_length=10**6, name_key="x" * 1_000)])
    requests: list[dict[str, Any]] = [
        {"page": 10**30, "size": 10**30},
        {"near": Point(math.nan, 25.0), "radius": 1.0},
        {"near": Point(math.inf, 25.0), "sort": Sort.DISTANCE},
        {"near": Point(90.0, -180.0), "radius": math.inf},
        {"near": Point(61.0, 25.0), "radius": math.nan},
        {"bbox": BoundingBox(math.nan, -math.inf, math.inf, 90.0)},
    ]
    for request in requests:
        response = found(engine, **request)
        assert mapped(engine, 9, **request).total == response.total
    for zoom in (-5, 0, 22, 100, 10_000):
        assert mapped(engine, zoom).total == 3


def test_queries_of_many_words_and_synonyms_are_answered(engine: SearchEngine) -> None:
    engine.update([document(1, "Kuoro"), document(2, "Jumppa")])
    words = tuple(word(f"sana{number}", f"sana{number}", f"muu{number}") for number in range(200))
    assert engine.count(SearchRequest(), Query(words)) == 0
    either = Query((*words, word("kuoro")), any_word=True)
    assert engine.count(SearchRequest(), either) == 1
    assert engine.is_known([*words, word("jumppa")]) == [False] * 200 + [True]
    many = word("kuoro", "kuoro", *(f"termi{number}" for number in range(500)))
    assert engine.count(SearchRequest(), Query((many,))) == 1


def test_a_listing_of_very_many_words_is_found_by_its_name(engine: SearchEngine) -> None:
    terms = {f"dc{'ö' * 20}{number:06}" for number in range(60_000)}
    long = replace(document(1), terms=frozenset(terms | {"nckuoro", "kclaulu"}))
    assert engine.update([long]) == 1
    assert engine.update([long]) == 0
    assert not engine.drift([long])
    for text in ("kuoro", "laulu"):
        assert engine.count(SearchRequest(), Query((word(text),))) == 1
