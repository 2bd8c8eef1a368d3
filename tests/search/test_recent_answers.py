"""An answer is given again from memory only as long as it would be the same."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.answers import map_answer, recent, search_answer
from search.asking import ask
from search.engines.base import SearchRequest
from servicemap.models import Municipality
from tests.factories import AssociationFactory

pytestmark = pytest.mark.django_db

CHOIR = SearchRequest(text="kuoro")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    recent.clear()


def names(request: SearchRequest = CHOIR, language: str = "fi") -> list[str]:
    """The names found."""
    return [row["name"] for row in search_answer(request, language)["results"]]


def test_the_same_again_makes_one_query() -> None:
    AssociationFactory(name="Lahden kuoro ry")
    first, map_first = search_answer(CHOIR, "fi"), map_answer(CHOIR, 9, "fi")
    with CaptureQueriesContext(connection) as queries:
        assert search_answer(CHOIR, "fi") is first
        assert map_answer(CHOIR, 9, "fi") is map_first
    assert len(queries) == 2


def test_what_is_published_meanwhile_is_found_at_once() -> None:
    association = AssociationFactory(name="Lahden kuoro ry")
    assert names() == ["Lahden kuoro ry"]
    AssociationFactory(name="Heinolan kuoro ry")
    assert len(names()) == 2
    association.name = "Asikkalan kuoro ry"
    association.save()
    assert "Asikkalan kuoro ry" in names()
    association.delete()
    assert names() == ["Heinolan kuoro ry"]


def test_pages_languages_places_and_choices_are_told_apart() -> None:
    AssociationFactory(name="Lahden kuoro ry", name_sv="Lahtis kör rf")
    assert names(language="sv") == ["Lahtis kör rf"]
    assert names() == ["Lahden kuoro ry"]
    assert names(SearchRequest(text="kuoro", page=2)) == []
    assert names(SearchRequest(text="kuoro", selected={"kind": ("facility",)})) == []


def test_a_register_that_changes_is_shown_as_it_is(registers: Any) -> None:
    town = Municipality.objects.get(name="Heinola")
    AssociationFactory(name="Kuoro ry", municipality=town)

    def label() -> str:
        [option] = search_answer(CHOIR, "fi")["facets"]["municipality"]
        return str(option["label"])

    assert label() == "Heinola"
    town.name = "Uusi Heinola"
    town.save()
    assert label() == "Uusi Heinola"


def test_time_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    AssociationFactory(name="Lahden kuoro ry")
    first = search_answer(CHOIR, "fi")
    later = timezone.now() + datetime.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert search_answer(CHOIR, "fi") is not first


def test_from_sunday_evening_on_the_weekend_is_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zone = timezone.get_default_timezone()
    mondays = []
    for hour in (16, 17):
        sunday = datetime.datetime(2026, 11, 22, hour, 30, tzinfo=zone)
        monkeypatch.setattr(timezone, "now", lambda now=sunday: now.astimezone(datetime.UTC))
        asked = ask(SearchRequest(text="kuoro viikonloppuna"))
        mondays += [limit.period.ends for limit in asked.query.limits if limit.period]
    assert [moment.astimezone(zone).date().isoformat() for moment in mondays] == [
        "2026-11-23",
        "2026-11-30",
    ]
