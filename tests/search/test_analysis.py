"""Words become the same terms in documents and in queries."""

import os
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import analyse_text, analyse_word, finnish, tokenise, voikko
from search.analysis.text import clear_caches
from search.query import parse

needs_voikko = pytest.mark.skipif(
    not finnish.is_available() and os.environ.get("CI") != "true",
    reason="Voikko is not installed on this machine",
)


def meet(query: str, text: str) -> bool:
    """Whether each word of the query finds a term of the text."""
    analysis = analyse_text(text, "fi")
    terms = {*analysis.bases, *analysis.parts}
    return all(word.terms & terms for word in parse(query).words)


@needs_voikko
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("uimahallissa", "Uimahalli"),
        ("uimahalli", "Heinolan uimahallin aulassa"),
        ("seura", "Nuorisoseuran talo"),
        ("nuoriso", "Nuorisoseuran talo"),
        ("eläkeläiset", "Eläkeläinen"),
        ("lapset", "Lastenkerho"),
        ("lahti", "Lahdessa"),
        ("hollola", "hollolassa"),
        ("Päijänteen", "Päijänne"),
        ("jumppa", "Kevyttä tuolijumppaa istuen"),
        ("MLL", "MLL:n kahvila"),
        ("uima-allas", "Uima-altaalla"),
    ],
)
def test_inflected_words_and_parts_of_compounds_meet(query: str, text: str) -> None:
    assert meet(query, text)


@needs_voikko
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("sose", "Nuorisoseuran talo"),
        ("uimahalli", "Jäähalli"),
        ("kuoro", "Kuorma-auto"),
        ("aita", "äitä"),
    ],
)
def test_strangers_do_not_meet(query: str, text: str) -> None:
    assert not meet(query, text)


@needs_voikko
def test_a_compound_is_split_into_as_few_parts_as_possible() -> None:
    word = analyse_word("nuorisoseuran", "fi")
    assert word.bases == {"nuorisoseura"}
    assert [(part.start, part.end) for part in word.parts] == [(0, 7), (7, 13)]
    assert word.part_terms == {"nuoriso", "seura"}


@needs_voikko
def test_a_word_voikko_does_not_know_keeps_its_form_and_gets_a_stem() -> None:
    assert {"blingblongia", "~blingblong"} <= analyse_word("blingblongia", "fi").bases
    assert meet("blingblongia", "blingblongin")


@pytest.fixture
def without_voikko(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that has no Voikko."""
    clear_caches()
    monkeypatch.setattr(voikko, "handle", lambda: None)
    yield
    monkeypatch.undo()
    clear_caches()


@pytest.mark.usefixtures("without_voikko")
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("uimahallissa", "Uimahalli"),
        ("kirkko", "kirkossa"),
        ("hollola", "Hollolassa"),
        ("harrastus", "Harrastukset"),
        ("eläkeläinen", "Eläkeläisten kerho"),
    ],
)
def test_without_voikko_words_still_meet(query: str, text: str) -> None:
    assert not finnish.is_available()
    assert meet(query, text)


def test_swedish_and_english_stems_do_not_meet_each_other() -> None:
    assert analyse_word("swimming", "en").bases == {"en:swim"}
    assert analyse_word("simhallen", "sv").bases == {"sv:simhall"}
    assert not analyse_word("man", "en").bases & analyse_word("man", "sv").bases


def test_a_query_is_understood_in_every_language_of_the_site() -> None:
    terms = parse("swimming").terms
    assert "en:swim" in terms
    assert any(term.startswith("sv:") for term in terms)


def test_words_are_found_where_they_stand() -> None:
    text = "MLL:n Käsityö-ilta, klo 18!"
    tokens = list(tokenise(text))
    assert [token.word for token in tokens] == ["mll", "käsityö-ilta", "klo", "18"]
    assert [text[token.start : token.end] for token in tokens][1] == "Käsityö-ilta"


def test_a_word_counts_once_and_long_queries_are_cut() -> None:
    assert len(parse("kuoro Kuoro KUORO").words) == 1
    assert len(parse(" ".join(f"sana{number}" for number in range(50))).words) == 12


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    analyse_text(text, "fi")
    for token in tokenise(text):
        assert 0 <= token.start < token.end <= len(text)
    parse(text)


def test_threads_may_analyse_at_the_same_time() -> None:
    finnish.analyse.cache_clear()
    words = [f"{stem}hallissa" for stem in ("uima", "jää", "tennis", "kauppa", "urheilu")] * 20
    found: list[set[str]] = []

    def work() -> None:
        found.append({base for word in words for base in finnish.analyse.__wrapped__(word).bases})

    threads = [threading.Thread(target=work) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(bases == found[0] for bases in found)
