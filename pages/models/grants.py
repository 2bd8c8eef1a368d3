"""Grants that one can apply for in the region, from the register."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import StreamField

from pages.blocks.body import BodyBlock
from pages.grants.filters import GrantFilters
from pages.grants.listing import grouped
from pages.grants.subscription_form import SubscriptionForm
from servicemap.models import Grant
from servicemap.search_texts import SearchTexts

from .body import BodyPage


class GrantsPage(BodyPage):
    """All grants: open, opening, continuous and closed."""

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    SHOWS_ONE_MUNICIPALITY = True

    body = StreamField(
        BodyBlock(),
        verbose_name=_("content"),
        blank=True,
        help_text=_("Shown below the grants: what helps with any application."),
    )

    content_panels = [
        *BodyPage.content_panels,
        FieldPanel("lead"),
        HelpPanel(_("<p>The grants themselves are kept in the register “Grants” in the menu.</p>")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("page of grants")
        verbose_name_plural = _("pages of grants")

    def search_texts(self) -> SearchTexts:
        """With what it shows of the register: when one can apply."""
        said = super().search_texts()
        return replace(said, headings=(*said.headings, gettext("Application periods")))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``groups``, the filters and the ways to reminders and calendars."""
        filters = GrantFilters(request.GET, request.path)
        groups = grouped(filters.narrow(Grant.objects.published().with_dates()))
        town = filters.municipality_chosen
        calendar = reverse("grants-calendar")
        calendar_url = request.build_absolute_uri(
            f"{calendar}?{filters.query}" if filters.query else calendar
        )
        return {
            **super().get_context(request, *args, **kwargs),
            "filters": filters,
            "groups": groups,
            "count": sum(len(group.rows) for group in groups),
            "form": SubscriptionForm(initial={"municipality": town.code if town else ""}),
            "calendar_url": calendar_url,
            "webcal_url": f"webcal://{calendar_url.partition('://')[2]}",
        }
