"""What every search engine completes alike, while somebody types."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import SearchEngine
from search.engines.term_table import index_alias
from search.query import query_word
from search.unfinished import typed
from tests.contract.conftest import document

NAMES = (
    "Launeen uimahalli",
    "Uimahallin kahvila",
    "Hollolan uimahalli",
    "Uimaseura",
    "Lahden Jäähalli",
    "Jaakkolan talo",
    "Päijänteen melojat",
    "Päijät-Hämeen opisto",
    "Nuoret ja perheet ry",
    "Näytelmäkerho",
)


def completed(engine: SearchEngine, text: str, limit: int = 10) -> list[str]:
    """The names that the engine completes the text to, in their order."""
    wanted = typed(text)
    words = [query_word(word) for word in wanted.words]
    found = engine.complete(words, wanted.begun, limit)
    return [completion.card["name"]["fi"] for completion in found]


@pytest.fixture
def named(engine: SearchEngine) -> SearchEngine:
    """An engine with a few names."""
    engine.update(document(number, name) for number, name in enumerate(NAMES))
    return engine


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The name begins so, then a word, then a part of a word; short names first.
        ("u", ["Uimaseura", "Uimahallin kahvila", "Hollolan uimahalli", "Launeen uimahalli"]),
        ("uimah", ["Uimahallin kahvila", "Hollolan uimahalli", "Launeen uimahalli"]),
        (
            "hal",
            ["Hollolan uimahalli", "Lahden Jäähalli", "Launeen uimahalli", "Uimahallin kahvila"],
        ),
        ("seu", ["Uimaseura"]),
        # Names hold all finished words, in any form and any order.
        ("uimahallit laun", ["Launeen uimahalli"]),
        ("laune uimah", ["Launeen uimahalli"]),
        ("uimahallissa hollolan", ["Hollolan uimahalli"]),
        ("hollola k", []),
        ("nuorille per", ["Nuoret ja perheet ry"]),
        ("nuoret ja p", ["Nuoret ja perheet ry"]),
        # A finished word is not the beginning of another.
        ("uima", ["Uimaseura", "Uimahallin kahvila", "Hollolan uimahalli", "Launeen uimahalli"]),
        ("päijän ", []),
        ("jaa ", []),
        ("launeen ", ["Launeen uimahalli"]),
        # Base forms.
        ("laht", ["Lahden Jäähalli"]),
        ("päijänn", ["Päijänteen melojat"]),
        # Inflected forms, finished or not.
        ("jäähallis", ["Lahden Jäähalli"]),
        ("jäähalliin", ["Lahden Jäähalli"]),
        ("näytelmäkerhoil", ["Näytelmäkerho"]),
        # Without dots; what has them to the letter comes first, and dots that are there count.
        ("jaahal", ["Lahden Jäähalli"]),
        ("paij", ["Päijänteen melojat", "Päijät-Hämeen opisto"]),
        ("jaa", ["Jaakkolan talo", "Lahden Jäähalli"]),
        ("jää", ["Lahden Jäähalli"]),
        ("jaahalliss", ["Lahden Jäähalli"]),
        ("näytelmak", ["Näytelmäkerho"]),
        # Hyphens and letter case.
        ("päijät-", ["Päijät-Hämeen opisto"]),
        ("PÄIJÄT-HÄM", ["Päijät-Hämeen opisto"]),
        ("paijat hame", ["Päijät-Hämeen opisto"]),
        # Nothing of the kind.
        ("xyz", []),
        ("uimahalli xyz", []),
        ("", []),
        ("!?", []),
    ],
)
def test_completions(named: SearchEngine, text: str, expected: list[str]) -> None:
    assert completed(named, text) == expected


def test_every_prefix_of_a_name_finds_it(named: SearchEngine) -> None:
    for name in NAMES:
        for length in range(1, len(name) + 1):
            assert name in completed(named, name[:length]), name[:length]


def test_no_more_than_asked_for_and_the_best_of_all(named: SearchEngine) -> None:
    assert completed(named, "u", 1) == ["Uimaseura"]


def test_only_names_complete(engine: SearchEngine) -> None:
    engine.update([document(1, "Kuoro", summary="Laulua", keywords="musiikki")])
    assert completed(engine, "laul") == completed(engine, "musi") == []


def test_changed_and_removed_names(named: SearchEngine) -> None:
    named.update([document(3, "Sukeltajat")])
    assert completed(named, "suk") == ["Sukeltajat"]
    assert "Uimaseura" not in completed(named, "uimas")
    named.remove([("activity", 3)])
    assert completed(named, "suk") == []


def test_queries_are_few(named: SearchEngine, django_assert_max_num_queries: Any) -> None:
    completed(named, "x")
    for text in ("u", "jaahalliss", "laune uimah", "launeen "):
        with django_assert_max_num_queries(4, using=index_alias()) as context:
            assert completed(named, text)
        assert len(context) > 1


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(max_size=60)
    | st.text(alphabet="aäouh :*\"'-()&|!~\\%s_0189.\x00", max_size=30)
    | st.sampled_from(NAMES).flatmap(
        lambda name: st.builds(lambda cut, end: name[:cut] + end, st.integers(0, 20), st.text())
    )
)
def test_anything_typed_is_completed_or_not(named: SearchEngine, text: str) -> None:
    wanted = typed(text)
    found = completed(named, text)
    assert len(found) <= len(NAMES)
    if not wanted.all:
        assert found == []
