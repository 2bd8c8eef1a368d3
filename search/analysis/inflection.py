"""Dictionary forms that a Finnish word may be an inflected form of, by rules alone.

For words that no dictionary has: names, brands, rare words. The rules follow the types of
declension and conjugation in Hakulinen et al., Iso suomen kielioppi, §§ 26–80. Endings are
compared without regard to vowel harmony, so that “käämilla” is read as people type it.
"""

import re
from collections.abc import Iterator

from .letters import (
    FRONT_TO_BACK,
    HARMONIC,
    OTHER_CONSONANT,
    VOWELS,
    harmonised,
    is_front,
    strong,
    weak,
)

SHORTEST_STEM = 2

_CLITIC = re.compile(r"(?:kin|kaan|han|ko|pa)$")
_POSSESSIVE = re.compile(r"(?:ni|si|nsa|mme|nne)$")
_OWN_AFTER_CASE = re.compile(r"(?:ssa|sta|lla|lta|na|ta|tta)(an)$|(?:lle|kse|ine)(en)$")
_CASE = re.compile(r"(?:ssa|sta|lla|lta|lle|ksi|kse|tta|na)$")


def dictionary_forms(word: str) -> list[str]:
    """Return the nouns and adjectives that a word may be a form of, itself first, none twice."""
    found = dict.fromkeys([word])
    for form in _without_suffixes(word):
        for lemma in _nominals(form):
            if len(lemma) > SHORTEST_STEM and not VOWELS.isdisjoint(lemma):
                found[lemma] = None
    return list(found)


def _back(word: str) -> str:
    return word.translate(FRONT_TO_BACK)


def _without_suffixes(word: str) -> Iterator[str]:
    """Yield the word as it is, then without a possessive suffix or a clitic."""
    yield word
    back = _back(word)
    if (own := _OWN_AFTER_CASE.search(back)) and len(word) > 7:
        yield word[: -len(own.group(1) or own.group(2))]
        return
    if (possessive := _POSSESSIVE.search(back)) and possessive.start() > 3:
        rest = word[: possessive.start()]
        yield rest + "*"
        # The suffix has taken the place of -n or -t.
        if rest[-1] == "e" or rest[-1] == rest[-2]:
            yield rest + "n"
        return
    if (clitic := _CLITIC.search(back)) and clitic.start() > 4:
        yield word[: clitic.start()]


def _nominals(form: str) -> Iterator[str]:
    if form.endswith("*"):
        stem = form[:-1]
        if not (case := _CASE.search(_back(stem))):
            yield from _from_singular(stem)
            return
        form = stem
    back = _back(form)
    if case := _CASE.search(back):
        stem = form[: case.start()]
        if stem and stem[-1] in VOWELS:
            yield from _from_stem(stem)
        if back.endswith(("sta", "lta", "tta")) and len(stem) > 1:
            # The partitive of a consonant stem: “naista”, “hametta”.
            yield from _from_consonant_stem(form[:-2])
        return
    if back.endswith(("isiin",)):
        yield from _from_plural(form[:-4])
        return
    if back.endswith("seen") and back[-6:-5] == back[-5:-4]:
        yield from _from_singular(form[:-4])
        return
    if back.endswith(("ihin", "iden", "iten")):
        yield from _from_plural(form[:-3])
        if back.endswith("iten") and back.endswith("itten"):
            yield from _from_plural(form[:-4])
        return
    if back.endswith("itten"):
        yield from _from_plural(form[:-4])
        return
    if back.endswith("ineen"):
        yield from _from_plural(form[:-4])
        return
    if back.endswith("ine"):
        yield from _from_plural(form[:-2])
        return
    if back.endswith("ien"):
        yield from _from_plural(form[:-2])
        return
    if back.endswith("jen"):
        yield from _from_plural(form[:-3] + "i")
        return
    if back.endswith(("sten", "nten", "lten", "rten")):
        yield from _from_consonant_stem(form[:-3])
        return
    if len(form) > 4 and back[-1] == "n" and back[-2] == back[-3] and back[-2] in "aeiou":
        yield from _from_stem(form[:-2])
        if back[-2] in "aei":
            # Or the genitive of a stem that ends in a long vowel: “asukkaan”, “sateen”.
            yield from _from_singular(form[:-1])
        return
    if re.search(r"([aeou])h\1n$", back):
        yield from _from_singular(form[:-3])
        return
    if back[-1] in "nt" and form[-2:-1] and form[-2] in VOWELS:
        yield from _from_stem(form[:-1]) if back[-1] == "n" else _from_singular(form[:-1])
        return
    if back.endswith(("ta",)) and len(form) > 4:
        stem = form[:-2]
        if stem[-1] in VOWELS:
            if stem[-1] == "i":
                yield from _from_plural(stem)
            yield stem
        else:
            yield from _from_consonant_stem(stem)
        return
    if back.endswith("ja"):
        yield from _from_plural(form[:-2] + "i")
        return
    if back.endswith("a") and len(form) > 3 and form[-2] in VOWELS:
        stem = form[:-1]
        if back[-2] == "i":
            yield from _from_stem(stem)
        else:
            yield from _from_singular(stem)


