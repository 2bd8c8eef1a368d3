"""Spoken Finnish: “ens viikol”, “huomenillal”, “lahes”, as people type it."""

import itertools
import re
from collections.abc import Iterable, Iterator

from search.analysis import voikko

_SHORT = {
    "ensi": {"ens"},
    "tällä": {"täl"},
    "tänä": {"tän"},
    "tämän": {"tän"},
    "tässä": {"täs"},
    "kuluvassa": {"kuluvas"},
    "tänään": {"tänää"},
    "tulevana": {"tulevan"},
    "jälkeen": {"jälkee", "jälk"},
}
_LAST_VOWEL = re.compile(r"(\w{2,}(?:ll|ss|st|lt|n))[aä]")


def spoken(word: str) -> frozenset[str]:
    """Return how a word's form is said for short: “viikolla” → “viikol”, “lahdessa” → “lahdes”."""
    found = set(_SHORT.get(word, ()))
    if match := _LAST_VOWEL.fullmatch(word):
        short = match[1]
        found.add(short[:-1] if short.endswith(("ll", "ss")) else short)
    return frozenset(found)


def spoken_phrases(phrase: str) -> Iterator[str]:
    """Yield how a phrase of exact forms is said for short, and written as one word.

    One word alone is none of these where it is a word of its own: “aamun” is no “aamuna”.
    """
    words = phrase.split()
    ways = ((word, *sorted(spoken(word))) for word in words)
    for said in itertools.product(*ways):
        if len(said) > 1:
            yield " ".join(said)
        if len(said) < 3 and _is_no_word("".join(said)):
            yield "".join(said)


def spoken_forms(forms: Iterable[str], name: str) -> frozenset[str]:
    """Return how the forms of a place's name are said: “lahdessa” → “lahdes”, “lahessa”, “lahes”.

    What is a word by itself is left to be one.
    """
    told = {form.replace("hde", "he") for form in forms if name.endswith("hti")}
    found = {*told, *(short for form in (*forms, *told) for short in spoken(form))}
    # “lahteen” → “lahtee”, but of “hollolaan” what is left is another form.
    found |= {form[:-1] for form in forms if form.endswith("een")}
    return frozenset(form for form in found.difference(forms) if _is_no_word(form))


def _is_no_word(text: str) -> bool:
    return voikko.is_available() and not voikko.readings(text)
