"""The annual cycle of the region's cooperation, on one wheel."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.annual_cycle.agenda import months, table
from pages.annual_cycle.filters import CycleFilters
from pages.annual_cycle.items import within
from pages.annual_cycle.occurrences import AHEAD, cycle, now_and_next
from pages.annual_cycle.wheel import full_wheel, numbered_wheel, small_wheel
from pages.blocks.body import BodyBlock
from pages.navigation import Wayfinder
from pages.public_pages import only_public
from servicemap.models import site_today
from servicemap.models.translation import active_language

from .body import BodyPage

COMING_SHOWN = 8


class AnnualCyclePage(BodyPage):
    """A year as a wheel and a list; ``?year=2027&kind=grants&municipality=398&show=table``."""

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    body = StreamField(
        BodyBlock(),
        verbose_name=_("content"),
        blank=True,
        help_text=_("Shown below the cycle: how one gets something onto it, for example."),
    )

    content_panels = [
        *BodyPage.content_panels,
        FieldPanel("lead"),
        HelpPanel(
            _(
                "<p>What is on the wheel comes from the registers “Annual cycle” and “Grants” in "
                "the menu, and from the association evenings.</p>"
            )
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("page of the annual cycle")
        verbose_name_plural = _("pages of the annual cycle")

    @classmethod
    def for_reader(cls, request: HttpRequest | None) -> Page | None:
        """Return the page in the active language, if there is one.

        Makes no query where it is right below the home page and the menus are read anyway.
        """
        known = Wayfinder.of(request).destination(cls) if request else None
        if known is not None:
            return known
        pages = only_public(cls.objects.live().filter(locale__language_code=active_language()))
        found: AnnualCyclePage | None = pages.first()
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the year as a wheel, a list and a table, the filters and the calendar."""
        today = site_today()
        filters = CycleFilters(request.GET, request.path, today)
        year = filters.year
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        is_this_year = year == today.year
        # What comes next does not end with the year.
        horizon = today + AHEAD if is_this_year else last
        found = cycle(first, horizon, filters.kind_chosen, filters.municipality_chosen)
        items = within(found, first, last)
        wheel = full_wheel(items, year, today)
        numbers = {drawn.item.key: drawn.number for drawn in wheel.items}
        calendar = reverse("cycle-calendar")
        calendar_url = request.build_absolute_uri(
            f"{calendar}?{filters.query}" if filters.query else calendar
        )
        return {
            **super().get_context(request, *args, **kwargs),
            "filters": filters,
            "year": year,
            "today": today if is_this_year else None,
            "count": len(items),
            "wheel": wheel,
            "numbered_wheel": None if wheel.is_numbered else numbered_wheel(items, year, today),
            "small_wheel": small_wheel(items, year, today),
            "months": months(items, year, today, numbers),
            "rows": table(items, year, today, numbers),
            "coming": now_and_next(found, COMING_SHOWN, today) if is_this_year else None,
            "is_table": request.GET.get("show") == "table",
            "list_url": filters.shown_url(as_table=False),
            "table_url": filters.shown_url(as_table=True),
            "calendar_url": calendar_url,
            "webcal_url": f"webcal://{calendar_url.partition('://')[2]}",
        }
