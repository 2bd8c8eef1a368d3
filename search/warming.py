"""Reads what a process's first searches would wait for, before anybody searches."""

import gc
import logging
import threading
from typing import Any

from django.core.signals import request_started
from django.db import connections

from search.analysis import analyse_word
from search.answers import map_answer, search_answer
from search.engines.base import SearchRequest, Sort
from search.site_pages.site_texts import site_texts
from search.spelling import vocabulary
from search.suggesting.suggestions import suggest
from search.understanding.topics import topics_cache

logger = logging.getLogger(__name__)

WORDS = 5_000
"""Words analysed beforehand, which takes half a second of processor time."""

_started = threading.Lock()


def warm_up() -> None:
    """Read the index's columns and words and the registers, and analyse the commonest words."""
    for sort in (Sort.RELEVANCE, Sort.NAME):
        search_answer(SearchRequest(sort=sort), "fi")
    site_texts.read_all()
    # The columns' own indexes by facet and by time are made when first asked for.
    search_answer(SearchRequest(selected={"kind": ("activity",), "weekday": ("MO",)}), "fi")
    map_answer(SearchRequest(), 9, "fi")
    suggest("a", "fi")
    topics_cache.get()
    for word in vocabulary().commonest(WORDS):
        analyse_word(word, "fi")
    # All this stays: looking through it for garbage would hold up some search for 0.2 s.
    gc.collect()
    gc.freeze()


def warm_up_beside() -> None:
    """Warm up in a thread as soon as this process gets its first request, whatever it is for.

    Not before: a server may load the site in one process and fork it, which no open database
    survives.
    """
    request_started.connect(_on_first_request, dispatch_uid="search.warming")


def _on_first_request(**kwargs: Any) -> None:
    request_started.disconnect(dispatch_uid="search.warming")
    if _started.acquire(blocking=False):
        thread = threading.Thread(target=_warm_up_quietly, name="search-warming", daemon=True)
        site_texts.read_first_in(thread)
        thread.start()


def _warm_up_quietly() -> None:
    try:
        warm_up()
    except Exception:
        # Searches do the same themselves, and say what is wrong.
        logger.warning("Search could not be warmed up", exc_info=True)
    finally:
        site_texts.read_first_in(None)
        connections.close_all()
