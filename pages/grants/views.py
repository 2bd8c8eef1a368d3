"""The page of a grant, and the days of grants as calendars."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from pages.grants.calendar import events
from pages.grants.filters import GrantFilters
from pages.grants.structured_data import structured_data
from pages.grants.subscription_form import SubscriptionForm
from pages.models import ContactsPage, GrantsPage, PortalSettings
from pages.navigation import Wayfinder
from servicemap.calendar_file.file import calendar_text
from servicemap.calendar_file.publisher import Publisher
from servicemap.models import Grant, Municipality
from servicemap.models.grants import GrantQuerySet
from servicemap.public_address import public_address
from servicemap.qr_code import qr_svg

MAX_AGE = 60 * 60
"""Seconds for which a calendar may keep what it got."""


class GrantView(DetailView[Grant]):
    """Everything about one published grant."""

    template_name = "pages/grants/detail.html"
    context_object_name = "grant"

    def get_queryset(self) -> GrantQuerySet:
        """What is not published has no page."""
        return Grant.objects.published().with_dates()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether one can apply, the periods, the way to reminders and calendars."""
        absolute = self.request.build_absolute_uri
        grant = self.object
        area = list(grant.municipalities.all())
        town = _town_to_ask(grant, area)
        ways = Wayfinder.of(self.request)
        parent = ways.destination(GrantsPage)
        ways.belong_to(parent)
        page_url = absolute(grant.get_absolute_url())
        calendar_url = absolute(grant.get_calendar_url())
        return super().get_context_data(**kwargs) | {
            "status": grant.status(),
            "periods": [] if grant.is_continuous else list(grant.periods.all()),
            "area": area,
            "town": town,
            "town_contact": town.contact_persons.published().first() if town else None,
            "contacts_page": ways.destination(ContactsPage),
            "target_groups": list(grant.target_groups.all()),
            "themes": list(grant.themes.all()),
            "parent": parent,
            "form": SubscriptionForm(initial={"grant": grant.slug}),
            "calendar_url": calendar_url,
            "webcal_url": f"webcal://{calendar_url.partition('://')[2]}",
            "page_url": page_url,
            "qr_code": qr_svg(page_url),
            "structured_data": structured_data(grant, public_address),
        }


def _town_to_ask(grant: Grant, area: Sequence[Municipality]) -> Municipality | None:
    """Return the municipality whose contact person knows of the grant: the funder, else the one."""
    if grant.funder_municipality is not None:
        return grant.funder_municipality
    return area[0] if len(area) == 1 else None


@require_safe
def grant_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the days of one grant."""
    grant = get_object_or_404(Grant.objects.published().with_dates(), slug=slug)
    return _calendar(request, grant.display_name, [grant], slug)


@require_safe
def grants_calendar(request: HttpRequest) -> HttpResponse:
    """Answer with the days of all grants, narrowed as on their page."""
    filters = GrantFilters(request.GET, request.path)
    grants = list(filters.narrow(Grant.objects.published().with_dates()))
    chosen = [chip.value for chip in filters.chips]
    return _calendar(request, ", ".join([_("Grants"), *chosen]), grants, _("grants"))


def _calendar(
    request: HttpRequest, title: str, grants: Sequence[Grant], file_name: str
) -> HttpResponse:
    settings = PortalSettings.read_for(request)
    name = settings.display_short_name or settings.display_site_name
    text = calendar_text(f"{name}: {title}", events(grants, Publisher.of(request)))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["X-Robots-Tag"] = "noindex"
    return response
