"""The sentence that shows best why something was found."""

from collections.abc import Iterable

from search.analysis import analyse_word, tokenise
from search.highlight import excerpt, sentence_around, spans
from search.query import Query
from search.site_pages.entries import language_of


def best_sentence(
    texts: Iterable[str], query: Query, language: str, length: int
) -> tuple[str, str]:
    """Return the first sentence with most of the query's words, shortened, and its language.

    Both are empty where nothing is hit. ``language`` is that of texts that do not know their own.
    """
    best, most = ("", ""), 0
    for text in texts:
        code = language_of(text, language)
        held: dict[tuple[int, int], set[int]] = {}
        for start, end in spans(text, query, code):
            around = sentence_around(text, start, end)
            held.setdefault(around, set()).update(_words_in(text[start:end], query, code))
        for (start, end), words in held.items():
            if max(1, len(words)) > most:
                best, most = (text[start:end], code), max(1, len(words))
        if most >= len(query.words):
            break
    sentence, code = best
    return (excerpt(sentence, query, code, length), code) if sentence else best


def _words_in(hit: str, query: Query, language: str) -> set[int]:
    """Return which of the query's words a hit is of."""
    words = [analyse_word(token.word, language) for token in tokenise(hit)]
    held = frozenset(term for word in words for term in word.bases | word.related | word.part_terms)
    return {
        number
        for number, word in enumerate(query.words)
        if not held.isdisjoint(word.terms) or not held.isdisjoint(word.related)
    }
