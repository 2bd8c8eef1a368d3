"""The contract between search and its engines: requests, responses, documents."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from search.keys import Key
from search.open_times import OPEN

if TYPE_CHECKING:
    from search.query import Query, QueryWord


class Sort(StrEnum):
    """The orders in which results can come."""

    RELEVANCE = "relevance"
    DISTANCE = "distance"
    NAME = "name"
    UPDATED = "updated"
    NEXT = "next"


@dataclass(frozen=True)
class Facet:
    """Something results can be narrowed by.

    With ``narrows`` false a thing needs one of the chosen values, and the facet's own counts
    ignore its own choice; with ``narrows`` true it needs all of them.
    """

    name: str
    narrows: bool = False


FACETS = (
    Facet("kind"),
    Facet("municipality"),
    Facet("category"),
    Facet("target"),
    Facet("theme"),
    Facet("price"),
    Facet("weekday"),
    Facet("time"),
    Facet(OPEN),
    Facet("accessibility", narrows=True),
)
FACETS_BY_NAME = {facet.name: facet for facet in FACETS}


@dataclass(frozen=True)
class BoundingBox:
    """Degrees, WGS84."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Point:
    """Degrees, WGS84."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Period:
    """From ``starts`` (included) to ``ends`` (not included); both aware."""

    starts: datetime.datetime
    ends: datetime.datetime


@dataclass(frozen=True)
class SearchRequest:
    """What somebody wants to find.

    ``selected`` maps a facet's name to the chosen values. ``radius`` is in metres and needs
    ``near``; ``page`` starts at 1.
    """

    text: str = ""
    selected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    period: Period | None = None
    bbox: BoundingBox | None = None
    near: Point | None = None
    radius: float | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = 20


@dataclass(frozen=True)
class Hit:
    """One thing found; ``stamp`` changes when what it shows does."""

    kind: str
    object_id: int
    stamp: int
    latitude: float | None
    longitude: float | None
    confirmed_on: datetime.date | None
    card: Mapping[str, Any]
    distance_m: float | None = None
    next_occurrence: datetime.datetime | None = None


@dataclass(frozen=True)
class SearchResponse:
    """A page of hits and the counts of the whole result."""

    total: int
    unlocated: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Cluster:
    """Several things near each other, at their mean point."""

    latitude: float
    longitude: float
    count: int
    bbox: BoundingBox


@dataclass(frozen=True)
class MapPoint:
    """One thing on the map; ``names`` are by language."""

    kind: str
    object_id: int
    latitude: float
    longitude: float
    names: Mapping[str, str]
    slug: str


@dataclass(frozen=True)
class Named:
    """One thing and its names by language."""

    kind: str
    object_id: int
    names: Mapping[str, str]
    slug: str


@dataclass(frozen=True)
class Completion:
    """One thing whose name may be meant by what is being typed."""

    kind: str
    object_id: int
    card: Mapping[str, Any]


@dataclass(frozen=True)
class MapResponse:
    """The whole result on the map: each located thing is in one cluster or is one point."""

    total: int
    unlocated: int
    clusters: tuple[Cluster, ...]
    points: tuple[MapPoint, ...]


@dataclass(frozen=True)
class Happening:
    """One occurrence of something found, in the site's time zone."""

    kind: str
    object_id: int
    starts: datetime.datetime
    ends: datetime.datetime
    all_day: bool
    card: Mapping[str, Any]


@dataclass(frozen=True)
class Agenda:
    """The occurrences of the whole result in a span of days.

    ``counts`` are of each day that has any; ``happenings`` are a page of each day, in the order of
    their starts and names. ``next_starts`` is the first start after the span.
    """

    counts: Mapping[datetime.date, int]
    happenings: tuple[Happening, ...]
    next_starts: datetime.datetime | None


@dataclass(frozen=True)
class Scheduled:
    """One thing found, and when it takes place as the request asks.

    ``stamp`` changes when the thing does. ``starts`` are in order, and None where the request asks
    nothing of when things take place.
    """

    kind: str
    object_id: int
    stamp: int
    starts: tuple[datetime.datetime, ...] | None


