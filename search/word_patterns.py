"""Meeting a query's words with words of registers, in any inflected form."""

import functools
import re

from search.analysis import analyse_word, tokenise
from servicemap.models.translation import language_codes

# “futiksen”, “korista”: everyday words in -is that no dictionary has.
_IN_IS = re.compile(r"(\w+i)(?:st[aä]|ks[ei]\w{0,6})")


@functools.lru_cache(maxsize=20_000)
def keys_of(word: str) -> frozenset[str]:
    """Return what a query's word may match: its own form and its base forms by language."""
    keys = {f"={word}"}
    for language in language_codes():
        keys |= _bases(word, language)
    if match := _IN_IS.fullmatch(word):
        keys.add(f"fi {match[1]}s")
    return frozenset(keys)


def word_patterns(phrase: str, language: str) -> tuple[frozenset[str], ...]:
    """Return for each word of a phrase the keys of which a query's word must have one.

    A phrase that begins with “=” is met by these very forms only.
    """
    exact = phrase.startswith("=")
    return tuple(
        frozenset({f"={token.word}"} if exact else _wanted(token.word, language))
        for token in tokenise(phrase)
    )


def _bases(word: str, language: str) -> set[str]:
    return {f"{language} {base}" for base in analyse_word(word, language).bases}


def _wanted(word: str, language: str) -> set[str]:
    """Return a word's keys; one that is a base form is taken for no other's inflected form.

    Stems, which analysis marks by a sign in front, count as well.
    """
    keys = _bases(word, language)
    own = f"{language} {word}"
    if own in keys:
        keys = {own, *(key for key in keys if not key[len(language) + 1].isalnum())}
    return keys | {f"={word}"}


def partitive_of(word: str) -> str | None:
    """Return the everyday word in -is of which a word may be the partitive: “korista”, “koris”."""
    match = _IN_IS.fullmatch(word)
    return f"{match[1]}s" if match and word.endswith(("sta", "stä")) else None
