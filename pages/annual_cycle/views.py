"""The annual cycle as a calendar to subscribe to."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from pages.annual_cycle.feed import AHEAD, BACK, events
from pages.annual_cycle.filters import CycleFilters
from pages.annual_cycle.occurrences import cycle
from pages.models import PortalSettings
from servicemap.calendar_file.file import calendar_text
from servicemap.calendar_file.publisher import Publisher
from servicemap.models import site_today

MAX_AGE = 60 * 60
"""Seconds for which a calendar may keep what it got."""


@require_safe
def cycle_calendar(request: HttpRequest) -> HttpResponse:
    """Answer with what has just been and what comes, narrowed as on the page."""
    today = site_today()
    filters = CycleFilters(request.GET, request.path, today)
    items = cycle(
        today - BACK,
        today + AHEAD,
        filters.kind_chosen,
        filters.municipality_chosen,
        with_cancelled=True,
    )
    settings = PortalSettings.read_for(request)
    name = settings.display_short_name or settings.display_site_name
    title = ", ".join([_("Annual cycle"), *(chip.value for chip in filters.chips)])
    text = calendar_text(f"{name}: {title}", events(items, Publisher.of(request)))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    file_name = pgettext("name of a file", "annual-cycle")
    response["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["X-Robots-Tag"] = "noindex"
    return response
