"""Hits are marked in inflected words and compounds, and nothing else becomes HTML."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import highlight
from search.engines.base import SearchRequest
from search.highlight import EXCERPT_LENGTH, excerpt, marked
from search.query import parse
from search.reading import read


def mark(text: str, query: str) -> str:
    return str(marked(text, parse(query), "fi"))


def test_inflected_words_are_marked_whole() -> None:
    assert mark("Tavataan uimahallissa tiistaisin", "uimahalli") == (
        "Tavataan <mark>uimahallissa</mark> tiistaisin"
    )


def test_only_the_part_asked_for_is_marked_in_a_compound() -> None:
    assert mark("Kevyttä tuolijumppaa", "jumppa") == "Kevyttä tuoli<mark>jumppaa</mark>"


def read_mark(text: str, query: str, *, in_name: bool = False) -> str:
    read_query = read(query, SearchRequest(text=query)).query
    return str(marked(text, read_query, "fi", in_name=in_name))


def test_what_is_derived_from_the_same_word_is_marked() -> None:
    assert mark("Uinti on kivaa", "uida") == "<mark>Uinti</mark> on kivaa"
    assert mark("Uidaan yhdessä avovesiuintia", "uinti") == (
        "<mark>Uidaan</mark> yhdessä avovesi<mark>uintia</mark>"
    )


def test_parts_that_touch_are_one_hit() -> None:
    assert mark("Jääkiekkokaukalo", "kaukalo jää kiekko") == "<mark>Jääkiekkokaukalo</mark>"


def test_parts_apart_are_marked_in_a_name_only() -> None:
    query = parse("uimahalli")
    name = "Uima- ja jäähalli"
    assert marked(name, query, "fi", in_name=True) == "<mark>Uima</mark>- ja jää<mark>halli</mark>"
    assert marked(name, query, "fi") == name
    assert marked("Jäähalli", query, "fi", in_name=True) == "Jäähalli"


def test_words_of_a_limit_are_marked_in_names_not_in_texts(registers: Any) -> None:
    query = "jumppaa hollolassa"
    assert read_mark("Hollolan Jumppaajat", query, in_name=True) == (
        "<mark>Hollolan</mark> <mark>Jumppaajat</mark>"
    )
    assert read_mark("Jumppaa Hollolassa", query) == "<mark>Jumppaa</mark> Hollolassa"


def test_words_that_say_more_than_their_limit_are_marked_in_texts(registers: Any) -> None:
    assert read_mark("Muskari vauvoille ja lapsille", "muskari vauvoille") == (
        "<mark>Muskari</mark> <mark>vauvoille</mark> ja lapsille"
    )


def test_markup_in_the_text_is_escaped() -> None:
    assert mark("<b>kuoro</b> & co", "kuoro") == "&lt;b&gt;<mark>kuoro</mark>&lt;/b&gt; &amp; co"


def test_a_long_text_is_cut_around_the_hit() -> None:
    text = "Ensin jotain muuta. " * 5 + "Kuoro laulaa " + "ja laulaa " * 40 + "lopuksi. Muuta."
    shown = excerpt(text, parse("kuoro"), "fi")
    assert "Kuoro" in shown
    assert "Ensin" not in shown
    assert len(shown) <= EXCERPT_LENGTH + 4


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="kuoro <>&\"'ÅİßŉAaΐ\u0345-:", max_size=60))
def test_marking_loses_nothing(text: str) -> None:
    from django.utils.html import escape

    assert mark(text, "kuoro a").replace("<mark>", "").replace("</mark>", "") == str(escape(text))


WORDS = ["kuoro", "Kuorossa", "lapsikuorolle", "tanssi-kuoro", "ku\u00adoro", "KUORO’n", "18.30"]
"""What is asked for, in ways that texts have it, and what is not."""


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*WORDS, "illalla", "sankoru", "İkuoro", "–"]),
            st.sampled_from([" ", "\n", ", ", ".", "/", "(", "\u00a0"]),
        ),
        max_size=12,
    )
)
def test_looking_only_where_a_hit_can_be_finds_all_of_them(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + after for word, after in pieces)
    query = parse("kuoro klo 18.30")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(highlight._Wanted, "_pieces", lambda self, text: [(text, 0)])
        highlight._wanted.cache_clear()
        everywhere = highlight.spans(text, query, "fi")
    highlight._wanted.cache_clear()
    assert highlight.spans(text, query, "fi") == everywhere
    assert bool(everywhere) >= (" kuoro " in f" {text}")
