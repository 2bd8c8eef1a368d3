"""The words by which the registers' entries are recognised, made ready for matching."""

import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.analysis import Token, tokenise
from search.analysis.common_words import is_common_word
from search.analysis.folding import fold
from search.open_times import OPEN
from search.register_cache import RegisterCache
from search.word_patterns import keys_of, word_patterns
from servicemap.models import Category, ListingKind, Place, Price

from .elsewhere import ELSEWHERE, Elsewhere, municipalities_but
from .entries import REGISTERS, Entry, PlaceEntry, Snapshot, read_snapshot
from .inflection import inflected, inhabitant
from .spoken import spoken, spoken_forms, spoken_phrases
from .topics import topics_cache

WORDS = Path(__file__).with_name("lexicon.toml")

PLAIN = "plain"
"""The type of phrases that stay words."""

NEAR_READER = "near_reader"
"""The type of phrases that ask for what is near to whoever asks."""

TIME_AFTER_DAY, TIME_BEFORE_WORD = "time_after_day", "time_before_word"
"""Types of phrases that are a time of day in some places only."""

DAY_AND_TIME = "day_and_time"
"""Where the lexicon has the phrases that mean a day and a time of it."""

FIXED = {"kind": ListingKind.values, "price": Price.values}
"""Facets whose values are fixed; those of the others come from registers or from the days."""

MOMENTS = ("weekday", "time", "when", TIME_AFTER_DAY, TIME_BEFORE_WORD, OPEN)
"""What is about when things take place or are open: all its values are always known."""

LIKELY_PLACE, LIKELY_WORD, LIKELY_MUNICIPALITY = 20, 1_000, 100_000
"""How common the words are taken to be when a mistyped one is corrected."""

PLACE_ORDER = [Place.Kind.DISTRICT, Place.Kind.VILLAGE, Place.Kind.POSTCODE, Place.Kind.LAKE]
"""Which kind is meant first when several places have one name."""


@dataclass(frozen=True)
class Phrase:
    """Words in a row that mean something: for each word the keys that will do.

    ``then`` is a further type with its values, of words that mean two things at once.
    """

    type: str
    values: tuple[str, ...]
    pattern: tuple[frozenset[str], ...]
    then: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Lexicon:
    """Everything that can be recognised, by its first word.

    ``elsewhere`` are municipalities that the register lacks. ``surely_places`` are forms of names
    that are no words, or of words that nobody looks for.
    """

    phrases: dict[str, tuple[Phrase, ...]]
    municipalities: dict[str, str]
    places: dict[str, tuple[PlaceEntry, ...]]
    elsewhere: dict[str, str]
    surely_places: frozenset[str]
    spoken: frozenset[str]
    longest_name: int
    labels: dict[tuple[str, str], dict[str, str]]
    ages: tuple[tuple[str, int, int], ...]
    denials: frozenset[tuple[str, ...]]
    exceptions: frozenset[tuple[str, ...]]
    exceptions_after: frozenset[tuple[str, ...]]
    wanting: frozenset[str]
    outside_before: frozenset[tuple[str, ...]]
    outside_after: frozenset[tuple[str, ...]]
    only: frozenset[str]
    for_whom: frozenset[str]
    function_words: frozenset[str]
    beside_places: frozenset[str]
    open_beside_day: frozenset[str]
    untold: frozenset[str]

    @functools.cached_property
    def spellings(self) -> dict[str, int]:
        """The forms of names and the everyday words, each with how likely it is to be meant."""
        written = self.places.keys() - self.spoken
        found = dict.fromkeys(filter(str.isalpha, written), LIKELY_PLACE)
        for facet in ("weekday", "time", "when", *FIXED, *REGISTERS):
            for texts in _words().get(facet, {}).values():
                for text in texts.get("fi", []):
                    word = text.removeprefix("=")
                    found[word] = LIKELY_WORD
                    if facet == "weekday":
                        found |= {f"{word}na": LIKELY_WORD, f"{word}sin": LIKELY_WORD}
        found |= dict.fromkeys(self.municipalities.keys() - self.spoken, LIKELY_MUNICIPALITY)
        return {word: likely for word, likely in found.items() if word.isalpha()}

    @functools.cached_property
    def denial_words(self) -> frozenset[str]:
        """The words that deny: “ei”, “ilman”."""
        return frozenset(word for phrase in self.denials for word in phrase)

    def is_untold(self, word: str) -> bool:
        """Whether a word is for people of whom no register tells: “pojille”."""
        return not self.untold.isdisjoint(keys_of(word))

    def phrases_at(self, tokens: Sequence[Token], position: int) -> Iterator[Phrase]:
        """Yield the phrases that the words from a position on begin with."""
        for key in keys_of(tokens[position].word):
            for phrase in self.phrases.get(key, ()):
                words = tokens[position : position + len(phrase.pattern)]
                if len(words) == len(phrase.pattern) and all(
                    not wanted.isdisjoint(keys_of(token.word))
                    for token, wanted in zip(words, phrase.pattern, strict=True)
                ):
                    yield phrase


