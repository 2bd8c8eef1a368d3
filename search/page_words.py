"""Lends the search's knowledge of words to the pages that are searched by themselves."""

from pages.knowledge import words
from search.analysis import analyse_word, tokenise
from search.stop_words import STOP_WORDS


def read(text: str, language: str) -> list[words.Read]:
    """Read a text word by word, but for those that stand in any text."""
    found = (
        analyse_word(token.word, language)
        for token in tokenise(text)
        if token.word not in STOP_WORDS
    )
    return [
        words.Read(word.bases | word.related, word.part_terms | word.part_related) for word in found
    ]


def connect() -> None:
    """Have the pages' words read like those of listings."""
    words.connect(read)
