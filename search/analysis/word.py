"""What an analyser says of one word."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A part of a compound: its terms and where it stands in the word."""

    terms: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True)
class Word:
    """A word's base forms and, for a compound, its parts.

    ``bases`` are the terms of the whole word in all its readings; a term is lower case.
    ``parts`` is empty for a simple word.
    """

    bases: frozenset[str]
    parts: tuple[Part, ...] = ()
    related: frozenset[str] = frozenset()

    @property
    def part_terms(self) -> frozenset[str]:
        """The terms of all parts together."""
        return frozenset(term for part in self.parts for term in part.terms)
