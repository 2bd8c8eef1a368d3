"""Reads what was typed: what it means, its words, and what will do in their place."""

import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from search import weights
from search.analysis import respelt, tokenise
from search.analysis.finnish import is_known
from search.analysis.stems import stem
from search.costs import COST, values_within
from search.engines.base import FACETS_BY_NAME, Point, SearchRequest
from search.open_times import OPEN
from search.periods import period_of
from search.query import (
    MAX_QUERY_LENGTH,
    Alternative,
    Limit,
    Query,
    QueryWord,
    query_word,
    words_of,
)
from search.stop_words import STOP_WORDS
from search.synonyms import everyday_noun, synonyms_of
from search.terms import Form
from search.understanding import (
    ELSEWHERE,
    QUOTED,
    Meaning,
    Understanding,
    label,
    understand,
)
from search.understanding.lexicon import lexicon_cache

JOINED_FROM = 3
"""Letters of a word that may be half of a compound written apart: “uima halli”."""


TIMES_OF_DAY = frozenset(
    {"aamu", "aamupäivä", "iltapäivä", "päivä", "ilta", "yö", "klo", "kello"}
    | {f"sv:{stem(word, 'sv')}" for word in ("morgon", "förmiddag", "eftermiddag", "kväll")}
    | {f"en:{stem(word, 'en')}" for word in ("morning", "afternoon", "evening", "night")}
)
"""Base forms of the times of day."""


UNSAID = QueryWord("-", frozenset())
"""A word that nothing holds."""

OR = frozenset({"tai", "eller", "or"})

_NO_MARKS = str.maketrans(dict.fromkeys('"“”„«»', " "))


@dataclass(frozen=True)
class Reading:
    """A text as it was read. ``meanings`` are the query's limits, one by one.

    ``overruled`` are those in the place of which the request itself says something else,
    ``unheeded`` stretches that deny something that cannot be left out, ``elsewhere``
    municipalities that are not on this map. With ``some_words`` one word had to be enough, with
    ``chosen_instead`` the request says itself what some of the words mean, or something else of
    the same. ``near_reader`` are the words that speak of where the reader is, if any.
    """

    text: str
    meanings: tuple[Meaning, ...]
    query: Query
    overruled: tuple[Meaning, ...] = ()
    unheeded: tuple[str, ...] = ()
    elsewhere: tuple[Meaning, ...] = ()
    some_words: bool = False
    chosen_instead: bool = False
    near_reader: str = ""

    @property
    def asks_nothing(self) -> bool:
        """Whether nothing is asked for that must be met, not even in place of what was typed."""
        limited = self.query.limits or self.chosen_instead
        return not limited and all(word.optional for word in self.query.words)

    def without(self, *dropped: Meaning) -> "Reading":
        """Return the reading with some of its meanings left out."""
        kept = [
            (meaning, limit)
            for meaning, limit in zip(self.meanings, self.query.limits, strict=True)
            if meaning not in dropped
        ]
        return replace(
            self,
            meanings=tuple(meaning for meaning, _limit in kept),
            query=replace(self.query, limits=tuple(limit for _meaning, limit in kept)),
        )

    def without_words(self, dropped: Collection[QueryWord]) -> "Reading":
        """Return the reading with some of its words left out, and what would do in their place."""
        words = self.query.words
        kept = [position for position, word in enumerate(words) if word not in dropped]
        places = {old: new for new, old in enumerate(kept)}
        alternatives = tuple(
            replace(other, start=places[other.start], stop=places[other.stop - 1] + 1)
            for other in self.query.alternatives
            if all(position in places for position in range(other.start, other.stop))
        )
        left = tuple(words[position] for position in kept)
        # What was chosen in place of what was typed is asked for, too.
        said = self.query.said and not (self.chosen_instead and not left)
        query = replace(self.query, words=left, alternatives=alternatives, said=said)
        return replace(self, query=query)

    def with_words_beside(self, texts: Iterable[str]) -> "Reading":
        """Return the reading with further words, in lower case, that need not be found."""
        words = self.query.words
        taken = {word.text for word in words}
        beside = tuple(
            replace(query_word(text), optional=True)
            for text in dict.fromkeys(texts)
            if text not in taken
        )
        return replace(self, query=replace(self.query, words=(*words, *beside)))

    def near_what_was(self, dropped: Iterable[Meaning]) -> "Reading":
        """Return the reading in which nearness to a place that was given up takes part."""
        point = next((meaning.point for meaning in dropped if meaning.point), None)
        return replace(self, query=replace(self.query, near=Point(*point))) if point else self

    def around(self, times: int, most: float) -> "Reading":
        """Return the reading in which places reach as many times as far, up to so many metres."""

        def reach(metres: float) -> float:
            return max(metres, min(metres * times, most))

        meanings = tuple(
            replace(meaning, radius_m=reach(meaning.radius_m)) if meaning.radius_m else meaning
            for meaning in self.meanings
        )
        limits = tuple(
            replace(limit, radius=reach(limit.radius)) if limit.near else limit
            for limit in self.query.limits
        )
        return replace(self, meanings=meanings, query=replace(self.query, limits=limits))

    def for_any_word(self) -> "Reading":
        """Return the reading in which one of the words is enough."""
        return replace(self, query=replace(self.query, any_word=True), some_words=True)


