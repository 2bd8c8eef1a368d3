"""News of the region's associations and of the cooperation."""

import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from pages import advice
from pages.public_pages import only_public
from pages.structured_data import news_article
from servicemap.good_content import GoodContent
from servicemap.models import Municipality, Theme

from .base import PortalPage
from .body import BodyPage

NEWS_PER_PAGE = 10


class NewsQuerySet(PageQuerySet):
    """News pages."""

    def published(self) -> "NewsQuerySet":
        """Only what everyone may read, newest first.

        What has expired is left out from that very moment, not only once it is unpublished.
        """
        current = Q(expire_at=None) | Q(expire_at__gt=timezone.now())
        public = only_public(self.live().filter(current)).select_related("alias_of__locale")
        return public.order_by("-date", "-first_published_at", "-pk")

    def in_active_language(self) -> "NewsQuerySet":
        """Only news of the language in which the page is read."""
        return self.filter(locale__language_code=get_language())

    def concerning(self, municipality: str = "", theme: str = "") -> "NewsQuerySet":
        """Only what concerns a municipality (by its code) and a theme (by its slug).

        News of the whole region concerns each municipality.
        """
        found = self
        if municipality:
            found = found.filter(Q(municipalities__code=municipality) | Q(municipalities=None))
        if theme:
            found = found.filter(themes__slug=theme)
        return found

    def pinned(self, today: datetime.date) -> "NewsQuerySet":
        """Only what is kept on top today."""
        return self.filter(pinned_until__gte=today)

    def pinned_first(self, today: datetime.date) -> "NewsQuerySet":
        """Put what is kept on top before the others."""
        is_pinned = models.ExpressionWrapper(
            Q(pinned_until__isnull=False, pinned_until__gte=today),
            output_field=models.BooleanField(),
        )
        return self.annotate(is_pinned=is_pinned).order_by("-is_pinned", *self.query.order_by)


class NewsIndexPage(PortalPage):
    """All news, newest first."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsPage"]

    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the list shows; see the template. A bad number gives the nearest page.

        A municipality or a theme that no news is about narrows nothing.
        """
        all_news = NewsPage.objects.child_of(self).published()
        choices = self._choices(all_news)
        chosen = {
            name: value
            for name, entries in choices.items()
            if (value := request.GET.get(name, "")) in entries
        }
        today = timezone.localdate()
        news = all_news.concerning(**chosen)
        pinned = list(news.pinned(today))
        rest = news.exclude(pk__in=[page.pk for page in pinned])
        page = Paginator(rest, NEWS_PER_PAGE).get_page(request.GET.get("page"))
        here = self.get_url(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "page_obj": page,
            "pinned": pinned if page.number == 1 else [],
            "choices": choices,
            "chosen": chosen,
            "chips": [
                {
                    "value": choices[name][value],
                    "remove_url": with_query(here, {**chosen, name: ""}),
                }
                for name, value in chosen.items()
            ],
            "total": page.paginator.count + len(pinned),
            "municipality_slug": self._slug_of(chosen.get("municipality", "")),
            "municipality_name": choices["municipality"].get(chosen.get("municipality", ""), ""),
        }

    def _choices(self, news: NewsQuerySet) -> dict[str, dict[str, str]]:
        """Return the municipalities and themes that there is news of. Makes two queries."""
        keys = news.order_by().values("pk")
        through = NewsPage.municipalities.through.objects.filter(newspage__in=keys)
        towns = Municipality.objects.filter(pk__in=through.values("municipality"))
        tagged = NewsPage.themes.through.objects.filter(newspage__in=keys)
        themes = Theme.objects.filter(pk__in=tagged.values("theme"))
        return {
            "municipality": {entry.code: entry.display_name for entry in towns},
            "theme": {entry.slug: entry.display_name for entry in themes},
        }

    @staticmethod
    def _slug_of(code: str) -> str:
        return Municipality.objects.get(code=code).slug if code else ""


class NewsPage(BodyPage):
    """One piece of news."""

    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []

    date = models.DateField(_("date"), default=timezone.localdate)
    pinned_until = models.DateField(
        _("on top until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it is above all other news. Usually empty."),
    )
    municipalities = ParentalManyToManyField(
        Municipality,
        blank=True,
        related_name="+",
        verbose_name=_("municipalities"),
        help_text=_("Leave empty if it concerns the whole region."),
    )
    themes = ParentalManyToManyField(
        Theme, blank=True, related_name="+", verbose_name=_("wellbeing themes")
    )

    objects = PageManager.from_queryset(NewsQuerySet)()

    search_fields = [
        *BodyPage.search_fields,
        index.FilterField("date"),
        index.RelatedFields("municipalities", [index.SearchField("display_name")]),
        index.RelatedFields("themes", [index.SearchField("display_name")]),
    ]

    content_panels = [
        GoodContent(advice.NEWS),
        *BodyPage.content_panels,
        MultiFieldPanel([FieldPanel("date"), FieldPanel("pinned_until")], heading=_("When")),
        FieldPanel("lead"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("municipalities", widget=forms.CheckboxSelectMultiple),
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("What it concerns"),
        ),
    ]

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")

    @property
    def municipality_codes(self) -> frozenset[str]:
        """Of the municipalities that the news concerns; none where it concerns all."""
        return frozenset(town.code for town in self.municipalities.all())

    @property
    def day(self) -> datetime.date:
        """The day of the news."""
        return self.date

    past_from = day

    @property
    def has_expired(self) -> bool:
        """Whether its time is over, be it unpublished yet or not."""
        return self.expire_at is not None and self.expire_at <= timezone.now()

    def list_url(self, **parameters: str) -> str:
        """Return the list that the page is in, narrowed, without reading it."""
        parent = str(self.url or "").rstrip("/").rpartition("/")[0]
        return with_query(f"{parent}/", parameters)

    @classmethod
    def index_url(cls, **parameters: str) -> str:
        """Return the list of news in the active language, narrowed; empty without a list."""
        indexes = NewsIndexPage.objects.live().filter(locale__language_code=get_language())
        index = indexes.first()
        return with_query(str(index.url or ""), parameters) if index else ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``municipalities`` and ``structured_data`` (JSON-LD, safe)."""
        municipalities = list(self.municipalities.all())
        return {
            **super().get_context(request, *args, **kwargs),
            "municipalities": municipalities,
            "structured_data": news_article(self, municipalities, request),
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the page until it expires."""
        if self.has_expired:
            raise Http404
        return super().serve(request, *args, **kwargs)


def with_query(url: str, parameters: dict[str, str]) -> str:
    """Add those parameters that have a value."""
    given = {name: value for name, value in parameters.items() if value}
    return f"{url}?{urlencode(given)}" if given else url
