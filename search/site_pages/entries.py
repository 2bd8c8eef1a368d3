"""A page or a grant as it is found: its texts, and the terms that they hold."""

import datetime
import functools
import sys
from dataclasses import dataclass, field
from enum import IntEnum

from search.analysis import analyse_text, analyse_word, tokenise
from search.stop_words import STOP_WORDS
from servicemap.models import Grant
from servicemap.models.translation import Text
from servicemap.search_texts import SearchTexts

Key = tuple[str, int]
"""What it is, ``page`` or ``grant``, and its number."""


class Level(IntEnum):
    """Where a word stands, the best place first."""

    TITLE = 0
    HEADING = 1
    TEXT = 2


@dataclass(frozen=True, slots=True)
class Analysis:
    """The terms of each level without those of the levels above, and of the title word by word."""

    levels: tuple[tuple[str, ...], ...]
    title_words: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Entry:
    """Something that is found among what is in one of the site's languages.

    ``language`` is that of its texts, another one for a page that is not translated. ``section`` is
    the title of the page above it, ``day`` the day that it is of, ``past_from`` the one from which
    it tells of something past. From ``expires`` on nobody may read it.
    """

    key: Key
    language: str
    texts: SearchTexts
    analysis: Analysis
    section: Text | str = ""
    day: datetime.date | None = None
    past_from: datetime.date | None = None
    expires: datetime.datetime | None = None
    grant: Grant | None = field(default=None, compare=False)

    @functools.cached_property
    def alphabetic(self) -> tuple[int, str, Key]:
        """The place among equals: short titles first, then the alphabet."""
        return (len(self.texts.title), self.texts.title, self.key)

    @functools.cached_property
    def title_terms(self) -> frozenset[str]:
        """The terms of whole words of the title."""
        return frozenset().union(*self.analysis.title_words)


def language_of(text: str, otherwise: str) -> str:
    """Return the language that a text knows to be in, or that of what surrounds it."""
    return str(getattr(text, "language", otherwise))


def analysed(texts: SearchTexts, language: str) -> Analysis:
    """Analyse all that something says: inflected words, parts of compounds, what they come from."""
    seen: set[str] = set()
    levels = []
    for on_level in ((texts.title,), (texts.lead, *texts.headings), texts.body):
        terms: set[str] = set()
        for text in on_level:
            found = analyse_text(text, language_of(text, language))
            terms.update(found.bases, found.parts, found.related)
        terms -= seen
        seen |= terms
        # The same terms stand in many texts.
        levels.append(tuple(map(sys.intern, sorted(terms))))
    return Analysis(tuple(levels), _title_words(texts.title, language))


def _title_words(title: str, language: str) -> tuple[frozenset[str], ...]:
    words = (
        analyse_word(token.word, language_of(title, language))
        for token in tokenise(title)
        if token.word not in STOP_WORDS
    )
    return tuple(word.bases | word.related for word in words)