def _from_stem(stem: str) -> Iterator[str]:
    """Yield lemmas of a vowel stem; one in -i may be a plural."""
    yield from _from_singular(stem)
    if stem[-1] == "i":
        yield from _from_plural(stem)


def _from_singular(stem: str) -> Iterator[str]:
    back = _back(stem)
    if back[-1:] not in "aeiou" or len(stem) < SHORTEST_STEM:
        return
    if back.endswith("ttoma"):
        yield harmonised(stem[:-5], "ton")
    elif back.endswith("ttare"):
        yield stem[:-5] + stem[-4:-1]
    elif back.endswith("kse"):
        yield stem[:-3] + "s"
    elif back.endswith(("ude", "ute")):
        yield stem[:-2] + "s"
    elif back.endswith("ime"):
        yield (weak(stem[:-2]) or stem[:-2]) + "n"
    elif back.endswith("se"):
        yield stem[:-2] + "nen"
        yield stem[:-1] + "i"
    elif back.endswith("ee"):
        yield weak(stem[:-1]) or stem[:-1]
        yield stem[:-1]
        if back.endswith("nee"):
            yield harmonised(stem[:-2], "ut")
    elif back.endswith("mma"):
        yield stem[:-2] + "pi"
        yield stem
    elif back.endswith(("aa", "ii")) and len(stem) > 3:
        yield (weak(stem[:-1]) or stem[:-1]) + "s"
        yield stem
    else:
        yield from _grades(stem)
        if back[-1] == "e":
            yield from _grades(stem[:-1] + "i")
            if back[-2:-1] in "lnr":
                yield weak(stem[:-1]) or stem[:-1]
        if back[-1] == "i" and stem[-2] not in VOWELS:
            yield stem[:-1]


def _from_plural(stem: str) -> Iterator[str]:
    """Yield lemmas of a plural stem, which ends in its -i-."""
    cut = stem[:-1]
    back = _back(cut)
    if len(cut) < SHORTEST_STEM:
        return
    if back.endswith("ttom"):
        yield harmonised(cut[:-4], "ton")
    elif back.endswith("ks"):
        yield cut[:-2] + "s"
        yield cut + "i"
    elif back[-1] == "s":
        yield cut[:-1] + "nen"
        yield cut + "i"
        yield harmonised(cut, "a")
    elif back.endswith("im"):
        yield (weak(cut[:-1]) or cut[:-1]) + "n"
    elif back.endswith(("mm", "mp")):
        yield cut[:-1] + "pi"
        yield from _grades(harmonised(cut, "a"))
    elif back[-1] == "o":
        yield from _grades(cut)
        yield from _grades(cut[:-1] + ("a" if cut[-1] == "o" else "ä"))
    elif back[-1] == "e":
        yield from _grades(cut[:-1] + "i")
        yield cut
        yield weak(cut)
        yield cut[:-1]
    elif back[-1] == "u":
        yield from _grades(cut)
    elif back[-1] in "ai":
        yield (weak(cut) or cut) + "s"
        yield cut
    else:
        for vowel in _last_vowels(cut):
            yield from _grades(cut + vowel)
        yield from _grades(cut + "i")
        yield cut + "e"
        if back[-1] in "lnr":
            yield cut


