"""Words of a document as marked terms: which field a term stands in, and in which form.

Every engine keeps a document's text as a set of marked terms and finds by looking up marked
terms, so that all of them find and rank alike. A marked term is the field's letter, the form's
letter and the term: ``nblahti`` is “lahti” as a base form of an inflected word in the name.
"""

import functools
from enum import StrEnum

from search.analysis import analyse_word, completed, tokenise

SHORT = 60
"""Characters up to which a text's terms are remembered."""


class Field(StrEnum):
    """Where a word stands."""

    NAME = "n"
    KEYWORDS = "k"
    SUMMARY = "s"
    DESCRIPTION = "d"


class Form(StrEnum):
    """How a word stands there.

    ``LEMMA`` is a word that is its own base form, ``SURFACE`` an inflected word as written,
    ``BASE`` a base form of an inflected word, ``PART`` a part of a compound, ``RELATED`` a word
    that this one is derived from.
    """

    LEMMA = "c"
    SURFACE = "e"
    BASE = "b"
    PART = "p"
    RELATED = "r"


@functools.lru_cache(maxsize=200_000)
def _forms(word: str, language: str, whole: bool) -> tuple[str, ...]:
    """Return the terms of a word behind the letters of their forms."""
    analysed = analyse_word(word, language)
    marked = [Form.LEMMA + word if word in analysed.bases else Form.SURFACE + word]
    marked += [Form.BASE + base for base in analysed.bases if base != word]
    if not whole:
        marked += [Form.PART + part for part in analysed.part_terms - analysed.bases]
        related = (analysed.related | analysed.part_related) - analysed.bases
        marked += [Form.RELATED + base for base in related - analysed.part_terms]
    return tuple(marked)


@functools.lru_cache(maxsize=5_000)
def _short(field: Field, text: str, language: str, whole: bool) -> frozenset[str]:
    return frozenset(_marked(field, text, language, whole))


def _marked(field: Field, text: str, language: str, whole: bool) -> set[str]:
    found: set[str] = set()
    for token in tokenise(text):
        found.update(_forms(token.word, language, whole))
    if language == "fi" and not whole:
        for word in completed(text):
            found.update(Form.BASE + base for base in word.bases)
    return {field + form for form in found}


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
