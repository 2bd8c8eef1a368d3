"""Marks what a query hit in a text, inflected words and parts of compounds included."""

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from search.analysis import analyse_word, tokenise
from search.query import Query

_SENTENCE_END = re.compile(r"[.!?]\s+|\n+")

EXCERPT_LENGTH = 180
"""Characters of a longer text that are shown around its first hit."""


def spans(text: str, query: Query, language: str) -> list[tuple[int, int]]:
    """Return where ``text`` is hit, as character positions in order, none overlapping.

    A word whose base form is asked for is hit as a whole, a compound in the part asked for.
    """
    wanted = query.terms
    found: list[tuple[int, int]] = []
    for token in tokenise(text):
        if not query.openings.search(token.word):
            continue
        word = analyse_word(token.word, language)
        if word.bases & wanted:
            found.append((token.start, token.end))
            continue
        if not _is_aligned(text[token.start : token.end], token.word):
            if word.part_terms & wanted:
                found.append((token.start, token.end))
            continue
        end = token.start
        for part in word.parts:
            if part.terms & wanted and token.start + part.start >= end:
                end = token.start + part.end
                found.append((token.start + part.start, end))
    return found


def _is_aligned(shown: str, word: str) -> bool:
    """Whether positions in the word hold in the text: composed characters may shift them."""
    return len(shown) >= len(word) and shown.lower().startswith(word)


def marked(text: str, query: Query, language: str) -> SafeString:
    """Return the text as HTML with the hits in ``<mark>``; everything else is escaped."""
    pieces, position = [], 0
    for start, end in spans(text, query, language):
        pieces.append(escape(text[position:start]))
        pieces.append(format_html("<mark>{}</mark>", text[start:end]))
        position = end
    pieces.append(escape(text[position:]))
    return mark_safe("".join(pieces))


def excerpt(text: str, query: Query, language: str) -> str:
    """Return the part of a long text around its first hit, or nothing where there is none."""
    hits = spans(text, query, language)
    if not hits:
        return ""
    start, end = _sentence_around(text, *hits[0])
    cut = text[start:end].strip()
    if len(cut) <= EXCERPT_LENGTH:
        return cut
    first = max(0, hits[0][0] - start - EXCERPT_LENGTH // 3)
    shown = cut[first : first + EXCERPT_LENGTH]
    if first:
        shown = "… " + shown.partition(" ")[2]
    if first + EXCERPT_LENGTH < len(cut):
        shown = shown.rpartition(" ")[0] + " …"
    return shown


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence or line around a hit begins and ends."""
    begins = [found.end() for found in _SENTENCE_END.finditer(text, 0, start)]
    following = _SENTENCE_END.search(text, end)
    return begins[-1] if begins else 0, following.end() if following else len(text)
