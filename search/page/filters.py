"""The filters of the search page: facets that know what the words say already."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from search.asked import Asked
from search.facets import FacetGroup, Option
from search.page.chips import meaning_value, period_text


@dataclass(frozen=True)
class Filter:
    """A facet. ``said`` are the values that the words of the query limit it to."""

    name: str
    label: str
    options: tuple[Option, ...]
    said: frozenset[str]


@dataclass(frozen=True)
class WhenFilter:
    """The choice of a span of days: ``value`` is the parameter, ``label`` its dates in words.

    ``said`` is the span that the words of the query limit to, ``said_label`` its name.
    """

    value: str
    label: str
    said: str = ""
    said_label: str = ""


def filters(facets: Iterable[FacetGroup], asked: Asked) -> list[Filter]:
    """Tell in each facet what the words of the query say of it."""
    said: dict[str, set[str]] = {}
    for meaning in asked.reading.meanings:
        if meaning.denied:
            continue
        said.setdefault(meaning.type, set()).update(meaning.values)
    return [
        Filter(group.name, group.label, group.options, frozenset(said.get(group.name, ())))
        for group in facets
    ]


def when_filter(parameters: QueryDict, asked: Asked) -> WhenFilter:
    """Tell which span of days is chosen or said."""
    value = parameters.get("when", "")
    chosen = period_text(value, asked.request)
    for meaning in asked.reading.meanings:
        if meaning.type == "when":
            return WhenFilter(value, chosen, meaning.value, meaning_value(meaning))
    return WhenFilter(value, chosen)