def _last_vowels(stem: str) -> str:
    """Return which of a and ä a stem can end in: either, where it has neutral vowels only."""
    if HARMONIC.isdisjoint(stem):
        return "aä"
    return "ä" if is_front(stem) else "a"


def _from_consonant_stem(stem: str) -> Iterator[str]:
    if stem[-1] == "s":
        yield stem[:-1] + "nen"
    elif stem[-1] == "t" and len(stem) > 3 and stem[-2] in VOWELS:
        yield stem[:-1]
        return
    yield stem


def _grades(lemma: str) -> Iterator[str]:
    yield lemma
    if other := strong(lemma):
        yield other


_INFINITIVE = re.compile(
    r"(?:(?<=[aeiou])[dt]a|(?<=s)ta|(?<=l)la|(?<=n)na|(?<=r)ra|(?<=[aeiou])a)$"
)
_PASSIVE = re.compile(
    r"(?:tt?|d|(?<=l)l|(?<=n)n|(?<=r)r)"
    r"(?:aan|iin|aisiin|aneen|akoon|aessa|aman|ava[tn]?|u[tn]?)$"
)
_ACTIVE = re.compile(
    r"(?:n?n(?:ut|eet|e(?:n|t|e|mme|tte|vat))|(?<=l)l(?:ut|eet)|(?<=s)s(?:ut|eet)"
    r"|t?k(?:aa(?:mme|tte)?|oo[nt])|[tdlnr]?essa|(?<=[aeiou])en"
    r"|ma(?:lla|ssa|sta|an|tta|n|ton)?|mi(?:nen|s[ei]\w*|sta)"
    r"|va[tn]?|i?si(?:n|t|mme|tte|vat)?|i?(?:mme|tte|vat)|ee"
    r"|(?<=[aeou])i[nt]?|(?<=[ei]l)i[nt]?)$"
)
_THEME_VOWELS = re.compile(r"[aeiou]+$")
_LAST_CONSONANTS = re.compile(r"[^aeiou]+$")


def verb_stems(word: str) -> set[str]:
    """Return what is left of the word where it has the ending of a verb.

    The stems have back vowels and one grade throughout, so that they are no words: they are for
    comparison only.
    """
    back = _back(word)
    found = set()
    for endings in (_INFINITIVE, _PASSIVE, _ACTIVE):
        if ending := endings.search(back):
            stem = _THEME_VOWELS.sub("", back[: ending.start()])
            if stem.endswith("its"):
                stem = stem[:-3]
            elif stem.endswith(("el", "il")):
                found.add(_one_grade(_THEME_VOWELS.sub("", stem[:-2])) + "l")
                continue
            elif stem.endswith("en"):
                found.add(_one_grade(stem[:-2]))
            found.add(_one_grade(stem))
    return {stem for stem in found if len(stem) > SHORTEST_STEM}


def _one_grade(stem: str) -> str:
    """Return the stem with its last consonants in one grade, whichever it had."""
    found = _LAST_CONSONANTS.search(stem)
    if not found:
        return stem
    cluster = found.group()
    if len(cluster) > 1 and cluster[-1] == cluster[-2] and cluster[-1] in "kpt":
        cluster = cluster[:-1]
    return stem[: found.start()] + OTHER_CONSONANT.get(cluster, cluster)
