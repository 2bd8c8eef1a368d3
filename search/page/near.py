"""Searching near a place: what is asked for by its name, found by its point."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from search.engines.base import Sort
from search.forms import SearchForm
from search.near.locating import Located, locate, nearest_names
from search.page import addresses

DECIMALS = 4
"""Of degrees, about ten metres: an address is shared with others."""

IN_CALENDAR_M = 10_000
"""Metres within which the calendar shows what takes place: in the order of days none is nearest."""

ALONG = {"search": ("sort", str(Sort.DISTANCE)), "calendar": ("radius", str(IN_CALENDAR_M))}
"""What a page sets beside the place."""

OF_A_PLACE = ("search", "place", addresses.ASKED, "near", "radius", "bbox", "sort", "page")
"""Parameters that go when another place is named."""


class SearchPageForm(SearchForm):
    """The parameters of the search page: those of a search, and a place by its name."""

    place = forms.CharField(required=False, max_length=120, label=_("Place or address"))


@dataclass(frozen=True)
class Way:
    """Another place, and the search near to it."""

    label: str
    url: str


@dataclass(frozen=True)
class NearPanel:
    """What the form for a place shows.

    ``is_unknown`` says that nothing is known of the place; then ``others`` are written much like
    it. Else they are other places of the same name. ``search`` is the rest of the search, as
    the query of an address: one field, for the fields of the search itself have its names.
    ``asked`` is what was typed where the place is only near to that.
    ``view`` is the page's own, ``along`` what goes with a place there: “sort=distance”.
    """

    place: str
    is_unknown: bool
    others: tuple[Way, ...]
    search: str
    asked: str
    view: str

    @property
    def along(self) -> str:
        """What goes with a place on this page, as part of an address."""
        return "=".join(ALONG[self.view])


def redirected(parameters: QueryDict, language: str, view: str = "search") -> str | None:
    """Return where a search near a named place is: its point goes into the address."""
    place = parameters.get("place", "")
    if rest := parameters.get("search"):
        parameters = addresses.without(QueryDict(rest), *OF_A_PLACE)
        parameters["place"] = place
    elif not place or parameters.get("near"):
        return None
    found = locate(place, language)
    if found:
        return _address(parameters, found[0], view, typed=place)
    return addresses.address(parameters, view) if rest else None


def near_panel(parameters: QueryDict, language: str, view: str = "search") -> NearPanel:
    """Return what the form for a place shows. Looks the place up if there is one."""
    place = parameters.get("place", "")
    is_unknown = bool(place) and not parameters.get("near")
    others: list[Way] = []
    if is_unknown:
        for name in nearest_names(place, language):
            others += [
                Way(found.label, _address(parameters, found, view))
                for found in locate(name, language)
                if found.label == name
            ]
    elif place:
        here = parameters.get("near", "")
        # What it is called may have its municipality's name after it; others have another one.
        others = [
            Way(found.label, _address(parameters, found, view))
            for found in locate(place.partition(",")[0], language)
            if _point(found) != here and found.label != place
        ]
    rest = addresses.without(parameters, *OF_A_PLACE).urlencode()
    asked = parameters.get(addresses.ASKED, "")
    return NearPanel(place, is_unknown, tuple(others), rest, asked, view)


def _point(found: Located) -> str:
    return f"{found.latitude:.{DECIMALS}f},{found.longitude:.{DECIMALS}f}"


def in_calendar(parameters: QueryDict) -> QueryDict:
    """Return the parameters of a search for the calendar: what is near has a limit there."""
    kept = addresses.without(parameters, "sort")
    if kept.get("near") and not kept.get("radius"):
        name, value = ALONG["calendar"]
        kept[name] = value
    return kept


def _address(parameters: QueryDict, found: Located, view: str, typed: str = "") -> str:
    kept = addresses.without(parameters, *OF_A_PLACE)
    kept["place"] = found.label
    kept["near"] = _point(found)
    name, value = ALONG[view]
    kept[name] = value
    if typed and not found.exact:
        kept[addresses.ASKED] = typed
    return addresses.address(kept, view)
