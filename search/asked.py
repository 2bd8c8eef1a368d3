"""A request with the way it was read, and what can be asked of that."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from search.compounds import Broader
from search.engines import get_engine
from search.engines.base import MapResponse, SearchRequest, SearchResponse
from search.open_times import OPEN
from search.query import Query
from search.reading import Reading, read
from search.understanding import Meaning, text_without


@dataclass(frozen=True)
class Asked:
    """A request and how it was read.

    ``dropped`` are meanings that were given up because nothing met them all, ``unknown`` are words
    that were left out because nothing at all holds them, or, if they are also ``weak``, because
    nothing that holds them meets the rest and they are no subject. ``broader`` is what was searched
    for in place of compounds that nothing held with the rest. ``corrected`` is the text that was
    searched for in place of one that finds nothing, ``as_typed`` asks for the typed one
    nevertheless, ``suggested`` is one that may have been meant. ``version`` is another one when the
    index or the registers are.
    """

    request: SearchRequest
    reading: Reading
    dropped: tuple[Meaning, ...] = ()
    unknown: tuple[str, ...] = ()
    broader: tuple[Broader, ...] = ()
    weak: tuple[str, ...] = ()
    corrected: str | None = None
    as_typed: str | None = None
    suggested: str | None = None
    version: Hashable = field(default=None, compare=False)

    @property
    def query(self) -> Query:
        """The words and limits of the reading."""
        return self.reading.query

    @property
    def understood(self) -> tuple[Meaning, ...]:
        """All meanings in the order of the text.

        Those that were given up are among them, and places that are not on this map.
        """
        found = [*self.reading.meanings, *self.dropped, *self.reading.elsewhere]
        return tuple(sorted(found, key=lambda meaning: meaning.start))

    @property
    def some_words(self) -> bool:
        """Whether nothing held all words, so that one is enough."""
        return self.reading.some_words

    @property
    def depends_on_the_hour(self) -> bool:
        """Whether what is found is another thing as places open and close."""
        said = (*self.reading.meanings, *self.dropped)
        return bool(self.request.selected.get(OPEN)) or any(m.type == OPEN for m in said)

    @property
    def gave_up(self) -> bool:
        """Whether anything that was asked had to be given up."""
        return bool(self.some_words or self.dropped or self.unknown or self.broader)

    @property
    def asks_elsewhere_only(self) -> bool:
        """Whether nothing is asked for but places that are not on this map."""
        reading = self.reading
        beside = reading.meanings or self.dropped or any(w.optional for w in reading.query.words)
        return bool(reading.elsewhere) and not beside

    def search(self) -> SearchResponse:
        """Return a page of results."""
        return get_engine().search(self.request, self.query)

    def map(self, zoom: int) -> MapResponse:
        """Return the whole result on a map."""
        return get_engine().map(self.request, self.query, zoom)

    def text_without(self, *meanings: Meaning) -> str:
        """Return the text that was searched for without the words of some of its meanings."""
        return text_without(self.reading.text, *meanings)

    def count_without(self, meaning: Meaning) -> int | None:
        """Return how many results the text has without the words of one of its meanings.

        None where nothing holds all of the rest, so that still more would be given up.
        """
        return count_of(replace(self.request, text=self.text_without(meaning)))

    def count_of_alone(self, meaning: Meaning) -> int | None:
        """Return how many results one of the meanings has alone, or None where it has none."""
        request = replace(self.request, text=meaning.text)
        reading = read(meaning.text, request)
        # Some words mean something beside others only.
        said = [(one.type, one.values, one.denied) for one in reading.meanings]
        if said != [(meaning.type, meaning.values, meaning.denied)]:
            return None
        return count(request, reading) or None


def count_of(request: SearchRequest) -> int | None:
    """Return how many results a request has as it stands, or None where it has none."""
    return count(request, read(request.text, request)) or None


def count(request: SearchRequest, reading: Reading) -> int:
    """Return how many results a reading of the request's text has."""
    return get_engine().count(request, reading.query)