def read(text: str, request: SearchRequest) -> Reading:
    """Read a text; what the request itself says of a thing holds, not what the text says of it."""
    understood = meant_by(text)
    elsewhere = tuple(m for m in understood.meanings if m.type == ELSEWHERE)
    here = tuple(m for m in understood.meanings if m.type != ELSEWHERE)
    meanings = tuple(m for m in here if not _is_said(m, request))
    words = everyday(words_of(understood.rest), quoted_words(text))
    means = bool(understood.meanings or understood.near_reader)
    if means and all(word.text in STOP_WORDS for word in words):
        # “mitä tänään tapahtuu” asks for today, and for nothing else.
        words = ()
    words = _insisted(_telling(words), meanings)
    words = _with_elsewhere(words, elsewhere, alone=not here)
    near_reader_only = bool(understood.near_reader) and not words and not here
    return Reading(
        text,
        meanings,
        Query(
            words,
            alternatives_of(words),
            tuple(_limit(meaning) for meaning in meanings),
            any_word=offers_choice(understood.rest),
            said=bool(text.strip()) and not (here and not meanings) and not near_reader_only,
        ),
        tuple(m for m in here if m not in meanings and not _agrees(m, request)),
        understood.unheeded,
        elsewhere,
        chosen_instead=any(m not in meanings for m in here),
        near_reader=understood.near_reader,
    )


def everyday(words: tuple[QueryWord, ...], as_they_are: frozenset[str]) -> tuple[QueryWord, ...]:
    """Take “korista” for basketball rather than for a form of “kori”."""
    return tuple(
        QueryWord(word.text, frozenset({noun}))
        if word.text not in as_they_are and (noun := everyday_noun(word.text))
        else word
        for word in words
    )


def offers_choice(text: str) -> bool:
    """Whether one of the words is enough: “jumppa tai jooga”."""
    words = [token.word for token in tokenise(text)]
    return any(word in OR for word in words[1:-1])


def meant_by(text: str) -> Understanding:
    """Understand a text, also where it is typed without its dots: “elakelaisille”, “tanaan”."""
    understood = understand(text)
    spellings = {token.word: respelt(token.word) for token in tokenise(text[:MAX_QUERY_LENGTH])}
    if all(word == spelling for word, spelling in spellings.items()):
        return understood
    dotted = replaced(text, spellings)
    with_dots = understand(dotted)
    if len(dotted) != len(text) or _said_in(with_dots) <= _said_in(understood):
        return understood
    # Letters stay in place: what was found in the dotted text stands there in the typed one.
    meanings = (
        replace(meaning, text=text[meaning.start : meaning.end]) for meaning in with_dots.meanings
    )
    return replace(with_dots, meanings=tuple(meanings))


def _said_in(understood: Understanding) -> int:
    """Return how many things a text was understood to say."""
    return len(understood.meanings) + bool(understood.near_reader)


def _is_said(meaning: Meaning, request: SearchRequest) -> bool:
    """Whether the request limits by the same thing already."""
    if meaning.type == "when":
        return request.period is not None
    if meaning.type == "place":
        return request.near is not None and request.radius is not None
    chosen = request.selected.get(meaning.type, ())
    if meaning.denied:
        return bool(set(chosen) & set(meaning.values))
    # Of what all must be met, a choice says something more.
    adds = meaning.type in FACETS_BY_NAME and FACETS_BY_NAME[meaning.type].narrows
    return set(meaning.values) <= set(chosen) if adds else bool(chosen)


def _agrees(meaning: Meaning, request: SearchRequest) -> bool:
    """Whether the request says the very same of a thing."""
    if meaning.denied:
        return False
    if meaning.type == "when":
        return request.period == period_of(meaning.value)
    return set(meaning.values) <= set(request.selected.get(meaning.type, ()))


def _telling(words: tuple[QueryWord, ...]) -> tuple[QueryWord, ...]:
    """Leave out the words that say nothing, unless there are no others."""
    return tuple(word for word in words if word.text not in STOP_WORDS) or words


def _insisted(words: tuple[QueryWord, ...], meanings: tuple[Meaning, ...]) -> tuple[QueryWord, ...]:
    """Do not insist on the time of day beside a day, nor on numbers, boys and girls beside others.

    Listings say the time in figures, what a number counts is rarely said in the same way, and
    hardly any says that it is for boys where it is.
    """
    lexicon = lexicon_cache.get()
    untold = {word.text for word in words if lexicon.is_untold(word.text)}
    beside_any = bool(meanings) or len(untold) < len(words)
    beside_time = any(meaning.type in {"weekday", "time", "when"} for meaning in meanings)
    beside_words = not all(word.text.isdecimal() for word in words)
    return tuple(
        replace(
            word,
            optional=(beside_words and word.text.isdecimal())
            or (beside_any and word.text in untold)
            or (beside_time and (bool(word.terms & TIMES_OF_DAY) or word.text[:1].isdigit())),
        )
        for word in words
    )


