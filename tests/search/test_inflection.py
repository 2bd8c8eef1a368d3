"""The forms of a word meet, and strangers do not: on tables that others made."""

import os

import pytest

from bench.inflection import (
    RANDOM_PAIRS,
    meetings,
    missed,
    random_pairs,
    read,
    related_terms,
    search_terms,
    snowball_terms,
)
from search.analysis import voikko

pytestmark = pytest.mark.skipif(
    not voikko.is_available() and os.environ.get("CI") != "true",
    reason="Voikko is not installed on this machine",
)


@pytest.mark.parametrize(("table", "at_least"), [("words", 5000), ("forms", 2000)])
def test_lemma_and_form_meet(table: str, at_least: int) -> None:
    pairs = read(table)
    assert len({pair.form for pair in pairs}) >= at_least
    assert 1 - len(missed(pairs, search_terms)) / len(pairs) >= 0.95


def test_words_unknown_to_voikko_meet_too() -> None:
    pairs = [pair for pair in read("words") if not voikko.readings(pair.lemma)]
    assert len(pairs) > 500
    assert 1 - len(missed(pairs, search_terms)) / len(pairs) >= 0.9


@pytest.mark.parametrize("table", ["words", "forms"])
def test_strangers_never_meet(table: str) -> None:
    drawn = random_pairs(read(table))
    assert len(drawn) == RANDOM_PAIRS
    assert meetings(drawn, related_terms) == []


def test_stems_alone_would_not_do() -> None:
    pairs = read("words")
    assert len(missed(pairs, snowball_terms)) > 10 * len(missed(pairs, search_terms))
