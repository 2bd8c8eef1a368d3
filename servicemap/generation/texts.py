"""Names and texts: sentences of the material, filled with inflected words."""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from servicemap.generation.inflection import inflect, inflect_place
from servicemap.generation.material import Ranked, load, words

_SLOT = re.compile(r"\{([a-z+]+)(?:\.([A-Za-z]+))?\}")


@dataclass(frozen=True)
class Topic:
    """What a listing is about. ``stem`` begins compounds; the lists may be empty."""

    category: str
    stem: str
    joins: bool = True
    prh: str = ""
    clubs: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What a text is about: a topic at a place for somebody (a target group's slug)."""

    topic: Topic
    place: str
    group: str


def topic_of(category: str, name: str) -> Topic | None:
    """Make a topic of a category of one word: “Akrobatia” gives “akrobatiakerho”."""
    word = name.lower()
    if not word.isalpha() or word.endswith("t"):
        return None
    if word.endswith("minen"):
        return Topic(category=category, stem=word.removesuffix("nen") + "s")
    return Topic(category=category, stem=word if word[-1] in "aeiouyäös" else f"{word}-")


class Writer:
    """Writes texts; the same random numbers give the same texts."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._material = load("texts")
        self._heads = _ranked(("words", "topic_heads"))
        self._slots: Mapping[str, Callable[[Subject, str], str]] = {
            "topic": lambda subject, case: inflect(self._compound_of(subject.topic), case),
            "noun": lambda _subject, case: inflect(self._word("nouns"), case),
            "thing": lambda _subject, case: inflect(self._word("things"), case),
            "site": lambda _subject, case: inflect(self._word("sites"), case),
            "adj+noun": lambda _subject, case: self._phrase("nouns", case),
            "adj+thing": lambda _subject, case: self._phrase("things", case),
            "adj+site": lambda _subject, case: self._phrase("sites", case),
            "compound": lambda _subject, case: inflect(self.compound(), case),
            "passive": lambda _subject, _case: self._word("passives"),
            "place": lambda subject, case: (
                subject.place if case == "nom" else inflect_place(subject.place, case)
            ),
            "group": lambda subject, _case: self._material["words"]["group"].get(
                subject.group, "kaikille"
            ),
            "season": lambda _subject, _case: _ranked(("words", "seasons")).pick(self._rng),
            "day": lambda _subject, _case: _ranked(("words", "days")).pick(self._rng),
            "n": lambda _subject, _case: str(self._rng.randint(2, 14)),
            "year": lambda _subject, _case: str(self._rng.randint(1908, 2024)),
            "session": lambda subject, _case: self._session(subject.topic),
        }

    def activity_name(self, subject: Subject) -> str:
        """Return a name such as “Tuolijumppa, Salpakangas”."""
        return self._written(_ranked(("activity", "names")).pick(self._rng), subject)

    def association_name(self, subject: Subject) -> str:
        """Return a name such as “Lahden Uimaseura ry” or “Kuikanlaulu ry”."""
        invented = self._word("name_starts") + self._word("name_ends")
        place = inflect_place(subject.place, "gen")
        club = self._rng.choice(subject.topic.clubs) if subject.topic.clubs else ""
        form = self._rng.random()
        if club and form < 0.4:
            return f"{place} {club} ry"
        if club and form < 0.7:
            return f"{club[0].upper()}{club[1:]} {invented} ry"
        return f"{place} {invented} ry"

    def facility_name(self, subject: Subject, types: list[str], street: str) -> str:
        """Return a name such as “Nastolan urheilutalo” or “Myllytien kerhohuone”."""
        kind = self._rng.choice(types)
        form = self._rng.random()
        if street and form < 0.25:
            return f"{inflect(street, 'gen')} {kind}"
        if form < 0.55:
            invented = self._word("name_starts") + self._word("name_ends")
            return f"{inflect_place(subject.place, 'gen')} {invented}, {kind}"
        return f"{inflect_place(subject.place, 'gen')} {kind}"

    def summary(self, kind: str, subject: Subject, limit: int = 200) -> str:
        """Return one sentence of at most ``limit`` characters."""
        text = self._written(_ranked((kind, "summaries")).pick(self._rng), subject)
        return text if len(text) <= limit else text[:limit].rpartition(" ")[0] + "."

    def description(self, kind: str, subject: Subject) -> str:
        """Return some sentences, mostly 30 to 80 words, in one or two paragraphs."""
        count = self._rng.randint(4, 8)
        shared = _ranked(("common", "description"))
        if kind == "activity":
            chosen = shared.some(self._rng, count)
        elif kind == "facility":
            chosen = _ranked((kind, "description")).some(self._rng, count)
        else:
            chosen = _ranked((kind, "description")).some(self._rng, count // 2)
            chosen += shared.some(self._rng, count - count // 2)
        sentences = [self._written(text, subject) for text in chosen]
        middle = count // 2 if count > 5 else count
        return "\n\n".join(
            filter(None, [" ".join(sentences[:middle]), " ".join(sentences[middle:])])
        )

    def translated(self, language: str, category: str, place: str) -> tuple[str, str]:
        """Return a summary and a description in ``swedish`` or ``english``."""
        values = {"category": category, "place": place}
        texts = _ranked((language, "description")).some(self._rng, 3)
        summary: str = self._material[language]["summary"]
        return summary.format(**values), " ".join(text.format(**values) for text in texts)

    def compound(self) -> str:
        """Return a compound of any two words: the long tail of the vocabulary."""
        return _joined(self._word("modifiers"), self._word("heads"))

    def keyword(self) -> str:
        """Return any noun."""
        return self._word("nouns")

    def _word(self, name: str) -> str:
        return words(name).pick(self._rng)

    def _session(self, topic: Topic) -> str:
        if topic.sessions:
            return self._rng.choice(topic.sessions)
        return self._compound_of(topic).capitalize()

    def _compound_of(self, topic: Topic) -> str:
        head = self._heads.pick(self._rng)
        return _joined(topic.stem, head) if topic.joins else f"{topic.stem} {head}"

    def _phrase(self, name: str, case: str) -> str:
        adjective, noun = self._word("adjectives"), self._word(name)
        return f"{inflect(adjective, case)} {inflect(noun, case)}"

    def _written(self, template: str, subject: Subject) -> str:
        used: set[str] = set()

        def fill(found: re.Match[str]) -> str:
            slot, case = found[1], found[2] or "nom"
            make = self._slots[slot]
            value = make(subject, case.lower())
            # Nobody says the same thing twice in a sentence; what cannot vary may return.
            for _attempt in range(3):
                if value.lower() not in used:
                    break
                value = make(subject, case.lower())
            used.add(value.lower())
            return value if case == case.lower() else value[0].upper() + value[1:]

        return _SLOT.sub(fill, template)


@cache
def _ranked(path: tuple[str, str]) -> Ranked[str]:
    part: Any = load("texts")
    for key in path:
        part = part[key]
    return Ranked(part)


def _joined(start: str, end: str) -> str:
    """Join two words; the same vowel on both sides wants a hyphen."""
    return f"{start}-{end}" if start[-1] == end[0] and end[0] in "aeiouyäö" else start + end