def _with_elsewhere(
    words: tuple[QueryWord, ...], elsewhere: tuple[Meaning, ...], *, alone: bool
) -> tuple[QueryWord, ...]:
    """Add the names of places that are not on this map: what speaks of them comes first.

    Where nothing besides is asked for it is all that can be found.
    """
    known = {word.text for word in words}
    named = [word for meaning in elsewhere for word in words_of(meaning.text)]
    named = [word for word in named if word.text not in known]
    if words:
        return (*words, *(replace(word, optional=True) for word in named))
    return tuple(named) if alone else ()


def _limit(meaning: Meaning) -> Limit:
    words = _telling(words_of(meaning.text))
    if meaning.type == "when":
        return Limit(words, period=period_of(meaning.value))
    if meaning.type == "place" and meaning.point:
        radius = meaning.radius_m or 0.0
        where = Point(*meaning.point)
        return Limit(words, near=where, radius=radius, anywhere=True, named=Form.BASE)
    values = meaning.values
    if meaning.denied:
        # A name passes that says the denial itself, not one that holds what is denied.
        said = words_of(meaning.text) if meaning.text[0] != "-" else (UNSAID,)
        return Limit(said, facet=meaning.type, values=values, denied=True)
    if meaning.type == OPEN:
        # “Open Space” is not open for its name.
        return Limit(words_of(meaning.text), facet=OPEN, values=values)
    if meaning.type == COST:
        # The number is no age in a name, nor a score.
        return Limit((UNSAID,), facet=COST, values=values_within(meaning.value))
    if meaning.type == "price" and "low" in values:
        # What is free is cheap enough.
        values = (*values, "free")
    # “Pajulahti” and “Visainlahti” are other places than Lahti.
    named = Form.BASE if meaning.type == "municipality" else Form.PART
    anywhere = _says_more(meaning, words)
    return Limit(words, facet=meaning.type, values=values, anywhere=anywhere, named=named)


def _says_more(meaning: Meaning, words: tuple[QueryWord, ...]) -> bool:
    """Whether the words are not just the name of what they mean: “vauvoille” means children."""
    if meaning.type not in {"target", "accessibility"}:
        return False
    named = frozenset(term for word in words_of(label(meaning)) for term in word.terms)
    return all(not word.terms & named for word in words)


def alternatives_of(words: tuple[QueryWord, ...]) -> tuple[Alternative, ...]:
    """Return what will do in place of some words that stand side by side."""
    return (*_synonyms(words), *_joined(words), *_restored(words))


def _synonyms(words: tuple[QueryWord, ...]) -> list[Alternative]:
    return [
        Alternative(
            widening.start,
            widening.end,
            tuple(
                QueryWord(text, terms, narrow=other.at_root)
                for text, terms in zip(other.words, other.terms, strict=True)
                if text not in STOP_WORDS
            ),
            weights.SYNONYM,
        )
        for widening in synonyms_of([word.text for word in words])
        for other in widening.alternatives
    ]


def _joined(words: tuple[QueryWord, ...]) -> list[Alternative]:
    """Take two words for a compound that was written apart, where there is such a word."""
    found = []
    for start, (one, other) in enumerate(itertools.pairwise(words)):
        if min(len(one.text), len(other.text)) >= JOINED_FROM:
            joined = one.text + other.text
            if is_known(joined):
                word = query_word(joined)
                found.append(Alternative(start, start + 2, (word,), weights.JOINED))
    return found


def _restored(words: tuple[QueryWord, ...]) -> list[Alternative]:
    """Take words typed without their dots for those with dots."""
    found = []
    for start, word in enumerate(words):
        spelling = respelt(word.text)
        if spelling != word.text:
            instead = query_word(spelling)
            found.append(Alternative(start, start + 1, (instead,), weights.RESTORED))
    return found


def replaced(text: str, words: dict[str, str]) -> str:
    """Return the text with words, given in lower case, put in the place of others."""
    pieces, position = [], 0
    for token in tokenise(text):
        if token.word in words:
            pieces += [text[position : token.start], words[token.word]]
            position = token.end
    return "".join([*pieces, text[position:]])


def spelt(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return words, given as they are read, as they stand in the text: “15.12” for “15:12”."""
    written = {token.word: text[token.start : token.end] for token in tokenise(text)}
    return tuple(written.get(word, word) for word in words)


def quoted_words(text: str) -> frozenset[str]:
    """Return the words in quotation marks, in lower case: they are meant as they are."""
    return frozenset(
        token.word for quotation in QUOTED.finditer(text) for token in tokenise(quotation.group())
    )


def quoted(text: str, words: frozenset[str]) -> str:
    """Return the text with some of its words, given in lower case, in quotation marks."""
    paired = max((quotation.end() for quotation in QUOTED.finditer(text)), default=0)
    # A mark without its pair would close the first of the new ones.
    text = text[:paired] + text[paired:].translate(_NO_MARKS)
    pieces, position = [], 0
    for token in tokenise(text):
        if token.word in words:
            pieces += [text[position : token.start], f'"{text[token.start : token.end]}"']
            position = token.end
    return "".join([*pieces, text[position:]])
