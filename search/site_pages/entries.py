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


class Standing(IntEnum):
    """Where a word stands and as what, the best place first.

    A word is derived where only something that it comes from is the same: “haku” and “hakea”. It
    stands instead where it is a synonym, or the parts of what was asked for.
    """

    TITLE = 0
    TITLE_DERIVED = 1
    HEADING = 2
    TITLE_INSTEAD = 3
    HEADING_DERIVED = 4
    TEXT = 5
    TEXT_DERIVED = 6
    TEXT_INSTEAD = 7


LEVELS = (
    *(Level.TITLE, Level.TITLE, Level.HEADING, Level.HEADING),
    *(Level.TEXT, Level.TEXT, Level.TEXT, Level.TEXT),
)
"""The level that each standing counts as."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """The terms of each standing without those of better ones, and of the title word by word.

    ``words`` are those that stand in texts that are not in Finnish, as they are written: of Finnish
    words the terms are the base forms.
    """

    standings: tuple[tuple[Standing, tuple[str, ...]], ...]
    title_words: tuple[frozenset[str], ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """Something that is found among what is in one of the site's languages.

    ``language`` is that of its texts, another one for a page that is not translated. ``section`` is
    the title of the page above it, ``day`` the day that it is of, ``past_from`` the one from which
    it tells of something past. What ``is_cancelled`` does not take place on that day. From
    ``expires`` on nobody may read it. ``municipalities`` are the codes of those that it is of, if
    it is not of all; what ``narrows`` shows one of them alone.
    """

    key: Key
    language: str
    texts: SearchTexts
    analysis: Analysis
    section: Text | str = ""
    day: datetime.date | None = None
    past_from: datetime.date | None = None
    is_cancelled: bool = False
    expires: datetime.datetime | None = None
    municipalities: frozenset[str] = frozenset()
    narrows: bool = False
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
    standings = []
    words: set[str] = set()
    for on_level, exact, derived in (
        ((texts.title,), Standing.TITLE, Standing.TITLE_DERIVED),
        ((texts.lead, *texts.headings), Standing.HEADING, Standing.HEADING_DERIVED),
        (texts.body, Standing.TEXT, Standing.TEXT_DERIVED),
    ):
        held: set[str] = set()
        related: set[str] = set()
        for text in on_level:
            code = language_of(text, language)
            found = analyse_text(text, code)
            held.update(found.bases, found.parts)
            related.update(found.related)
            if code != "fi":
                words.update(token.word for token in tokenise(text))
        for standing, terms in ((exact, held), (derived, related)):
            terms -= seen
            seen |= terms
            # The same terms stand in many texts.
            standings.append((standing, tuple(map(sys.intern, sorted(terms)))))
    as_written = tuple(map(sys.intern, sorted(words)))
    return Analysis(tuple(standings), _title_words(texts.title, language), as_written)


def _title_words(title: str, language: str) -> tuple[frozenset[str], ...]:
    words = (
        analyse_word(token.word, language_of(title, language))
        for token in tokenise(title)
        if token.word not in STOP_WORDS
    )
    return tuple(word.bases | word.related for word in words)
