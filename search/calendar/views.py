"""The addresses of calendars."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.models import PortalSettings
from search.calendar.day_pages import span_address
from search.calendar.feed import Feed, feed_of, write
from search.calendar.page import CalendarForm, context, sheet_of
from search.calendar.spans import Span
from search.calendar.subscribing import subscription
from search.forms import SearchForm
from search.gaps.counting import count_search
from search.page import addresses
from search.page.near import redirected
from servicemap.calendar_file.publisher import Publisher
from servicemap.models import ListingKind

MAX_AGE = 3_600
"""Seconds for which nobody needs to ask for a feed again."""


@require_safe
def search_calendar(request: HttpRequest) -> HttpResponse:
    """Show by days and clock when the activities take place that a search finds."""
    form = CalendarForm(request.GET)
    form.is_valid()
    parameters = addresses.without(request.GET, *form.errors)
    if day := form.cleaned_data.get("day"):
        return redirect(span_address(Span(day, day).value, addresses.without(parameters, "day")))
    language = get_language() or "fi"
    if there := redirected(parameters, language, "calendar"):
        return redirect(there)
    sheet = sheet_of(form.request())
    if sheet.page > sheet.last_page:
        return redirect(addresses.page_address(parameters, sheet.last_page, "calendar"))
    count_search(sheet.asked, language, sheet.found)
    shown = context(sheet, form, parameters, language)
    # Whoever subscribes to a calendar wants what is to come, not the days that are shown.
    always = addresses.without(parameters, "when")
    always["kind"] = str(ListingKind.ACTIVITY)
    shown["subscription"] = subscription(request, always)
    return render(request, "search/calendar.html", shown)


@require_safe
def search_feed(request: HttpRequest) -> HttpResponse:
    """Answer with everything that a search finds, for a calendar to subscribe to."""
    form = SearchForm(request.GET)
    form.is_valid()
    kinds = form.cleaned_data.get("kind")
    if kinds and str(ListingKind.ACTIVITY) not in kinds:
        form.add_error("kind", _("Only activities take place at times that a calendar can show."))
    if form.errors:
        return _refused(form)
    language = get_language() or "fi"
    parameters = addresses.without(request.GET, *addresses.NOT_FOR_FEED)
    feed = feed_of(form.request(), parameters, language, Publisher.of(request))
    unchanged = get_conditional_response(request, etag=feed.etag)
    response = _written(request, feed) if unchanged is None else unchanged
    response["ETag"] = feed.etag
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response


def _written(request: HttpRequest, feed: Feed) -> HttpResponse:
    settings = PortalSettings.read_for(request)
    name = settings.display_short_name or settings.display_site_name
    own_url = feed.publisher.address(addresses.address(feed.parameters, "search_feed"))
    search_url = feed.publisher.address(addresses.address(feed.parameters))
    found = write(feed, name, own_url, search_url)
    response = HttpResponse(found.text, content_type="text/calendar; charset=utf-8")
    file_name = reverse("search_feed").rpartition("/")[2]
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    response["X-Robots-Tag"] = "noindex"
    if found.changed:
        response["Last-Modified"] = http_date(found.changed.timestamp())
    return response


def _refused(form: SearchForm) -> HttpResponse:
    """Name what is wrong: a calendar of less than was asked for would mislead for years."""
    lines = [_("Part of the address was not understood:")]
    lines += [f"{name}: {' '.join(map(str, messages))}" for name, messages in form.errors.items()]
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
