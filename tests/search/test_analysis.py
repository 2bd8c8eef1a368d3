"""Words become the same terms in documents and in queries."""

import os
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import (
    analyse_text,
    analyse_word,
    finnish,
    respelt,
    restored,
    tokenise,
    voikko,
)
from search.analysis.text import clear_caches
from search.query import parse, query_word

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
        ("Sysmä", "Sysmässä"),
        ("iitti", "Iitissä"),
        ("vääksy", "Vääksyssä"),
        ("padasjoki", "Padasjoella"),
        ("lapsi", "Lastenkerho"),
        ("kerho", "Villähteenkerholla"),
        ("villähde", "Villähteen kerho"),
        ("4H", "4H-kerholaiset"),
        ("4h-kerho", "4H-kerhossa"),
        ("spr", "SPR:ssä"),
        ("uida", "Uimahalli"),
        ("pelata", "Pelaaminen"),
        ("luistella", "luistelemaan"),
        ("uimahalli", "Uima- ja jäähalli"),
        ("koripallo", "jalka-, kori- ja lentopalloa"),
        ("vuotias", "5-vuotiaat"),
        ("18.30", "klo 18:30"),
        ("7", "7–12-vuotiaille"),
        ("2026", "pe 24.12.2026"),
        ("päivä", "pa\u0308iva\u0308n"),
        ("uimahalli", "uima\u00adhallin"),
        ("kylällä", "kylälla"),
        ("lastenhoito", "Lastenhoitoapua perheille"),
        ("hoitoapu", "lastenhoitoavusta"),
        ("lastenhoito", "lastenhoidonohjaaja"),
        ("nuorisotyö", "nuorisotyöntekijät"),
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
        ("kuu", "Kuusi"),
        ("jäädä", "Jäähalli"),
        ("18", "2018"),
        ("isä", "Viikonloppuisin"),
        ("isille", "viikonloppuisin"),
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
    (word,) = parse("swimming").words
    terms = word.terms
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


@needs_voikko
@pytest.mark.parametrize(
    ("word", "verb"),
    [
        ("uinti", "uida"),
        ("uimareille", "uida"),
        ("hiihto", "hiihtää"),
        ("tanssijat", "tanssia"),
        ("juoksun", "juosta"),
        ("laulu", "laulaa"),
        ("soittoa", "soittaa"),
        ("kävelyllä", "kävellä"),
        ("retkeily", "retkeillä"),
        ("luistelu", "luistella"),
        ("näyttely", "näytellä"),
        ("peli", "pelata"),
        ("jumppa", "jumpata"),
        ("leipuri", "leipoa"),
        ("meno", "mennä"),
        ("haastattelija", "haastatella"),
    ],
)
def test_a_noun_is_related_to_its_verb(word: str, verb: str) -> None:
    analysed = analyse_word(word, "fi")
    assert verb in analysed.related
    assert verb not in analysed.bases


@needs_voikko
@pytest.mark.parametrize(
    "word", ["laki", "tuoli", "kuusi", "seura", "talo", "kylä", "kunto", "puro", "arpi", "ilmasto"]
)
def test_chance_likeness_is_no_derivation(word: str) -> None:
    assert not analyse_word(word, "fi").related


@needs_voikko
def test_what_parts_come_from_is_kept_apart() -> None:
    analysis = analyse_text("Luisteluhalli", "fi")
    assert "luistella" in analysis.related
    assert "luistella" not in {*analysis.bases, *analysis.parts}
    assert not analyse_word("luisteluhalli", "fi").related


@needs_voikko
def test_an_unknown_compound_is_split_at_its_known_end() -> None:
    word = analyse_word("villähteenkerholla", "fi")
    assert "villähteenkerho" in word.bases
    assert ("kerho", 10) in {(term, part.start) for part in word.parts for term in part.terms}


@needs_voikko
def test_neighbouring_parts_of_a_long_compound_are_a_part() -> None:
    word = analyse_word("lastenhoitoapua", "fi")
    joined = {
        term: (part.start, part.end) for part in word.parts if part.joined for term in part.terms
    }
    assert joined == {"lastenhoito": (0, 11), "hoitoapu": (6, 15)}
    assert [len(part) for part in query_word("lastenhoitoapua").parts] == [2, 1, 1]


@needs_voikko
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("paijanne", "päijänne"),
        ("paijanteella", "päijänne"),
        ("aiti", "äiti"),
        ("paivakerho", "päiväkerho"),
        ("iltapaivakerho", "iltapäiväkerho"),
        ("tyopajapaiva", "työpajapäivä"),
        ("elakelaisten", "eläkeläinen"),
        ("paijat-hame", "päijät-häme"),
        ("karkola", "kärkölä"),
    ],
)
def test_dots_are_put_back(typed: str, meant: str) -> None:
    assert meant in restored(typed)


@needs_voikko
@pytest.mark.parametrize("word", ["lahti", "heinola", "talo", "äiti", "qwoaoa", "", "18:30", "a"])
def test_finnish_as_it_stands_is_left_alone(word: str) -> None:
    assert restored(word) == frozenset()


@needs_voikko
@pytest.mark.parametrize(
    "word", ["aoaoaoaoaoaoaoaoaoaoaoaoaoaoao", "asdkfjhaskdjfhaksjdhfkajshdfkajhsdf"]
)
def test_voikko_is_asked_a_bounded_number_of_times(
    monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    asked: list[str] = []
    readings = voikko.readings
    monkeypatch.setattr(voikko, "readings", lambda word: asked.append(word) or readings(word))
    clear_caches()
    analyse_word(word, "fi")
    assert 0 < len(asked) <= 60
    asked.clear()
    respelt.__wrapped__(word)
    assert len(asked) <= 150


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "ab-" * 40_000,
        "1:" * 50_000,
        "1.1." * 25_000,
        "- ja " * 20_000,
        "a-, " * 25_000 + "ja b",
        "\u0301" * 100_000,
        "a\u0301" * 50_000,
        "😀" * 25_000,
        "\x00\ud7ff\u202eabc" * 10_000,
        "isoäidinäidin" * 8_000,
    ],
)
def test_long_texts_take_no_long_time(text: str) -> None:
    started = time.process_time()
    for language in ("fi", "sv", "en"):
        analyse_text(text, language)
    for token in tokenise(text):
        assert 0 <= token.start < token.end <= len(text)
    assert time.process_time() - started < 10


FINNISH_LIKE = st.text(
    alphabet="aeiouyäöåhjklmnprstvdgbf-:'’. \u0308\u00ad0123456789", max_size=120
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=300), FINNISH_LIKE))
def test_no_text_is_too_odd(text: str) -> None:
    for language in ("fi", "sv", "en"):
        analysis = analyse_text(text, language)
        assert all({*analysis.bases, *analysis.parts, *analysis.related})
    for token in tokenise(text):
        assert 0 <= token.start < token.end <= len(text)
        word = analyse_word(token.word, "fi")
        assert word.bases
        assert not word.bases & word.related
        assert all(0 <= part.start < part.end <= len(token.word) for part in word.parts)
        restored(token.word)
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
