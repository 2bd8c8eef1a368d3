"""What an analyser says of one word."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a compound: its terms and where it stands in the word.

    ``related`` are base forms that the part is derived from, as in ``Word.related``. Of a
    compound of three or more, neighbours that are a compound themselves are a part, too:
    “lastenhoito” of “lastenhoitoapu”. They are ``joined`` and overlap what they are made of.
    """

    terms: frozenset[str]
    start: int
    end: int
    related: frozenset[str] = frozenset()
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word's base forms and, for a compound, its parts.

    ``bases`` are the terms of the whole word in all its readings; a term is lower case.
    ``parts`` is empty for a simple word. ``related`` are base forms that the word is derived
    from (“uida” for “uinti”); they say less than ``bases`` and share no term with them.
    """

    bases: frozenset[str]
    parts: tuple[Part, ...] = ()
    related: frozenset[str] = frozenset()

    @property
    def smallest_parts(self) -> tuple[Part, ...]:
        """The parts that are made of no others."""
        return tuple(part for part in self.parts if not part.joined)

    @property
    def part_terms(self) -> frozenset[str]:
        """The terms of all parts together."""
        return frozenset(term for part in self.parts for term in part.terms)

    @property
    def part_related(self) -> frozenset[str]:
        """What the parts are derived from, all together."""
        return frozenset(term for part in self.parts for term in part.related)
