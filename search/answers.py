"""Answers as plain data, the same for the API and the command line.

What was answered within the same minute is answered again from memory while the index and the
registers are as they were: lists on other sites ask the same for every reader of theirs.
"""

import datetime
from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any

from django.utils import timezone, translation

from search.addresses import listing_url
from search.asked import Asked
from search.asking import ask
from search.engines.base import BoundingBox, MapPoint, SearchRequest
from search.facets import present_all
from search.remembering import Remembered
from search.results import Result, present, text_in
from search.understanding import Meaning, label

MEMORY = 12_000_000
"""Bytes of recent answers that are remembered, roughly: some 200 pages of results."""

RESULT_SIZE, OPTION_SIZE, MARKER_SIZE = 2_200, 150, 300
"""Bytes of a result, of a facet's option, and of a point or cluster on the map."""

Answer = dict[str, Any]
"""JSON. Others are given the same one: not to be changed."""

recent: Remembered[Hashable, Answer] = Remembered(MEMORY)


def search_answer(wanted: SearchRequest, language: str) -> Answer:
    """Return the answer of ``/api/v1/search`` in the given language."""
    return answer_of(ask(wanted), language)


def answer_of(asked: Asked, language: str) -> Answer:
    """Return the answer of ``/api/v1/search`` to a request that has been read."""
    key = ("list", asked.request, asked.version, language, _minute())
    answer = recent.get(key)
    if answer is None:
        answer = _listed(asked, language)
        options = sum(map(len, answer["facets"].values()))
        size = RESULT_SIZE * len(answer["results"]) + OPTION_SIZE * options
        recent.put(key, answer, weight=size)
    return answer


def _minute() -> datetime.datetime:
    return timezone.now().replace(second=0, microsecond=0)


def _listed(asked: Asked, language: str) -> Answer:
    wanted, found = asked.request, asked.search()
    with translation.override(language):
        return {
            "query": {
                "q": wanted.text,
                "understood": _meanings(m for m in asked.understood if not m.denied),
                "corrected": asked.corrected,
            },
            "relaxed": {
                "meanings": _meanings(asked.dropped),
                "words": list(asked.unknown),
                "broader": [{"word": each.word, "shown": each.shown} for each in asked.broader],
                "some_words": asked.some_words,
                "suggested": asked.suggested,
            },
            "excluded": _meanings(m for m in asked.reading.meanings if m.denied),
            "overruled": _meanings(asked.reading.overruled),
            "total": found.total,
            "page": wanted.page,
            "size": wanted.size,
            "results": [_result(each) for each in present(found.hits, asked.query, language)],
            "facets": {
                group.name: [
                    {"value": option.value, "label": option.label, "count": option.count}
                    for option in group.options
                ]
                for group in present_all(found.facets, wanted.selected)
            },
        }


def _meanings(meanings: Iterable[Meaning]) -> list[dict[str, str]]:
    """Return one row for each value: “arkisin” means five days."""
    return [
        {
            "type": meaning.type,
            "value": value,
            "label": label(replace(meaning, value=value, extra_values=())),
            "text": meaning.text,
        }
        for meaning in meanings
        for value in meaning.values
    ]


def map_answer(
    wanted: SearchRequest, zoom: int, language: str, *, view: BoundingBox | None = None
) -> Answer:
    """Return the answer of ``/api/v1/map`` in the given language.

    With ``view`` it is the part of the answer that lies there. A text that finds nothing there
    is not read more freely for that: the map shows what the list does.
    """
    asked = ask(wanted)
    if view and wanted.bbox:
        view = _shared(view, wanted.bbox)
        if view is None:
            return {"total": 0, "unlocated": 0, "clusters": [], "points": []}
    if view:
        asked = replace(asked, request=replace(asked.request, bbox=view))
    key = (zoom, asked.request, wanted.bbox, asked.version, language, _minute())
    answer = recent.get(key)
    if answer is None:
        answer = _mapped(asked, zoom, language)
        markers = len(answer["clusters"]) + len(answer["points"])
        recent.put(key, answer, weight=MARKER_SIZE * markers)
    return answer


def _mapped(asked: Asked, zoom: int, language: str) -> Answer:
    found = asked.map(zoom)
    return {
        "total": found.total,
        "unlocated": found.unlocated,
        "clusters": [
            {
                "latitude": cluster.latitude,
                "longitude": cluster.longitude,
                "count": cluster.count,
                "bbox": _corners(cluster.bbox),
            }
            for cluster in found.clusters
        ],
        "points": [_point(point, language) for point in found.points],
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "kind": result.kind,
        "id": result.id,
        "name": result.name,
        "summary": result.summary,
        "highlight": str(result.highlight_html),
        "url": result.url,
        "latitude": result.latitude,
        "longitude": result.longitude,
        "municipality": result.municipality_name,
        "distance_m": result.distance_m,
        "categories": list(result.categories),
        "next_occurrence": result.next_occurrence,
        "confirmed_on": result.confirmed_on,
    }


def _shared(one: BoundingBox, other: BoundingBox) -> BoundingBox | None:
    """Return the box that two boxes share, or None."""
    west, east = max(one.west, other.west), min(one.east, other.east)
    south, north = max(one.south, other.south), min(one.north, other.north)
    return BoundingBox(west, south, east, north) if west <= east and south <= north else None


def _corners(box: BoundingBox) -> list[float]:
    return [box.west, box.south, box.east, box.north]


def _point(point: MapPoint, language: str) -> dict[str, Any]:
    return {
        "kind": point.kind,
        "id": point.object_id,
        "name": text_in(point.names, language)[0],
        "latitude": point.latitude,
        "longitude": point.longitude,
        "url": listing_url(point.kind, point.slug, language),
    }