@dataclass
class _Compiler:
    """Gathers phrases and names."""

    phrases: dict[str, dict[Phrase, None]] = field(default_factory=dict)

    def add(self, facet: str, values: tuple[str, ...], text: str, language: str) -> None:
        self.add_phrase(Phrase(facet, values, word_patterns(text, language)))

    def add_phrase(self, phrase: Phrase) -> None:
        pattern = phrase.pattern
        if not pattern:
            return
        for key in pattern[0]:
            self.phrases.setdefault(key, {})[phrase] = None

    def add_words(self, facet: str, values: tuple[str, ...], words: dict[str, list[str]]) -> None:
        for language, texts in words.items():
            for text in _said(texts, language) if facet in {*MOMENTS, NEAR_READER} else texts:
                self.add(facet, values, text, language)


@functools.cache
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def compile_lexicon(snapshot: Snapshot) -> Lexicon:
    """Make the lexicon of the registers' present entries."""
    words = _words()
    known: dict[str, set[str]] = {facet: set(values) for facet, values in FIXED.items()}
    for entry in snapshot.entries:
        known.setdefault(entry.facet, set()).add(entry.value)
    compiler = _Compiler()
    for facet in (*MOMENTS, *FIXED, *REGISTERS):
        for slugs, texts in words.get(facet, {}).items():
            values = tuple(slugs.split())
            if facet in MOMENTS or known.get(facet, set()).issuperset(values):
                compiler.add_words(facet, values, texts)
    for pair, texts in words[DAY_AND_TIME].items():
        when, time = (part.partition("=")[2] for part in pair.split())
        for language, phrases in texts.items():
            for text in _said(phrases, language):
                pattern = word_patterns(text, language)
                compiler.add_phrase(Phrase("when", (when,), pattern, ("time", (time,))))
    compiler.add_words(PLAIN, (), words[PLAIN])
    compiler.add_words(NEAR_READER, (), words[NEAR_READER])
    for entry in snapshot.entries:
        for language, name in entry.names:
            if entry.facet != "municipality":
                compiler.add(entry.facet, (entry.value,), name, language)
            elif language == "fi":
                compiler.add(entry.facet, (entry.value,), inhabitant(name), language)
    municipalities = _municipality_forms(snapshot.entries)
    places = _place_forms(snapshot.places, municipalities)
    municipalities_said = _municipalities_said(snapshot.entries, municipalities, places)
    municipalities |= municipalities_said
    places_said = _places_said(snapshot.places, municipalities, places)
    places |= places_said
    absent = tuple(municipalities_but(known["municipality"])) if municipalities else ()
    elsewhere = _elsewhere_forms(absent, _set_of(words["given_names"]))
    elsewhere = {
        form: code
        for form, code in elsewhere.items()
        if form not in municipalities and form not in places
    }
    exceptions = _phrases_of(words["exceptions"])
    certain = {form for name in _set_of(words["certain_names"]) for form in inflected(name).all}
    return Lexicon(
        phrases={key: tuple(phrases) for key, phrases in compiler.phrases.items()},
        municipalities=municipalities,
        places=places,
        elsewhere=elsewhere,
        surely_places=frozenset(certain.union(*(each.inside for each in absent))),
        spoken=frozenset([*municipalities_said, *places_said]),
        longest_name=max(
            (form.count(" ") + 1 for form in [*municipalities, *places, *elsewhere]), default=1
        ),
        labels={
            **{(entry.facet, entry.value): dict(entry.names) for entry in snapshot.entries},
            **{(ELSEWHERE, each.code): each.names for each in absent},
        },
        ages=tuple(
            (slug, first, last)
            for slug, (first, last) in words["ages"].items()
            if slug in known.get("target", set())
        ),
        denials=_phrases_of(words["denials"]) | exceptions,
        exceptions=exceptions,
        exceptions_after=_phrases_of(words["exceptions_after"]),
        wanting=_set_of(words["wanting"]),
        outside_before=_phrases_of(words["outside_before"]),
        outside_after=_phrases_of(words["outside_after"]),
        only=_set_of(words["only"]),
        for_whom=_set_of(words["for_whom"]),
        function_words=_set_of(words["function_words"]),
        beside_places=_set_of(words["beside_places"]),
        open_beside_day=_set_of(words["open_beside_day"]),
        untold=frozenset(
            key
            for language, texts in words["untold"].items()
            for text in texts
            for keys in word_patterns(text, language)
            for key in keys
        ),
    )


