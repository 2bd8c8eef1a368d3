"""Words of a document as marked terms: which field a term stands in, and in which form.

Every engine keeps a document's text as a set of marked terms and finds by looking up marked
terms, so that all of them find and rank alike. A marked term is the field's letter, the form's
letter and the term: ``nblahti`` is “lahti” as a base form of an inflected word in the name.
"""

import functools
from collections.abc import Iterable, Iterator
from enum import StrEnum

from search.analysis import analyse_word, completed, tokenise, written

WORDS_KEPT = 30_000
"""Words of one field and language whose terms are remembered."""

SHORT = 60
"""Characters up to which a text's terms are remembered."""


class Field(StrEnum):
    """Where a word stands.

    Categories count among the keywords, and the broader ones above them as the summary: they say
    what a thing is, too, but less exactly. ``AROUND`` is what a thing is part of and
    what its categories are also called: its organiser, facility, municipality and address say
    less of it than its own words.
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


class _Marker(dict[str, tuple[str, ...]]):
    """The marked terms of each word of a text, worked out when first asked for.

    A word here is what stands between two word boundaries. All that is known is forgotten when
    it is too much.
    """

    def __init__(self, field: Field, language: str, whole: bool) -> None:
        self._field, self._language, self._whole = field, language, whole

    def __missing__(self, found: str) -> tuple[str, ...]:
        if len(self) >= WORDS_KEPT:
            self.clear()
        marked = self[found] = tuple(self._field + term for term in self._terms(found))
        return marked

    def _terms(self, found: str) -> Iterator[str]:
        for token in tokenise(found):
            word = analyse_word(token.word, self._language)
            yield (Form.LEMMA if token.word in word.bases else Form.SURFACE) + token.word
            for base in word.bases:
                if base != token.word:
                    yield Form.BASE + base
            if self._whole:
                continue
            parts = word.part_terms - word.bases
            last = max((part.end for part in word.parts), default=0)
            heads = {term for part in word.parts if part.end == last for term in part.terms}
            for part in parts:
                yield (Form.HEAD if part in heads else Form.PART) + part
            for base in (word.related | word.part_related) - word.bases - parts:
                yield Form.RELATED + base


_marker = functools.cache(_Marker)


def _marked(field: Field, text: str, language: str, whole: bool) -> set[str]:
    marker = _marker(field, language, whole)
    found = set().union(*map(marker.__getitem__, set(written(text))))
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
