"""Which words of a query say what is looked for, and which only stand around that."""

from search.analysis import tokenise, voikko
from search.engines import get_engine
from search.engines.base import SearchRequest
from search.query import Limit, Query, QueryWord
from search.reading import Reading, quoted_words
from search.understanding.topics import topics_cache

NAMING = frozenset(
    {"nimisana", "nimisana_laatusana", "nimi", "etunimi", "sukunimi", "paikannimi", "lyhenne"}
)
"""Voikko's classes of words that name something."""

ADJECTIVE = "laatusana"

WHERE = frozenset({"place", "municipality"})
"""Meanings that say where, and nothing of what."""


def weak_words(reading: Reading) -> list[QueryWord]:
    """Return the words that are worth less than any limit: none is a subject.

    A subject is what a topic is called, or a part of that, what has a synonym, or what some name
    holds, but for adjectives, which names hold beside what they describe. What a query denies is
    none. A noun is weak only where something besides says what is looked for: “karjalanpiirakka
    Sysmässä” asks for nothing else. Words in quotation marks and optional ones are left alone.
    """
    as_they_are = quoted_words(reading.text)
    words = reading.query.words
    widened = {
        position
        for other in reading.query.alternatives
        for position in range(other.start, other.stop)
    }
    denied = {token.word for stretch in reading.unheeded for token in tokenise(stretch)}
    strangers = [
        word
        for position, word in enumerate(words)
        if not word.optional
        and word.text not in as_they_are
        and (word.text in denied or (position not in widened and not _is_subject(word)))
    ]
    says_what = any(meaning.type not in WHERE for meaning in reading.meanings) or any(
        word not in strangers and not word.optional for word in words
    )
    weak = [word for word in strangers if says_what or not _may_name(word.text)]
    left = len(weak) < len(words) or bool(reading.meanings)
    return weak if left else []


def _is_subject(word: QueryWord) -> bool:
    tokens = tuple(tokenise(word.text))
    if tokens and topics_cache.get().at(tokens, 0)[0]:
        return True
    if _is_adjective(word.text):
        return False
    if topics_cache.get().hold(word.text):
        return True
    # Nothing has no kind: what passes does so by its name.
    named = Limit((word,), facet="kind", values=())
    return get_engine().count(SearchRequest(), Query(limits=(named,), said=True)) > 0


def _is_adjective(word: str) -> bool:
    """Whether a word only says what something is like: “ohjattua”, though names hold it."""
    readings = voikko.readings(word)
    return bool(readings) and all(reading.word_class == ADJECTIVE for reading in readings)


def _may_name(word: str) -> bool:
    """Whether a word is a noun or a name in any reading, or none that Finnish knows."""
    readings = voikko.readings(word)
    return not readings or any(reading.word_class in NAMING for reading in readings)
