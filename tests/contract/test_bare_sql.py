"""The bare SQL that benchmarks compare with is of the same match, on every engine."""

import pytest
from django.db import connections

from bench.bare_sql import bare_statement
from search.engines.base import Point, SearchEngine, SearchRequest
from search.engines.term_table import index_alias
from search.models import SearchEntry
from search.query import Limit, Query, parse
from tests.contract.conftest import document

LAHTI, HOLLOLA = "398", "098"


@pytest.fixture
def indexed(engine: SearchEngine) -> SearchEngine:
    """Halls and choirs in two municipalities."""
    at = {
        code: {"municipality": [code], "price": ["free"] if code == LAHTI else ["fee"]}
        for code in (LAHTI, HOLLOLA)
    }
    engine.update(
        [
            document(1, "Launeen uimahalli", facets=at[LAHTI]),
            document(2, "Salpakankaan uimahalli", facets=at[HOLLOLA]),
            document(3, "Uimahallin kuoro", facets=at[LAHTI], summary="Lauletaan yhdessä."),
            document(4, "Kuoro", facets=at[HOLLOLA], description="Launeen ystäville: 100 %"),
            document(5, "Kirjasto", facets=at[LAHTI]),
        ]
    )
    return engine


def bare(request: SearchRequest, query: Query) -> set[int] | None:
    """The numbers of what the bare statement finds."""
    statement = bare_statement(request, query)
    if statement is None:
        return None
    with connections[index_alias()].cursor() as cursor:
        cursor.execute(*statement)
        ids = [row[0] for row in cursor.fetchall()]
    entries = SearchEntry.objects.using(index_alias()).filter(pk__in=ids)
    return set(entries.values_list("object_id", flat=True))


@pytest.mark.parametrize(
    ("text", "selected", "expected"),
    [
        ("", {}, {1, 2, 3, 4, 5}),
        ("uimahallissa", {}, {1, 2, 3}),
        ("halli", {}, {1, 2, 3}),
        ("kuorot launeella", {}, {4}),
        ("uimahalli", {"municipality": (LAHTI,)}, {1, 3}),
        ("kuoro", {"municipality": (LAHTI, HOLLOLA), "price": ("fee",)}, {4}),
        ("", {"municipality": (HOLLOLA,)}, {2, 4}),
        ("", {"municipality": ()}, {1, 2, 3, 4, 5}),
        ("sauna", {}, set()),
        ('it\'s "%s" \\', {}, set()),
    ],
)
def test_it_finds_what_the_engine_finds(
    indexed: SearchEngine, text: str, selected: dict[str, tuple[str, ...]], expected: set[int]
) -> None:
    request, query = SearchRequest(text=text, selected=selected), parse(text)
    found = {hit.object_id for hit in indexed.search(request, query).hits}
    assert bare(request, query) == found == expected


def test_what_was_understood_is_asked_of_the_facets(indexed: SearchEngine) -> None:
    limit = Limit(words=(), facet="municipality", values=(LAHTI,))
    query = Query(words=parse("kuoro").words, limits=(limit,), said=True)
    assert bare(SearchRequest(), query) == {3}


def test_more_than_words_and_facets_has_no_bare_sql(indexed: SearchEngine) -> None:
    near = Point(60.98, 25.66)
    assert bare(SearchRequest(near=near), parse("kuoro")) is None
    assert bare(SearchRequest(), Query(limits=(Limit((), near=near, radius=500),))) is None
