"""The engines that the contract is tried on, and documents to try it with."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from search.analysis import analyse_text
from search.engines import ENGINES, get_engine
from search.engines.base import Document, SearchEngine
from search.sorting import name_key


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, db: None, settings: Any) -> SearchEngine:
    """Each engine in turn, empty."""
    settings.SEARCH_ENGINE = request.param
    engine = get_engine()
    engine.remove(engine.keys())
    return engine


def document(object_id: int, name: str = "Nimi", kind: str = "activity", **values: Any) -> Document:
    """Make a document with a name and whatever else a test is about."""
    summary = values.pop("summary", "")
    keywords = values.pop("keywords", "")
    facets = {"kind": frozenset([kind]), **values.pop("facets", {})}
    name_terms, summary_terms = analyse_text(name, "fi"), analyse_text(summary, "fi")
    return Document(
        kind=kind,
        object_id=object_id,
        fields={
            "name": name_terms.bases,
            "name_parts": name_terms.parts,
            "keywords": analyse_text(keywords, "fi").bases,
            "summary": summary_terms.bases,
            "parts": summary_terms.parts,
        },
        name_key=name_key(name),
        facets={key: frozenset(value) for key, value in facets.items()},
        card={"name": {"fi": name}, "slug": f"nimi-{object_id}"},
        updated_at=values.pop("updated_at", timezone.now()),
        **values,
    )


def in_days(days: float, hours: float = 1) -> tuple[datetime.datetime, datetime.datetime]:
    """A time that starts in so many days and lasts so many hours."""
    starts = timezone.now() + datetime.timedelta(days=days)
    return starts, starts + datetime.timedelta(hours=hours)
