"""Hits are marked in inflected words and compounds, and nothing else becomes HTML."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.highlight import EXCERPT_LENGTH, excerpt, marked
from search.query import parse


def mark(text: str, query: str) -> str:
    return str(marked(text, parse(query), "fi"))


def test_inflected_words_are_marked_whole() -> None:
    assert mark("Tavataan uimahallissa tiistaisin", "uimahalli") == (
        "Tavataan <mark>uimahallissa</mark> tiistaisin"
    )


def test_only_the_part_asked_for_is_marked_in_a_compound() -> None:
    assert mark("Kevyttä tuolijumppaa", "jumppa") == "Kevyttä tuoli<mark>jumppaa</mark>"


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
