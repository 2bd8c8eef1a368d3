"""A process reads beforehand what its first searches would wait for."""

import threading

import pytest
from django.core.signals import request_started
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search import warming
from search.answers import search_answer
from search.engines.base import SearchRequest
from tests.factories import AssociationFactory


@pytest.mark.django_db
def test_what_was_warmed_up_is_read_no_more(registers: object) -> None:
    AssociationFactory(name="Ankkurin Melojat ry")
    with CaptureQueriesContext(
        connection,
    ) as cold:
        warming.warm_up()
    with CaptureQueriesContext(connection) as warm:
        assert search_answer(SearchRequest(text="melojat"), "fi")["total"] == 1
    assert len(warm) < len(cold) / 2
    assert not [query for query in warm if "servicemap_" in query["sql"]]


@pytest.mark.django_db(transaction=True)
def test_the_first_request_of_a_process_warms_it_up_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "_started", threading.Lock())
    warming.warm_up_beside()
    try:
        client.get("/healthz")
        begun = [each for each in threading.enumerate() if each.name == "search-warming"]
        client.get("/healthz")
        for thread in begun:
            thread.join(timeout=30)
    finally:
        request_started.disconnect(dispatch_uid="search.warming")
    assert warming._started.locked()
    assert not [each for each in threading.enumerate() if each.name == "search-warming"]
