"""What the search page says of how a query was read: corrected, relaxed, overruled."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.analysis import tokenise
from search.asked import Asked
from search.compounds import Broader
from search.facets import entry_cache
from search.page import addresses
from search.page.chips import meaning_value
from search.reading import spelt
from search.understanding import Meaning
from servicemap.models.translation import active_language

MAX_INSTEAD = 3
"""How many of the limits that were given up are offered alone."""


@dataclass(frozen=True)
class Way:
    """Another search, by name, with its count of results."""

    value: str
    url: str
    count: int


@dataclass(frozen=True)
class Notices:
    """What a reader must know to understand the results; empty where a thing is not so.

    ``unknown`` are words that nothing holds, ``broader`` what is shown in place of compounds
    that nothing holds, ``dropped`` names of limits and words that were given up, ``instead``
    searches for what these limits find alone. ``overruled`` are words that limit nothing because
    something else was chosen. ``unheeded`` are words that deny something that search cannot leave
    out; ``asks_near_reader`` tells that the words speak of where the reader is. ``elsewhere`` names
    municipalities that are not on this map, ``area`` those that are; where nothing else was asked
    for ``everything_url`` leads to all that is.
    """

    corrected: str
    as_typed_url: str
    suggested: str
    suggested_url: str
    unknown: tuple[str, ...]
    broader: tuple[Broader, ...]
    dropped: tuple[str, ...]
    instead: tuple[Way, ...]
    some_words: bool
    overruled: tuple[str, ...]
    overruled_url: str
    unheeded: tuple[str, ...]
    asks_near_reader: bool
    elsewhere: tuple[str, ...]
    area: tuple[str, ...]
    everything_url: str


def notices(
    parameters: QueryDict, asked: Asked, names: Iterable[str] = (), view: str = "search"
) -> Notices:
    """Gather what must be said of a reading; ``names`` are those of the results.

    Links lead to the search as ``view`` shows it.
    A denial that is part of a name denies nothing.
    """
    dropped = sorted(asked.dropped, key=lambda meaning: meaning.start)
    overruled = asked.reading.overruled
    found = [name.casefold() for name in names]
    named = "\n".join(found)
    # “Turun Sinappi” is what was looked for, wherever Turku is.
    best = found[0] if found else ""
    elsewhere = [one for one in asked.reading.elsewhere if one.text.casefold() not in best]

    def address(text: str) -> str:
        return addresses.address(addresses.with_text(parameters, text), view)

    return Notices(
        corrected=asked.corrected or "",
        as_typed_url=address(asked.as_typed or ""),
        suggested=asked.suggested or "",
        suggested_url=address(asked.suggested or ""),
        unknown=spelt(asked.request.text, (w for w in asked.unknown if w not in asked.weak)),
        broader=asked.broader,
        dropped=(
            *(meaning_value(meaning) for meaning in dropped),
            *(_("“%(word)s”") % {"word": word} for word in spelt(asked.request.text, asked.weak)),
        ),
        instead=tuple(
            Way(meaning_value(meaning), address(meaning.text), count)
            for meaning, count in _alone(asked, dropped)
        ),
        some_words=asked.some_words,
        overruled=tuple(meaning.text for meaning in overruled),
        overruled_url=address(asked.text_without(*overruled)),
        unheeded=tuple(
            words
            for words in asked.reading.unheeded
            if words.casefold() not in named and not _is_given_up(words, asked)
        ),
        asks_near_reader=bool(asked.reading.near_reader) and asked.request.near is None,
        elsewhere=tuple(map(meaning_value, elsewhere)),
        area=_municipalities() if elsewhere else (),
        everything_url=address("") if asked.asks_elsewhere_only else "",
    )


def _is_given_up(words: str, asked: Asked) -> bool:
    """Whether all of a denial was left out anyway, which is said in its own place."""
    return all(token.word in {*asked.weak, *asked.unknown} for token in tokenise(words))


def _municipalities() -> tuple[str, ...]:
    rows = entry_cache.get().rows("municipality", active_language(), ())
    return tuple(label for _code, label, _depth in rows)


def _alone(asked: Asked, meanings: list[Meaning]) -> list[tuple[Meaning, int]]:
    telling = [meaning for meaning in meanings if meaning.type != "kind"][:MAX_INSTEAD]
    counted = [(meaning, asked.count_of_alone(meaning)) for meaning in telling]
    return [(meaning, count) for meaning, count in counted if count]
