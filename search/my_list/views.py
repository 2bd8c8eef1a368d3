"""The page of a reader's own list, and the list as files.

The server keeps no list: all it knows is in the address.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.models import PortalSettings
from search.calendar.events import activities, events
from search.my_list.entries import read_entries
from search.my_list.ids import MAX_ENTRIES, Ids, read_ids
from search.my_list.table import table_text
from servicemap.calendar_file.file import calendar_text
from servicemap.calendar_file.publisher import Publisher
from servicemap.models import ListingKind
from servicemap.public_address import public_address

ACTIVITY = str(ListingKind.ACTIVITY)


@require_safe
def my_list(request: HttpRequest) -> HttpResponse:
    """Show the list of the ids in the address; without any, the reader's own by a script."""
    ids = read_ids(request.GET)
    entries = read_entries(ids.keys)
    context = {
        "ids": ids,
        "entries": entries,
        "is_shared": "ids" in request.GET,
        "max_entries": MAX_ENTRIES,
        "has_activities": any(entry.kind == ACTIVITY and entry.listing for entry in entries),
        "own_url": reverse("my_list"),
        "share_url": request.build_absolute_uri(ids.address("my_list")),
        "table_url": ids.address("my_list_table"),
        "events_url": ids.address("my_list_events"),
    }
    response = render(request, "search/my_list/page.html", context)
    # What somebody has put together is nothing to find on the web.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def my_list_table(request: HttpRequest) -> HttpResponse:
    """Answer with the list as CSV."""
    ids = read_ids(request.GET)
    if refusal := _refusal(ids):
        return refusal
    text = table_text(read_entries(ids.keys), public_address)
    return _file(text, "text/csv", "my_list_table")


@require_safe
def my_list_events(request: HttpRequest) -> HttpResponse:
    """Answer with the times of the list's activities, for a calendar to take in."""
    ids = read_ids(request.GET)
    if refusal := _refusal(ids):
        return refusal
    publisher = Publisher.of(request)
    found = {one.pk: one for one in activities(pk for kind, pk in ids.keys if kind == ACTIVITY)}
    portal = PortalSettings.read_for(request)
    name = portal.display_short_name or portal.display_site_name
    text = calendar_text(
        f"{name}: {_('My list')}",
        [event for pk in sorted(found) for event in events(found[pk], publisher)],
    )
    return _file(text, "text/calendar", "my_list_events")


def _file(text: str, content_type: str, view: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    name = reverse(view).rpartition("/")[2]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _refusal(ids: Ids) -> HttpResponse | None:
    """Say what is wrong: a file of less than was asked for would mislead."""
    lines = []
    if ids.unclear:
        lines.append(_("This is no listing's id: %(ids)s") % {"ids": ", ".join(ids.unclear)})
    if ids.left_out:
        lines.append(_("A list holds at most %(count)d entries.") % {"count": MAX_ENTRIES})
    if not ids.keys and not lines:
        lines.append(_("The list is empty."))
    if not lines:
        return None
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
