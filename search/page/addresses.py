"""Addresses of a search, on its page and elsewhere: with a little more or less to it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

SHOWN = "show"
"""The parameter that says ``map`` where the map is shown instead of the list, on a phone."""

ASKED = "asked"
"""The parameter that says what was typed where the place beside it is only near to that."""

NOT_FOR_MAP = ("page", "size", "sort", "place", ASKED, SHOWN)
NOT_FOR_FEED = ("page", "size", "lang", "place", ASKED, SHOWN)
READABLE = ",."
"""Characters that an address may hold as they are."""


def address(parameters: QueryDict, view: str = "search") -> str:
    """Return the address of a view, the search page by default, with the parameters."""
    encoded = parameters.urlencode(safe=READABLE)
    return f"{reverse(view)}?{encoded}" if encoded else reverse(view)


def only(parameters: QueryDict, *names: str) -> QueryDict:
    """Return the parameters of these names that have a value."""
    kept = QueryDict(mutable=True)
    for name in names:
        if values := [value for value in parameters.getlist(name) if value]:
            kept.setlist(name, values)
    return kept


def without(parameters: QueryDict, *names: str) -> QueryDict:
    """Return the parameters that have a value, but for these names."""
    return only(parameters, *(name for name in parameters if name not in names))


def without_value(parameters: QueryDict, name: str, value: str) -> QueryDict:
    """Return the first page of the search without one of a parameter's values."""
    kept = without(parameters, "page")
    if left := [other for other in kept.getlist(name) if other != value]:
        kept.setlist(name, left)
    else:
        kept.pop(name, None)
    return kept


def with_text(parameters: QueryDict, text: str) -> QueryDict:
    """Return the first page of the search with another text."""
    kept = without(parameters, "q", "page")
    if text:
        kept["q"] = text
    return kept


def text_alone(text: str) -> QueryDict:
    """Return a search for a text and nothing else."""
    return with_text(QueryDict(mutable=True), text)


def map_shown(parameters: QueryDict) -> str:
    """Return the address of the search page with the map shown where there is no room for both."""
    kept = without(parameters, "page")
    kept[SHOWN] = "map"
    return address(kept)


def map_address(parameters: QueryDict, language: str) -> str:
    """Return where the map of the search comes from."""
    kept = without(parameters, *NOT_FOR_MAP)
    kept["lang"] = language
    return f"{reverse('api-1:map')}?{kept.urlencode(safe=READABLE)}"


def page_address(parameters: QueryDict, number: int, view: str = "search") -> str:
    """Return the address of one of the pages of a search."""
    kept = without(parameters, "page")
    if number > 1:
        kept["page"] = str(number)
    return address(kept, view)


@dataclass(frozen=True)
class ShownPage:
    """The page of a list that is shown: the inputs of components/pagination.html."""

    number: int
    num_pages: int
    previous_url: str
    next_url: str


def shown_page(parameters: QueryDict, number: int, last: int, view: str = "search") -> ShownPage:
    """Return the page with this number of all up to the last, and where its neighbours are."""
    return ShownPage(
        number,
        last,
        page_address(parameters, number - 1, view) if number > 1 else "",
        page_address(parameters, number + 1, view) if number < last else "",
    )
