"""The filters of the search page: facets that know what the words say already."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from search.asked import Asked
from search.facets import FacetGroup, Option
from search.open_times import OPEN
from search.page.chips import meaning_value, period_text

WHOLE = 10
"""Options up to which a facet is shown whole."""

AT_FIRST = 6
"""Options of more that show at first; the rest is folded away."""

AT_FIRST_OF = {OPEN: 1}
"""The same where it does not depend on how many there are."""


@dataclass(frozen=True)
class Filter:
    """A facet. ``said`` are the values that the words of the query limit it to."""

    name: str
    label: str
    options: tuple[Option, ...]
    said: frozenset[str]

    @property
    def first(self) -> tuple[Option, ...]:
        """The options that show at first."""
        return self.options[: self._at_first]

    @property
    def folded(self) -> tuple[Option, ...]:
        """The rest of the options."""
        return self.options[self._at_first :]

    @property
    def is_unfolded(self) -> bool:
        """Whether one of the rest is chosen or said."""
        return any(option.selected or option.value in self.said for option in self.folded)

    @property
    def _at_first(self) -> int:
        usual = WHOLE if len(self.options) <= WHOLE else AT_FIRST
        return AT_FIRST_OF.get(self.name, usual)


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
