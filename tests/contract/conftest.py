"""The engines that the contract is tried on, and documents to try it with."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from search.engines import get_engine
from search.engines.base import Document, MapResponse, SearchEngine, SearchRequest, SearchResponse
from search.query import parse
from search.sorting import name_key
from search.terms import Field, marked_terms, text_words


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgres", marks=pytest.mark.postgres),
    ]
)
def engine(request: pytest.FixtureRequest, db: None, settings: Any) -> SearchEngine:
    """Each engine in turn, empty."""
    request.getfixturevalue(f"on_{request.param}")
    settings.SEARCH_ENGINE = request.param
    engine = get_engine()
    engine.remove(engine.keys())
    return engine


def document(object_id: int, name: str = "Nimi", kind: str = "activity", **values: Any) -> Document:
    """Make a document with a name and whatever else a test is about."""
    texts = {
        Field.NAME: name,
        Field.KEYWORDS: values.pop("keywords", ""),
        Field.SUMMARY: values.pop("summary", ""),
        Field.DESCRIPTION: values.pop("description", ""),
    }
    facets = {"kind": frozenset([kind]), **values.pop("facets", {})}
    return Document(
        kind=kind,
        object_id=object_id,
        terms=frozenset().union(
            *(marked_terms(field, text, "fi") for field, text in texts.items())
        ),
        name_key=name_key(name),
        name_length=len(text_words(name)),
        names={"fi": name},
        slug=f"nimi-{object_id}",
        facets={key: frozenset(value) for key, value in facets.items()},
        card={"name": {"fi": name}, "slug": f"nimi-{object_id}"},
        updated_at=values.pop("updated_at", timezone.now()),
        **values,
    )


def in_days(days: float, hours: float = 1) -> tuple[datetime.datetime, datetime.datetime]:
    """A time that starts in so many days and lasts so many hours."""
    starts = timezone.now() + datetime.timedelta(days=days)
    return starts, starts + datetime.timedelta(hours=hours)


def found(engine: SearchEngine, **request: Any) -> SearchResponse:
    """What the engine answers to the words as they are."""
    wanted = SearchRequest(**request)
    return engine.search(wanted, parse(wanted.text))


def mapped(engine: SearchEngine, zoom: int, **request: Any) -> MapResponse:
    """What the engine shows on the map for the words as they are."""
    wanted = SearchRequest(**request)
    return engine.map(wanted, parse(wanted.text), zoom)
