"""How far a typed word is from another: slips that are easily made cost less.

The optimal string alignment distance with weights: doubled or single letters, ä for a and ö for
o, b for p, d for t and the like, neighbours on the keyboard, swapped neighbours.
"""

import itertools

ANY = 1.0
"""A letter more, less or another."""

SWAPPED = 0.6
"""Two neighbours in the wrong order."""

NEIGHBOUR = 0.7
"""The key beside the right one, on a Finnish keyboard."""

DOUBLED = 0.4
"""One letter for two of it, or two for one."""

ALIKE = 0.5
"""A letter that sounds alike."""

DOTS = 0.3
"""A letter without its dots or ring, or with them."""

_ROWS = ("1234567890", "qwertyuiopå", "asdfghjklöä", "zxcvbnm")


def _pairs(*pairs: str) -> set[tuple[str, str]]:
    return {(one, other) for pair in pairs for one, other in (tuple(pair), tuple(pair[::-1]))}


def _neighbours() -> set[tuple[str, str]]:
    found = set()
    for row in _ROWS:
        found |= _pairs(*(one + other for one, other in itertools.pairwise(row)))
    for upper, lower in itertools.pairwise(_ROWS):
        for position, key in enumerate(lower):
            found |= _pairs(*(key + near for near in upper[position : position + 2]))
    return found


_COSTS: dict[tuple[str, str], float] = {
    **dict.fromkeys(_neighbours(), NEIGHBOUR),
    **dict.fromkeys(
        _pairs("bp", "dt", "gk", "ck", "qk", "wv", "fv", "zs", "cs", "ij", "yu", "åo", "eä"), ALIKE
    ),
    **dict.fromkeys(_pairs("aä", "oö", "aå", "uü", "eé"), DOTS),
}


def cost(typed: str, word: str, limit: float) -> float:
    """Return what it costs to make ``word`` of ``typed``; more than ``limit`` if it costs more."""
    if abs(len(typed) - len(word)) > limit / DOUBLED:
        return limit + 1
    before: list[float] = []
    previous = [0.0]
    for letter_index in range(len(word)):
        previous.append(previous[-1] + _one_more(word, letter_index))
    for row, letter in enumerate(typed):
        current = [previous[0] + _one_more(typed, row)]
        for column, wanted in enumerate(word):
            if letter == wanted:
                best = previous[column]
            else:
                best = previous[column] + _COSTS.get((letter, wanted), ANY)
            best = min(
                best,
                previous[column + 1] + _one_more(typed, row),
                current[column] + _one_more(word, column),
            )
            if (
                row
                and column
                and letter == word[column - 1]
                and typed[row - 1] == wanted
                and letter != wanted
            ):
                best = min(best, before[column - 1] + SWAPPED)
            current.append(best)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return previous[-1]


def _one_more(word: str, position: int) -> float:
    """Return what the letter costs as one too many."""
    return DOUBLED if position and word[position] == word[position - 1] else ANY
