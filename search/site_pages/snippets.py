"""The sentence that shows best why something was found."""

from collections.abc import Iterable, Iterator

from search.analysis import analyse_word, tokenise
from search.highlight import excerpt, sentence_around, spans
from search.query import Query
from search.site_pages.entries import language_of

EXACT, DERIVED = 4, 2
"""What a word is worth in a sentence, and what it comes from; half of it if it is optional."""


def best_sentence(
    texts: Iterable[str], query: Query, language: str, length: int
) -> tuple[str, str]:
    """Return the first sentence with most of the query's words, shortened, and its language.

    The words themselves count for more than what they are derived from. Both are empty where
    nothing is hit. ``language`` is that of texts that do not know their own.
    """
    best, most = ("", ""), 0
    for text in texts:
        code = language_of(text, language)
        held: dict[tuple[int, int], dict[int, int]] = {}
        for start, end in spans(text, query, code):
            worth = held.setdefault(sentence_around(text, start, end), {})
            for number, one in _words_in(text[start:end], query, code):
                worth[number] = max(one, worth.get(number, 0))
        for (start, end), worth in held.items():
            # A synonym is none of the words.
            total = max(1, sum(worth.values()))
            if total > most:
                best, most = (text[start:end], code), total
        if most >= sum(EXACT // 2 if word.optional else EXACT for word in query.words):
            break
    sentence, code = best
    return (excerpt(sentence, query, code, length), code) if sentence else best


def _words_in(hit: str, query: Query, language: str) -> Iterator[tuple[int, int]]:
    """Yield which of the query's words a hit is of, and what it is worth."""
    words = [analyse_word(token.word, language) for token in tokenise(hit)]
    own = frozenset(term for word in words for term in word.bases | word.part_terms)
    related = frozenset(term for word in words for term in word.related)
    for number, word in enumerate(query.words):
        if not own.isdisjoint(word.terms):
            yield number, EXACT // 2 if word.optional else EXACT
        elif not (own | related).isdisjoint(word.terms | word.related):
            yield number, DERIVED // 2 if word.optional else DERIVED
