"""What results show is read once, and read again when it has changed."""

from typing import Any

from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from search.engines.base import SearchEngine
from search.engines.term_table import index_alias
from tests.contract.conftest import document, found, mapped

PLACE = {"latitude": 60.98, "longitude": 25.66}


def shown(engine: SearchEngine) -> tuple[list[Any], list[Any]]:
    """The names in the list and on the map."""
    listed = [hit.card["name"]["fi"] for hit in found(engine, text="kuoro").hits]
    return listed, [point.names["fi"] for point in mapped(engine, 17, text="kuoro").points]


def test_what_changes_and_changes_back_is_shown_as_it_is(engine: SearchEngine) -> None:
    for name in ("Kuoro Aalto", "Kuoro Kaiku", "Kuoro Aalto", "Aallon kuoro"):
        engine.update([document(1, name, **PLACE)])
        assert shown(engine) == ([name], [name])
        assert shown(engine) == ([name], [name])


def test_what_is_taken_back_is_shown_no_more(engine: SearchEngine) -> None:
    engine.update([document(1, "Kuoro Aalto", **PLACE)])
    point = transaction.savepoint(using=index_alias())
    engine.update([document(1, "Kuoro Kaiku", **PLACE)])
    assert shown(engine) == (["Kuoro Kaiku"], ["Kuoro Kaiku"])
    transaction.savepoint_rollback(point, using=index_alias())
    assert shown(engine) == (["Kuoro Aalto"], ["Kuoro Aalto"])


def test_other_words_for_the_same_results_read_nothing_again(engine: SearchEngine) -> None:
    engine.update([document(1, "Kuoro Aalto", **PLACE), document(2, "Aallon laulajat")])
    shown(engine)
    with CaptureQueriesContext(connections[index_alias()]) as queries:
        assert len(found(engine, text="aalto kuoro").hits) == 1
    assert not [query for query in queries if "card" in query["sql"]]
