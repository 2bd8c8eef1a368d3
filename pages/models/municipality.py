"""The municipalities of the region, each with a page of its own."""

from dataclasses import asdict
from typing import Any, Self

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from pages.blocks.body import BodyBlock
from pages.figures import (
    associations_by_topic,
    count_map,
    municipality_figures,
    municipality_of,
)
from pages.municipality_data import municipality_data
from pages.public_pages import only_public
from pages.region_map import region_map, search_address
from servicemap.models import Activity, Facility, Municipality, Price, Schedule
from servicemap.schedule_text import describe

from .base import PortalPage
from .body import BodyPage
from .news import NewsPage

FACILITIES_SHOWN = 4
EVENTS_SHOWN = 4
NEWS_SHOWN = 3


def _way_to(code: str) -> str:
    """Return the address that leads to a municipality's page, without a query."""
    return reverse("municipality", args=[code])


class MunicipalityPageForm(WagtailAdminPageForm):
    """Refuses a second page of the same municipality in the same language."""

    def clean(self) -> dict[str, Any]:
        """Name the page that is there already."""
        cleaned: dict[str, Any] = super().clean()
        municipality = cleaned.get("municipality")
        locale = self.instance.locale_id or getattr(self.parent_page, "locale_id", None)
        if municipality is not None:
            others = MunicipalityPage.objects.filter(municipality=municipality, locale=locale)
            if other := others.exclude(pk=self.instance.pk).first():
                self.add_error(
                    "municipality",
                    _("The municipality has a page in this language already: “%(title)s”.")
                    % {"title": other.title},
                )
        return cleaned


class MunicipalityIndexPage(PortalPage):
    """All municipalities of the region, as a map and a list."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.MunicipalityPage"]

    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of municipalities")
        verbose_name_plural = _("lists of municipalities")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``municipalities`` and ``region_map``; see the template."""
        counts = count_map().by_municipality
        pages = only_public(MunicipalityPage.objects.child_of(self).live())
        municipalities = [
            {
                "page": page,
                "url": page.get_url(request),
                "count": counts[page.municipality.code],
            }
            for page in pages.order_by("title")
        ]
        addresses = {item["page"].municipality.code: item["url"] for item in municipalities}
        return {
            **super().get_context(request, *args, **kwargs),
            "municipalities": municipalities,
            "region_map": region_map(
                counts, lambda code: addresses.get(code) or search_address(code)
            ),
        }


class MunicipalityPageQuerySet(PageQuerySet):
    """Pages of municipalities."""

    def only(self, *fields: str) -> Self:
        """Without the municipality: Wagtail fetches single fields so, and it is none of them."""
        pages: Self = PageQuerySet.only(self.select_related(None), *fields)
        return pages


class MunicipalityPageManager(PageManager.from_queryset(MunicipalityPageQuerySet)):  # type: ignore[misc]
    """Fetches the municipality with its page: no page can do without it."""

    def get_queryset(self) -> MunicipalityPageQuerySet:
        """With the municipality."""
        pages: MunicipalityPageQuerySet = super().get_queryset().select_related("municipality")
        return pages


class MunicipalityPage(BodyPage):
    """A municipality: whom to ask, what there is for associations, what goes on."""

    parent_page_types = ["pages.MunicipalityIndexPage"]
    subpage_types: list[str] = []
    base_form_class = MunicipalityPageForm

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("municipality"),
        help_text=_(
            "The page shows the contact persons, facilities, events, news and figures of this "
            "municipality by itself."
        ),
    )
    website = models.URLField(
        _("the municipality's own pages for associations"), max_length=300, blank=True
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("content"),
        blank=True,
        help_text=_(
            "What an association should know here: how facilities are booked, when associations "
            "meet the municipality. Leave out what the page shows by itself."
        ),
    )

    objects = MunicipalityPageManager()

    content_panels = [
        *BodyPage.content_panels,
        FieldPanel("municipality"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("website"),
    ]

    class Meta:
        verbose_name = _("page of a municipality")
        verbose_name_plural = _("pages of municipalities")

    @classmethod
    def published_in(cls, locale_id: int) -> "dict[str, MunicipalityPage]":
        """Return the published pages in a language by the municipality's code. One query."""
        pages = only_public(cls.objects.live().filter(locale=locale_id))
        # The first page wins, should there be two.
        return {page.municipality.code: page for page in pages.order_by("-path")}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add everything of the municipality that the page shows; see the template."""
        code = self.municipality.code
        counts = count_map()
        here = urlencode({"municipality": code})
        search_url = f"{reverse('search')}?{here}"
        contacts = list(self.municipality.contact_persons.published())
        index = self.get_parent()
        figures = municipality_figures(counts, code, search_url)
        return {
            **super().get_context(request, *args, **kwargs),
            "index": index,
            "contacts": contacts,
            "figures": [asdict(figure) for figure in figures],
            "topics": [
                {
                    "title": topic.display_name,
                    "url": f"{search_url}&kind=association&{urlencode({'category': topic.slug})}",
                    "count": count,
                }
                for topic, count in associations_by_topic(code)
            ],
            "facilities": self._facilities(),
            "events": self._events(),
            "news": list(self._news()),
            "region_map": region_map(counts.by_municipality, _way_to, current=code),
            "search_url": search_url,
            "calendar_url": f"{reverse('calendar')}?{here}",
            "structured_data": municipality_data(
                self.municipality,
                contacts,
                [(index.title, index.get_url(request)), (self.title, self.get_url(request))],
                request.build_absolute_uri,
            ),
        }

    def _facilities(self) -> list[Facility]:
        """Return a few facilities that associations may use, those free of charge first."""
        free_first = models.Case(models.When(price=Price.FREE, then=0), default=1)
        facilities = Facility.objects.published().filter(
            municipality=self.municipality, for_associations=True
        )
        ordered = facilities.select_related("municipality").order_by(free_first, "name", "pk")
        return list(ordered[:FACILITIES_SHOWN])

    def _events(self) -> list[dict[str, Any]]:
        """Return the next things that take place once: the activity, and when in words."""
        coming = (
            Schedule.objects.filter(activity__live=True, freq="", dtstart__gte=timezone.localdate())
            .annotate(place=municipality_of(Activity, "activity__"))
            .filter(place=self.municipality.code)
            .select_related("activity__municipality")
            .order_by("dtstart", "opens_at", "pk")
        )
        return [
            {"listing": schedule.activity, "times": describe(schedule)}
            for schedule in coming[:EVENTS_SHOWN]
        ]

    def _news(self) -> models.QuerySet[NewsPage]:
        news = NewsPage.objects.published().filter(
            locale=self.locale_id, municipalities=self.municipality
        )
        return news[:NEWS_SHOWN]
