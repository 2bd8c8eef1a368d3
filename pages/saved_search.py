"""What the app that searches says of a saved search, before an editor puts it on a page."""

from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Page

HOOK = "read_saved_search"
"""A function of the parameters of an address that returns a ``SavedSearch``."""


class SavedSearch(Protocol):
    """A search as it is in an address; nothing is searched before it is asked."""

    @property
    def unknown(self) -> list[str]:
        """The names of parameters that no search has."""

    @property
    def refused(self) -> list[tuple[str, str]]:
        """The parameters that have a wrong value, as they are in the address, and what is wrong."""

    @property
    def total(self) -> int:
        """How much it finds."""

    @property
    def total_without(self) -> list[tuple[str, int]]:
        """The parameters without which it would find something, and how much."""


def read_saved_search(parameters: QueryDict) -> SavedSearch | None:
    """Return what the app that searches says of it; None where there is none."""
    for read in hooks.get_hooks(HOOK):
        search: SavedSearch = read(parameters)
        return search
    return None


def complaint(parameters: QueryDict) -> str:
    """Say what of an address the search does not understand; empty where it understands all."""
    search = read_saved_search(parameters)
    if search is None:
        return ""
    if search.unknown:
        said = ngettext(
            "The search does not know this part of the address: %(names)s. Copy the address from "
            "the search once more.",
            "The search does not know these parts of the address: %(names)s. Copy the address "
            "from the search once more.",
            len(search.unknown),
        )
        return said % {"names": ", ".join(search.unknown)}
    said = _("The search does not understand “%(part)s”: %(reason)s")
    return " ".join(said % {"part": part, "reason": why} for part, why in search.refused)


def warn_of_empty_searches(request: HttpRequest, page: Page) -> None:
    """Tell the editor which searches on a page find nothing now, and what of each is too much."""
    if not request.accepts("text/html"):
        # Saved by itself while somebody writes.
        return
    for title, parameters in _searches_on(page):
        search = read_saved_search(parameters)
        if search is None or search.total:
            continue
        said = [_("The search “%(title)s” finds nothing now.") % {"title": title}]
        for part, count in search.total_without:
            without = ngettext(
                "Without “%(part)s” it would find %(count)d listing.",
                "Without “%(part)s” it would find %(count)d listings.",
                count,
            )
            said.append(without % {"part": part, "count": count})
        messages.warning(request, " ".join(said))


def _searches_on(page: Any) -> list[tuple[str, QueryDict]]:
    """Return the searches in a page's body: their titles, and what each searches for."""
    body = getattr(page.specific, "body", ())
    return [
        (block.value["title"], QueryDict(block.value.query))
        for block in body
        if block.block_type == "search_map"
    ]
