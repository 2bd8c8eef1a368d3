"""The contract between search and its engines: requests, responses, documents."""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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
    """One thing found."""

    kind: str
    object_id: int
    latitude: float | None
    longitude: float | None
    confirmed_on: datetime.date | None
    card: Mapping[str, Any]
    distance_m: float | None = None
    next_occurrence: datetime.datetime | None = None


@dataclass(frozen=True)
class SearchResponse:
    """A page of hits and the counts of the whole result.

    ``relaxed`` says that nothing held all words, so the hits hold some of them.
    """

    total: int
    unlocated: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    relaxed: bool = False


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
class MapResponse:
    """The whole result on the map: each located thing is in one cluster or is one point."""

    total: int
    unlocated: int
    clusters: tuple[Cluster, ...]
    points: tuple[MapPoint, ...]


@dataclass(frozen=True)
class Document:
    """One published thing, ready to be indexed.

    ``fields`` maps a field's name (see ``TEXT_FIELDS``) to its terms. ``card`` is what a
    result shows; the engine keeps it and gives it back in a ``Hit``.
    """

    kind: str
    object_id: int
    fields: Mapping[str, tuple[str, ...]]
    name_key: str
    facets: Mapping[str, frozenset[str]]
    card: Mapping[str, Any]
    updated_at: datetime.datetime
    latitude: float | None = None
    longitude: float | None = None
    confirmed_on: datetime.date | None = None
    occurrences: tuple[tuple[datetime.datetime, datetime.datetime], ...] = ()


TEXT_FIELDS = {
    "name": 10.0,
    "name_parts": 5.0,
    "keywords": 4.0,
    "keyword_parts": 2.0,
    "summary": 3.0,
    "description": 1.0,
    "parts": 0.5,
}
"""The fields of a document's text and their weights in ranking."""


class SearchEngine(ABC):
    """Finds and indexes. Every engine answers alike; tests/contract holds them to it."""

    @abstractmethod
    def search(self, request: SearchRequest) -> SearchResponse:
        """Answer with a page of hits, their total and the facets' counts."""

    @abstractmethod
    def map(self, request: SearchRequest, zoom: int) -> MapResponse:
        """Answer with the whole result as clusters and points for a map at ``zoom`` (0–22)."""

    @abstractmethod
    def update(self, documents: Iterable[Document]) -> None:
        """Add the documents, or put them in the place of what is there under their keys."""

    @abstractmethod
    def remove(self, keys: Iterable[tuple[str, int]]) -> None:
        """Take out what is there under the keys (kind, object_id); absent keys are no error."""

    @abstractmethod
    def keys(self) -> set[tuple[str, int]]:
        """Return the keys of everything in the index."""
