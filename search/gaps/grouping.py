"""Queries that differ in inflection only are one in the report: “melonta” and “melontaa”."""

from search.analysis import analyse_word, tokenise
from search.analysis.finnish import is_known
from search.analysis.stems import stem
from search.gaps.privacy import MAX_TEXT


def base_of(text: str, language: str) -> str:
    """Return what a text of ``privacy.countable_text`` shares with its inflected forms.

    Finnish words in their base form, whatever the page's language, others by their stem in it.
    """
    bases = [_base(token.word, language) for token in tokenise(text)]
    return (" ".join(bases) or text)[:MAX_TEXT]


def _base(word: str, language: str) -> str:
    if not word.isalpha():
        return word
    if language != "fi" or not is_known(word):
        return stem(word, language)
    bases = analyse_word(word, "fi").bases
    return word if word in bases else min(bases, key=lambda base: (len(base), base))
