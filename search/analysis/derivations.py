"""What a Finnish noun is derived from: “uida” for “uinti” and “uimari”.

Voikko's dictionary knows the productive derivations (``WORDBASES``). Older ones, which it keeps
as words of their own, follow rules of Finnish derivation here, and count only where Voikko knows
the outcome as a verb in its dictionary form.
"""

import functools

from . import voikko
from .letters import HARMONIC, harmonised, strong, to_front, weak

MAX_CANDIDATES = 10
"""Verbs tried for one noun."""

_PARTICIPLE_FORMS = {
    "agent": ((2, "maan"),),
    "negation": ((5, "matta"),),
    "present_active": ((2, "vat"),),
    "past_passive": ((1, "iin"),),
    "present_passive": ((3, "iin"),),
    "past_active": ((3, "maan"), (2, "a")),
}
"""A form of the verb that a participle is of: letters to cut, and the ending put there."""

_MA_INFINITIVE = "maan"


def _verbs(form: str) -> set[str]:
    return {reading.base for reading in voikko.readings(form) if reading.is_verb}


@functools.lru_cache(maxsize=20_000)
def participle_verbs(participle: str, kind: str) -> frozenset[str]:
    """Return the verbs that the dictionary form of a participle belongs to."""
    for cut, ending in _PARTICIPLE_FORMS.get(kind, ()):
        stem = participle[:-cut]
        if stem and (found := _verbs(harmonised(stem, ending))):
            return frozenset(found)
    return frozenset()


@functools.lru_cache(maxsize=20_000)
def _is_verb(word: str) -> bool:
    return any(reading.is_verb and reading.base == word for reading in voikko.readings(word))


@functools.lru_cache(maxsize=20_000)
def related_verbs(noun: str) -> frozenset[str]:
    """Return the verbs that rules of derivation give for the dictionary form of a noun."""
    candidates = list(dict.fromkeys(_candidates(noun)))[:MAX_CANDIDATES]
    for stem in _verb_stems(noun):
        if found := _verbs(harmonised(stem, _MA_INFINITIVE)):
            return frozenset(found)
    # The likeliest derivation comes first; a second would more often be a chance likeness.
    return frozenset(next(([verb] for verb in candidates if _is_verb(verb)), []))


def _verb_stems(noun: str) -> list[str]:
    """Return the vowel stems that a noun's ending leaves, where the ending makes nouns of verbs."""
    if len(noun) < 6:
        return []
    if noun.endswith(("mari", "märi")):
        return [noun[:-4]]
    if noun.endswith(("nta", "ntä", "nto", "ntö")) and len(noun) > 6:
        return [noun[:-3]]
    if noun.endswith(("ija", "ijä")):
        return [noun[:-2], noun[:-3] + "e"]
    return []


def _infinitives(stem: str, *endings: str) -> list[str]:
    """Put endings of the infinitive after a stem.

    Neutral vowels do not tell which harmony: “itku” gives “itkeä”, but “peli” gives “pelata”.
    """
    if stem and not HARMONIC.isdisjoint(stem):
        return [harmonised(stem, ending) for ending in endings]
    return [stem + form for ending in endings for form in (ending, to_front(ending)) if stem]


def _contracted(stem: str) -> str:
    """Return the stem before -ta: “hypätä” for “hyppy”, “pelata” for “peli”.

    Empty where the grades are further apart: “arvata” is not from “arpi”.
    """
    if stem.endswith(("kk", "pp", "tt")):
        return stem[:-1]
    return "" if weak(stem) or stem[-1] == "k" else stem


def _candidates(noun: str) -> list[str]:
    """Return the infinitives that a noun may come from, the likeliest first."""
    if len(noun) < 4:
        return []
    stem, last = noun[:-1], noun[-1]

    def verbs(*endings: str, of: str = stem) -> list[str]:
        return _infinitives(of, *endings)

    if noun.endswith(("lu", "ly")) and len(noun) > 5:
        return verbs("la", "aa", "ea")
    geminate = _contracted(stem) if stem.endswith(("kk", "pp", "tt")) else ""
    if last in "uy":
        found = verbs("ua", "aa", "ea")
        if stem.endswith("s"):
            found = verbs("ta", of=stem.removesuffix("ks") + "s" * stem.endswith("ks")) + found
        return found + verbs("uta", of=_contracted(stem)) + verbs("ata", of=geminate)
    if last in "oö":
        if noun.endswith(("sto", "stö")) and len(noun) > 5:
            return []
        found = verbs("aa", "oa", "ea")
        if stem[-1] in "ln":
            found = verbs(stem[-1] + "a") + found
        return found + verbs("ota", of=_contracted(stem)) + verbs("ata", of=geminate)
    if noun.endswith(("uri", "yri")) and len(noun) > 5:
        return [
            *_infinitives(noun[:-3], "ea", "oa", "aa"),
            *_infinitives(_contracted(noun[:-3]), "ata"),
        ]
    if last == "i":
        return verbs("ia") + verbs("ata", of=_contracted(stem))
    if last in "aä":
        return verbs("ata", of=geminate)
    if last == "e" and len(grade := strong(stem)) > len(stem):
        return verbs("aa", "ua", "ea", of=grade)
    if noun.endswith("tin") and (grade := strong(noun[:-2])):
        return verbs("aa", of=grade)
    return []


CACHES = (participle_verbs, related_verbs, _is_verb)
