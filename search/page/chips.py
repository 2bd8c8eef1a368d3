"""What limits a search, as chips: each is named and leads to the search without it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from search.asked import Asked, count_of
from search.engines.base import SearchRequest
from search.facets import FacetGroup, meaning_label
from search.forms import SearchForm
from search.page import addresses
from search.understanding import Meaning, label


@dataclass(frozen=True)
class Chip:
    """A limit of the search. ``count`` is how many results there are without it, if known.

    ``parameters`` are those of the search without it, ``view`` is where it is shown.
    """

    label: str
    value: str
    parameters: QueryDict
    count: int | None = None
    view: str = "search"

    @property
    def remove_url(self) -> str:
        """The address of the search without it."""
        return addresses.address(self.parameters, self.view)


def understood_chips(parameters: QueryDict, asked: Asked) -> list[Chip]:
    """Name what the words were understood to mean; dropping it takes its words away."""
    return [
        Chip(
            meaning_label(meaning.type),
            meaning_value(meaning),
            addresses.with_text(parameters, asked.text_without(meaning)),
            asked.count_without(meaning),
        )
        for meaning in asked.reading.meanings
    ]


def meaning_value(meaning: Meaning) -> str:
    """Return what a meaning limits to, as the beginning of a line."""
    return capfirst(label(meaning))


def chosen_chips(
    parameters: QueryDict, wanted: SearchRequest, facets: Iterable[FacetGroup]
) -> list[Chip]:
    """Name everything that was chosen to limit the search beside its words."""
    chips = [
        Chip(
            group.label if group.name != "kind" else _("Kind"),
            option.label,
            addresses.without_value(parameters, group.name, option.value),
        )
        for group in facets
        for option in group.options
        if option.selected
    ]
    if wanted.period:
        value = period_text(parameters.get("when", ""), wanted)
        chips.append(Chip(_("When"), value, addresses.without(parameters, "when", "page")))
    if wanted.near:
        left = addresses.without(
            parameters, "place", addresses.ASKED, "near", "radius", "sort", "page"
        )
        chips.append(Chip(_("Near"), _near_text(parameters.get("place", ""), wanted), left))
    if wanted.bbox:
        left = addresses.without(parameters, "bbox", "page")
        chips.append(Chip(_("Area"), _("on the map"), left))
    return chips


def with_results(chips: Iterable[Chip]) -> list[Chip]:
    """Return the chips without which something is found, counted."""
    counted = [replace(chip, count=count_for(chip.parameters)) for chip in chips]
    return [chip for chip in counted if chip.count]


def count_for(parameters: QueryDict) -> int | None:
    """Return how many results a search has as it stands, or None where it has none."""
    form = SearchForm(parameters)
    form.is_valid()
    return count_of(form.request())


def period_text(value: str, wanted: SearchRequest) -> str:
    """Return the parameter ``when`` in words."""
    named = {
        "today": _("Today"),
        "tomorrow": _("Tomorrow"),
        "weekend": _("At the weekend"),
        "week": _("This week"),
    }
    if value in named or wanted.period is None:
        return named.get(value, "")
    first, _separator, last = value.partition("..")
    return "–".join(
        date_format(datetime.date.fromisoformat(day), "SHORT_DATE_FORMAT") for day in (first, last)
    )


def _near_text(place: str, wanted: SearchRequest) -> str:
    """Return the place and how far from it; without a name only one of them."""
    if wanted.radius is None:
        return place or _("chosen place")
    if wanted.radius < 1000:
        reach = _("within %(metres)d m") % {"metres": round(wanted.radius)}
    else:
        reach = _("within %(kilometres)d km") % {"kilometres": round(wanted.radius / 1000)}
    return f"{place}, {reach}" if place else reach
