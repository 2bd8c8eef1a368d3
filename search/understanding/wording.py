"""A query's text and its words, as they stand in it."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from search.analysis import Token

QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»]*[\"“”„«»]")
"""What stands in quotation marks, the marks included."""


_SHORTENED = frozenset({"pl", "exkl", "excl", "ml", "inkl", "incl"})
"""Words behind which a full stop ends no sentence."""


@dataclass(frozen=True)
class Wording:
    """A text, and its words in order."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def quoted(self) -> tuple[tuple[int, int], ...]:
        """The stretches in quotation marks."""
        return tuple(match.span() for match in QUOTED.finditer(self.text))

    def is_unbroken(self, position: int, count: int) -> bool:
        """Whether words follow each other without punctuation."""
        words = self.tokens[position : position + count]
        return all(
            not self.text[left.end : right.start]
            .removeprefix("." if left.word in _SHORTENED else "")
            .strip(" \t\u00a0-")
            for left, right in pairwise(words)
        )

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether any of a stretch stands in quotation marks."""
        return any(first < end and start < last for first, last in self.quoted)
