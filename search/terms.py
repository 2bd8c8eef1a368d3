"""Words of a document as marked terms: which field a term stands in, and in which form.

Every engine keeps a document's text as a set of marked terms and finds by looking up marked
terms, so that all of them find and rank alike. A marked term is the field's letter, the form's
letter and the term: ``nblahti`` is “lahti” as a base form of an inflected word in the name.
"""

import functools
from collections.abc import Iterable
from enum import StrEnum

from search.analysis import analyse_word, completed, tokenise, written

SHORT = 60
"""Characters up to which a text's terms are remembered."""


class Field(StrEnum):
    """Where a word stands.

    ``AROUND`` is what a thing is part of and what its categories are also called: its organiser,
    facility, municipality and address say less of it than its own words.
    """

    NAME = "n"
    KEYWORDS = "k"
    SUMMARY = "s"
    DESCRIPTION = "d"
    AROUND = "a"


class Form(StrEnum):
    """How a word stands there.

    ``LEMMA`` is a word that is its own base form, ``SURFACE`` an inflected word as written,
    ``BASE`` a base form of an inflected word. ``HEAD`` is the last part of a compound, which
    says what it is (a “nuorisoseura” is a “seura”), ``PART`` another part. ``RELATED`` is a word
    that this one is derived from.
    """

    LEMMA = "c"
    SURFACE = "e"
    BASE = "b"
    HEAD = "h"
    PART = "p"
    RELATED = "r"


@functools.lru_cache(maxsize=100_000)
def _forms(found: str, field: Field, language: str, whole: bool) -> tuple[str, ...]:
    """Return the marked terms of what stands between two word boundaries of a text."""
    marked: list[str] = []
    for token in tokenise(found):
        word = analyse_word(token.word, language)
        marked.append((Form.LEMMA if token.word in word.bases else Form.SURFACE) + token.word)
        marked += [Form.BASE + base for base in word.bases if base != token.word]
        if not whole:
            parts = word.part_terms - word.bases
            last = max((part.end for part in word.parts), default=0)
            heads = {term for part in word.parts if part.end == last for term in part.terms}
            marked += [(Form.HEAD if part in heads else Form.PART) + part for part in parts]
            related = (word.related | word.part_related) - word.bases - parts
            marked += [Form.RELATED + base for base in related]
    return tuple(field + form for form in marked)


def _marked(field: Field, text: str, language: str, whole: bool) -> set[str]:
    found: set[str] = set()
    for word in written(text):
        found.update(_forms(word, field, language, whole))
    if language == "fi" and not whole:
        for compound in completed(text):
            found.update(f"{field}{Form.BASE}{base}" for base in compound.bases)
    return found


@functools.lru_cache(maxsize=5_000)
def _short(field: Field, text: str, language: str, whole: bool) -> frozenset[str]:
    return frozenset(_marked(field, text, language, whole))


def marked_terms(
    field: Field, text: str, language: str, *, whole: bool = False
) -> set[str] | frozenset[str]:
    """Return the terms of a text in a field, marked.

    With ``whole`` words are found whole only, not by their parts or by derivation.
    """
    # Names of categories and the like come again and again.
    compute = _short if len(text) < SHORT else _marked
    return compute(field, text, language, whole)


def text_words(text: str) -> set[str]:
    """Return the words of a text as written, in lower case."""
    return {token.word for token in tokenise(text)}


WORD_FORMS = frozenset({Form.LEMMA, Form.SURFACE, Form.BASE})


def words_among(terms: Iterable[str]) -> frozenset[str]:
    """Return the words that marked terms are made of, as written and as base forms."""
    words = {term[2:] for term in terms if term[1] in WORD_FORMS}
    return frozenset([word for word in words if word.isalpha()])