@dataclass(frozen=True)
class Document:
    """One published thing, ready to be indexed.

    ``terms`` are marked terms (see ``search.terms``), ``name_length`` counts the words in its
    name. ``card`` is what a result shows, ``names`` (by language) and ``slug`` what the map shows;
    the engine keeps them and gives them back. ``occurrences`` are known up to
    ``calendar_until``, as are ``hours``: the spans, one after the other, in which a place is open.
    The facet ``open`` is told from these.
    """

    kind: str
    object_id: int
    terms: frozenset[str]
    name_key: str
    name_length: int
    names: Mapping[str, str]
    slug: str
    facets: Mapping[str, frozenset[str]]
    card: Mapping[str, Any]
    updated_at: datetime.datetime
    latitude: float | None = None
    longitude: float | None = None
    confirmed_on: datetime.date | None = None
    occurrences: tuple[tuple[datetime.datetime, datetime.datetime], ...] = ()
    hours: tuple[tuple[datetime.datetime, datetime.datetime], ...] = ()
    calendar_until: datetime.date | None = None


class Prepared(Protocol):
    """A document in an engine's own form."""

    @property
    def key(self) -> Key:
        """Under which the index has it."""


@dataclass(frozen=True)
class Drift:
    """Where the index differs from what is published, as keys (kind, object_id)."""

    missing: tuple[Key, ...] = ()
    outdated: tuple[Key, ...] = ()
    leftover: tuple[Key, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.outdated or self.leftover)


class SearchEngine(ABC):
    """Finds and indexes. Every engine answers alike; tests/contract holds them to it."""

    @abstractmethod
    def search(self, request: SearchRequest, query: Query) -> SearchResponse:
        """Answer with a page of hits, their total and the facets' counts."""

    @abstractmethod
    def map(self, request: SearchRequest, query: Query, zoom: int) -> MapResponse:
        """Answer with the whole result as clusters and points for a map at ``zoom`` (0–22)."""

    @abstractmethod
    def count(self, request: SearchRequest, query: Query) -> int:
        """Return how many things are found."""

    @abstractmethod
    def agenda(
        self, request: SearchRequest, query: Query, within: Period, each_day: int, page: int = 1
    ) -> Agenda:
        """Answer with the occurrences that start in ``within`` and are not over.

        They meet all that the request asks of when things take place, each by itself. Of each day
        there is one page of ``each_day`` occurrences.
        """

    @abstractmethod
    def scheduled(
        self, request: SearchRequest, query: Query, limit: int
    ) -> tuple[int, tuple[Scheduled, ...]]:
        """Answer with how many things are found, and the first of them with their times."""

    @abstractmethod
    def is_known(self, words: Sequence[QueryWord]) -> list[bool]:
        """Tell of each word whether anything in the index holds it."""

    @abstractmethod
    def complete(self, words: Sequence[QueryWord], prefix: str, limit: int) -> list[Completion]:
        """Return things whose names hold the words and a word that begins with ``prefix``.

        Words are found in any inflected form and in compounds; with an empty prefix they are
        all there is to hold. Names that begin with all of it come first, then words, then parts
        of compounds, and among equals the shorter name; what begins so only without regard to
        dots comes after what does to the letter. The prefix may be an inflected form of a word.
        """

    @abstractmethod
    def state(self) -> Hashable:
        """Return a value that changes when the index does."""

    @abstractmethod
    def vocabulary(self) -> Mapping[str, int]:
        """Return the words of everything indexed and, roughly, how many things hold each."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """Return a transaction in which documents are read and written by nobody else."""

    @abstractmethod
    def stamps(self, keys: Iterable[Key]) -> Mapping[Key, int]:
        """Return a number for each entry under the keys, another one when the entry is."""

    def update(self, documents: Iterable[Document]) -> int:
        """Add the documents, or put them in the place of what is there under their keys.

        Returns how many of them were new or different.
        """
        return self.write(self.prepare(documents))

    @abstractmethod
    def prepare(self, documents: Iterable[Document]) -> Sequence[Prepared]:
        """Return the documents as ``write`` takes them; another process may do so."""

    @abstractmethod
    def write(self, prepared: Iterable[Any], *, in_bulk: bool = False) -> int:
        """Do what ``update`` says. ``in_bulk`` promises that ``tidy`` follows."""

    @abstractmethod
    def remove(self, keys: Iterable[Key]) -> None:
        """Take out what is there under the keys (kind, object_id); absent keys are no error."""

    @abstractmethod
    def keys(self) -> set[Key]:
        """Return the keys of everything in the index."""

    @abstractmethod
    def tidy(self) -> None:
        """Put the house in order after many writings: count the words anew, forget what is gone."""

    @abstractmethod
    def drift(self, documents: Iterable[Document]) -> Drift:
        """Compare the index with the documents of everything that is published."""