def _said(texts: Sequence[str], language: str) -> Iterator[str]:
    """Yield phrases, and the exact forms of Finnish also as they are said for short."""
    yield from texts
    for text in texts:
        if language == "fi" and text.startswith("="):
            yield from (f"={said}" for said in spoken_phrases(text.removeprefix("=")))


def _set_of(words: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(word for texts in words.values() for word in texts)


def _phrases_of(words: dict[str, list[str]]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in _set_of(words))


def _spelled(text: str) -> str:
    """Return a name as the words of a query would spell it."""
    return " ".join(token.word for token in tokenise(text))


def _municipality_forms(entries: Iterable[Entry]) -> dict[str, str]:
    forms: dict[str, str] = {}
    for entry in entries:
        if entry.facet != "municipality":
            continue
        for language, name in entry.names:
            found = {name.casefold(), f"{name}s".casefold(), f"{name}'s".casefold()}
            if language == "fi":
                inflection = inflected(name)
                # A name that is also a word is “at” only as the word: “lahdella” is on a bay.
                outer = frozenset() if is_common_word(name.casefold()) else inflection.outer
                found |= inflection.plain | inflection.inner | outer
            for form in found:
                forms.setdefault(_spelled(form), entry.value)
    return forms


def _place_forms(
    places: Iterable[PlaceEntry], municipalities: dict[str, str]
) -> dict[str, tuple[PlaceEntry, ...]]:
    forms: dict[str, list[PlaceEntry]] = {}
    for place in _in_order(places):
        found = {place.code}
        for name in (place.name, place.name_sv):
            if name and _spelled(name) not in municipalities:
                found |= inflected(name).all | {f"{name}s".casefold()}
        for form in found:
            if spelled := _spelled(form):
                forms.setdefault(spelled, []).append(place)
    return {form: tuple(found) for form, found in forms.items() if form not in municipalities}


def _municipalities_said(
    entries: Iterable[Entry], *written: Mapping[str, object]
) -> dict[str, str]:
    """Return how the names of municipalities are said for short, where nothing is written so."""
    forms: dict[str, str] = {}
    for entry in entries:
        if entry.facet == "municipality":
            name = dict(entry.names).get("fi", "").casefold()
            inflection = inflected(name)
            outer = frozenset() if is_common_word(name) else inflection.outer
            said = spoken_forms(inflection.plain | inflection.inner | outer, name)
            forms |= {_spelled(form): entry.value for form in said}
    return {form: code for form, code in forms.items() if not any(form in one for one in written)}


def _places_said(
    places: Iterable[PlaceEntry], *written: Mapping[str, object]
) -> dict[str, tuple[PlaceEntry, ...]]:
    """Return how the gazetteer's places are said for short, where nothing is written so."""
    forms: dict[str, list[PlaceEntry]] = {}
    for place in _in_order(places):
        inflection = inflected(place.name)
        for form in {s for one in inflection.inner | inflection.outer for s in spoken(one)}:
            forms.setdefault(_spelled(form), []).append(place)
    return {
        form: tuple(found)
        for form, found in forms.items()
        if form and not any(form in one for one in written)
    }


def _in_order(places: Iterable[PlaceEntry]) -> list[PlaceEntry]:
    order = {str(kind): number for number, kind in enumerate(PLACE_ORDER)}
    return sorted(places, key=lambda place: order.get(place.kind, len(order)))


def _elsewhere_forms(absent: Iterable[Elsewhere], people: frozenset[str]) -> dict[str, str]:
    forms: dict[str, str] = {}
    for each in absent:
        found = each.inside if each.names["fi"] in people else each.forms
        for form in map(_spelled, found):
            forms[form] = each.code
            forms.setdefault(fold(form), each.code)
    return forms


lexicon_cache = RegisterCache("understanding", read_snapshot, compile_lexicon)


def connect() -> None:
    """Follow changes of the registers."""
    lexicon_cache.follow([*(model for model, _key in REGISTERS.values()), Place])
    topics_cache.follow([Category])
