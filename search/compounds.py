"""Compounds that nothing holds: what their parts say instead.

Finnish compounds have their head last: an “aamujumppa” is a “jumppa”, and what stands before says
when, for whom or of what kind. The head is therefore a broader answer to what was asked. Heads
that only name a way of coming together (“kerho”, “ilta”) say nothing without what stands before.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import analyse_word, tokenise, voikko
from search.analysis.finnish import is_known
from search.analysis.word import Part
from search.engines import get_engine
from search.engines.base import SearchRequest
from search.query import Limit, Query, words_of
from search.synonyms import synonyms_of
from search.terms import Form
from search.understanding import understand
from search.understanding.topics import topics_cache

NOUNS = frozenset({"nimisana", "nimi", "etunimi", "sukunimi", "paikannimi", "lyhenne"})
"""Voikko's classes of words that are nouns and nothing else."""

SHORTEST = 6
"""Letters of a word that is divided."""

SHORTEST_FRONT, SHORTEST_HEAD = 3, 4
"""Letters of the parts of a word that Voikko does not know as a compound."""

SHORTEST_GUESSED_FRONT, SHORTEST_GUESSED_HEAD = 4, 5
"""Letters of the parts of a word that Voikko does not know at all."""

SAID_IN_FRONT = {
    "aamu": "aamulla",
    "aamupäivä": "aamupäivällä",
    "iltapäivä": "iltapäivällä",
    "ilta": "illalla",
    "arki": "arkisin",
    "viikonloppu": "viikonloppuisin",
}
"""How times are said that stand in front of a compound."""

MEANT_IN_FRONT = frozenset({"time", "weekday", "target"})
"""What the front of a compound may mean."""

EMPTY_HEADS = frozenset(
    {"ilta", "päivä", "viikko", "kausi", "hetki", "tuokio", "tunti", "vuoro", "aika", "kerta"}
    | {"kerho", "kurssi", "koulu", "ryhmä", "piiri", "porukka", "väki", "seura", "klubi", "liitto"}
    | {"yhdistys", "järjestö", "joukkue", "jaosto", "osasto", "keskus", "palvelu", "alue"}
    | {"toiminta", "tapahtuma", "harrastus", "harrastaminen", "harjoitus", "treeni", "laji"}
    | {"kilpailu", "kisa", "turnaus", "esitys", "paikka", "tila", "vuokraus", "ohjaus", "opetus"}
    | {
        "koulutus",
        "opastus",
        "apu",
        "huolto",
        "korjaus",
        "hoito",
        "lupa",
        "kortti",
        "väline",
        "mäki",
    }
)
"""Heads that say how something is done or where, but not what."""

WEAK_HEADS = frozenset({"halli", "sali", "kenttä", "rata", "puisto", "reitti", "lava"})
"""Heads of places, which say less than what is done there."""


@dataclass(frozen=True)
class Broader:
    """What to search for in place of a compound.

    ``shown`` is the part that remains a word, ``instead`` that and what is meant by the others.
    The words of ``beside`` need not be found, and are worth something where they are.
    """

    word: str
    shown: str
    instead: str
    beside: tuple[str, ...] = ()


def broader(word: str, *, guessing: bool = False) -> Iterator[Broader]:
    """Yield what may be searched for in place of a lower-case compound, the nearest first.

    Only parts that are subjects: “ylä” of “yläaste” is none. With ``guessing`` a word of which
    Voikko knows nothing is divided, too.
    """
    return (part for part in parts_instead(word, guessing=guessing) if _is_subject(part.shown))


def parts_instead(word: str, *, guessing: bool = False) -> Iterator[Broader]:
    """Yield what the parts of a lower-case compound say, whether or not anything is called so."""
    divisions = _divisions(word, guessing)
    for front, _head, base in divisions:
        if meant := _meant(front):
            yield Broader(word, base, f"{meant} {base}")
    for front, head, base in divisions:
        if _says_nothing(base) or base in WEAK_HEADS:
            before = _as_word(front)
            yield Broader(word, before, before, (head,))
            for inner_front, _inner_head, inner_base in _divisions(front, False):
                if (meant := _meant(inner_front)) and not _says_nothing(inner_base):
                    yield Broader(word, inner_base, f"{meant} {inner_base}", (head,))
    for front, _head, base in divisions:
        if not _says_nothing(base):
            yield Broader(word, base, base, (_as_word(front),))


def _is_subject(part: str) -> bool:
    """Whether a part is a noun that is called a topic, has a synonym, or stands in a name.

    There as a word or as what a compound is: a “kotiseutukävely” is no “koti”.
    """
    readings = voikko.readings(part)
    if readings and not any(reading.word_class in NOUNS for reading in readings):
        return False
    # “Ylä” and “keski” are never alone.
    if not is_known(part) and _is_front(part):
        return False
    tokens = tuple(tokenise(part))
    if tokens and topics_cache.get().at(tokens, 0)[0] == len(tokens):
        return True
    if synonyms_of([token.word for token in tokens]):
        return True
    # Nothing has no kind: what passes does so by its name.
    named = Limit(words_of(part), facet="kind", values=(), named=Form.HEAD)
    return get_engine().count(SearchRequest(), Query(limits=(named,), said=True)) > 0


def _says_nothing(base: str) -> bool:
    """Whether a head says nothing alone: “kerho”, or “kielinen” of “venäjänkielinen”."""
    return base in EMPTY_HEADS or base.endswith("inen")


@functools.lru_cache(maxsize=2_000)
def _divisions(word: str, guessing: bool) -> tuple[tuple[str, str, str], ...]:
    """Return the ways to divide a word: a front, a head and its base form, long heads first."""
    if len(word) < SHORTEST:
        return ()
    parts = analyse_word(word, "fi").parts
    found = [
        (word[: part.start].rstrip("-"), word[part.start : part.end], _base(part))
        for part in sorted(parts, key=lambda part: part.start)
        if part.start and part.end == len(word)
    ]
    if not found and word.isalpha() and not is_known(word):
        places = range(SHORTEST_FRONT, len(word) - SHORTEST_HEAD + 1)
        pairs = [(word[:place], word[place:]) for place in places]
        found = [(front, head, head) for front, head in pairs if _is_front(front)]
        if not found and guessing:
            found = [
                (front, head, head)
                for front, head in pairs
                if len(front) >= SHORTEST_GUESSED_FRONT and len(head) >= SHORTEST_GUESSED_HEAD
            ]
    return tuple((front, head, base or head) for front, head, base in found if front)


def _base(head: Part) -> str:
    """Return the base form of a head, or nothing where it has several."""
    bases = [term for term in head.terms if term.isalpha()]
    return bases[0] if len(bases) == 1 else ""


def _is_front(text: str) -> bool:
    """Whether compounds may begin so: “syys” and “lasten” are no words by themselves."""
    return any(is_known(text + head) for head in ("talo", "kerho"))


def _nominative(front: str) -> str:
    """Return “hevonen” for “hevos”, which stands in front only."""
    return f"{front[:-1]}nen" if front.endswith("s") else front


def _as_word(front: str) -> str:
    """Return the front of a compound as a word of its own."""
    nominative = _nominative(front)
    return nominative if is_known(nominative) else front


def _meant(front: str) -> str:
    """Return words that say what a front means, if it means nothing else."""
    for said in dict.fromkeys((SAID_IN_FRONT.get(front, front), _as_word(front))):
        understood = understand(said)
        types = {meaning.type for meaning in understood.meanings}
        if types and types <= MEANT_IN_FRONT and not understood.rest.strip():
            return said
    return ""
