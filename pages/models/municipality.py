"""The municipalities of the region, each with a page of its own."""

from dataclasses import asdict, replace
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from pages import advice
from pages.blocks.body import BodyBlock
from pages.charts import MapReading
from pages.contact_texts import with_contacts
from pages.figures import (
    ACTING_HERE,
    associations_by_topic,
    count_map,
    municipality_figures,
    municipality_of,
)
from pages.grants.listing import Shown, to_apply_for
from pages.municipality_data import municipality_data
from pages.navigation import Wayfinder
from pages.public_pages import only_public
from pages.region_map import region_map, search_address
from servicemap.good_content import GoodContent
from servicemap.models import Activity, Facility, Grant, Municipality, Price, Schedule
from servicemap.public_address import public_address
from servicemap.schedule_text import describe
from servicemap.search_texts import SearchTexts

from .base import PortalPage
from .body import BodyPage
from .evenings import EveningIndexPage, EveningPage
from .grants import GrantsPage
from .news import NewsPage
from .page_form import PortalPageForm

FACILITIES_SHOWN = 4
EVENTS_SHOWN = 4
NEWS_SHOWN = 3
GRANTS_SHOWN = 4
EVENINGS_SHOWN = 3


def _way_to(code: str) -> str:
    """Return the address that leads to a municipality's page, without a query."""
    return reverse("municipality", args=[code])


class MunicipalityPageForm(PortalPageForm):
    """Refuses a second page of a municipality; the page in another language is its translation."""

    def clean(self) -> dict[str, Any]:
        """Name the page that is there already."""
        cleaned: dict[str, Any] = super().clean()
        municipality = cleaned.get("municipality")
        if municipality is not None:
            pages = MunicipalityPage.objects.filter(municipality=municipality)
            if other := pages.exclude(translation_key=self.instance.translation_key).first():
                self.add_error(
                    "municipality",
                    _("The municipality has a page already: “%(title)s”. Translate that page.")
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
    """Pages that are read with more than themselves."""

    def only(self, *fields: str) -> "MunicipalityPageQuerySet":
        """As Django's, of the pages alone: who asks for some fields wants nothing joined."""
        pages: MunicipalityPageQuerySet = self.select_related(None)
        return super(MunicipalityPageQuerySet, pages).only(*fields)


class MunicipalityPageManager(PageManager.from_queryset(MunicipalityPageQuerySet)):  # type: ignore[misc]
    """Fetches the municipality with its page: no page can do without it."""

    def get_queryset(self) -> PageQuerySet:
        """With the municipality, and with the language of a page that is not translated."""
        rows = super().get_queryset()
        pages: PageQuerySet = rows.select_related("municipality", "alias_of__locale")
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
            "The page shows the contact persons, facilities, grants, association evenings, events, "
            "news and figures of this municipality by itself."
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
        GoodContent(advice.MUNICIPALITY),
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

    def search_texts(self) -> SearchTexts:
        """With what it is, and what it shows of the register: here one finds whom to ask."""
        said, contacts = super().search_texts(), gettext("Contact persons for associations")
        said = replace(said, headings=(*said.headings, contacts, gettext("Municipality")))
        persons = self.municipality.contact_persons.all()
        return with_contacts(said, (person for person in persons if person.live))

    @classmethod
    def with_what_it_says(cls, pages: PageQuerySet) -> PageQuerySet:
        """Also with the contact persons."""
        found = super().with_what_it_says(pages)
        return found.prefetch_related("municipality__contact_persons")

    @property
    def municipality_codes(self) -> frozenset[str]:
        """The code of its municipality."""
        return frozenset({self.municipality.code})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add everything of the municipality that the page shows; see the template."""
        code = self.municipality.code
        # A live figure in the body counts the same.
        counts = MapReading.of(request).counts
        here = urlencode({"municipality": code})
        search_url = f"{reverse('search')}?{here}"
        contacts = list(self.municipality.contact_persons.published())
        index = self.get_parent()
        above = [(index.title, index.get_url(request))] if index.live else []
        ways = Wayfinder.of(request)
        all_grants, all_evenings = map(ways.destination, (GrantsPage, EveningIndexPage))
        figures = municipality_figures(counts, code, search_url)
        return {
            **super().get_context(request, *args, **kwargs),
            "contacts": contacts,
            "figures": [asdict(figure) for figure in figures],
            "acting_here": ACTING_HERE,
            "topics": [
                {
                    "title": topic.display_name,
                    "url": f"{search_url}&kind=association&{urlencode({'category': topic.slug})}",
                    "count": count,
                }
                for topic, count in associations_by_topic(code)
            ],
            "facilities": self._facilities(),
            "grants": self._grants(),
            "grants_url": f"{all_grants.get_url(request)}?{here}" if all_grants else "",
            "evenings": self._evenings(),
            "evenings_url": all_evenings.get_url(request) if all_evenings else "",
            "events": self._events(),
            "news": list(self._news()),
            "region_map": region_map(counts.by_municipality, _way_to, current=code),
            "search_url": search_url,
            "calendar_url": f"{reverse('calendar')}?{here}",
            "structured_data": municipality_data(
                self.municipality,
                contacts,
                [*above, (self.title, self.get_url(request))],
                public_address,
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

    def _grants(self) -> list[Shown]:
        """Return a few grants that one can apply for here, now or later. Makes two queries."""
        grants = Grant.objects.published().covering(self.municipality)
        return to_apply_for(grants.prefetch_related("periods"), GRANTS_SHOWN)

    def _evenings(self) -> list[dict[str, Any]]:
        """Return the next evenings for its associations, with status. Makes up to three queries."""
        evenings = EveningPage.objects.published().filter(locale=self.locale_id)
        coming = evenings.covering(self.municipality).upcoming().with_place()
        return EveningPage.with_status(coming[:EVENINGS_SHOWN])

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
