"""Reads the words of a text as they are: what pages are asked, which have no place nor time."""

from dataclasses import dataclass, replace

from search.analysis import tokenise
from search.query import MAX_QUERY_LENGTH, Query, QueryWord, words_of
from search.reading import alternatives_of, everyday, meant_by, offers_choice, quoted_words
from search.stop_words import STOP_WORDS
from search.synonyms import synonyms_of
from search.understanding import Meaning
from search.understanding.lexicon import lexicon_cache


@dataclass(frozen=True)
class PlainReading:
    """The words of a text, whatever they may mean, and what it says of municipalities.

    Words that name municipalities are optional in the ``query`` beside others. What speaks of the
    ``denied`` words is not wanted.
    """

    query: Query
    municipalities: tuple[Meaning, ...] = ()
    denied: tuple[QueryWord, ...] = ()


def read_plainly(text: str) -> PlainReading:
    """Return the words of a text and what will do in their place.

    It asks for nothing where there are only words that stand in any text.
    """
    text = text[:MAX_QUERY_LENGTH]
    understood = meant_by(text)
    towns = tuple(m for m in understood.meanings if m.type == "municipality" and not m.denied)
    lexicon, as_they_are = lexicon_cache.get(), quoted_words(text)
    denied = [
        word
        for meaning in understood.meanings
        if meaning.denied
        for word in _asked(meaning.text)
        if word.text not in lexicon.denial_words
    ]
    left_out = {word.text for stretch in understood.unheeded for word in words_of(stretch)}
    left_out |= {token.word for m in understood.meanings if m.denied for token in tokenise(m.text)}
    named = {word.text for town in towns for word in words_of(town.text)} - as_they_are
    words = tuple(
        word
        for word in _asked(text)
        if word.text in as_they_are
        or (word.text not in left_out and (word.text,) not in lexicon.denials)
    )
    if any(word.text not in named for word in words):
        words = tuple(
            replace(word, optional=True) if word.text in named else word for word in words
        )
    query = Query(
        words, alternatives_of(words), any_word=offers_choice(text), said=bool(text.strip())
    )
    return PlainReading(query, towns, tuple(denied))


def _asked(text: str) -> tuple[QueryWord, ...]:
    """Return the words of a text but for those that stand in any and are of no synonym's phrase."""
    words = everyday(words_of(text), quoted_words(text))
    phrases = synonyms_of([word.text for word in words])
    kept = {
        place
        for each in phrases
        if each.end - each.start > 1
        for place in range(each.start, each.end)
    }
    return tuple(
        word for place, word in enumerate(words) if place in kept or word.text not in STOP_WORDS
    )
