"""News of the region's associations and of the cooperation."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from pages.blocks.body import BodyBlock
from pages.public_pages import only_public
from servicemap.models import Municipality, Theme

from .base import PortalPage

NEWS_PER_PAGE = 10


class NewsQuerySet(PageQuerySet):
    """News pages."""

    def published(self) -> "NewsQuerySet":
        """Only what everyone may read, newest first."""
        return only_public(self.live()).order_by("-date", "-first_published_at", "-pk")


class NewsIndexPage(PortalPage):
    """All news, newest first."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsPage"]

    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``news``: one page of the paginator; a bad number gives the nearest page."""
        news = NewsPage.objects.child_of(self).published()
        page = Paginator(news, NEWS_PER_PAGE).get_page(request.GET.get("page"))
        return {**super().get_context(request, *args, **kwargs), "news": page}


class NewsPage(PortalPage):
    """One piece of news."""

    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []

    date = models.DateField(_("date"), default=timezone.localdate)
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)
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
        *PortalPage.search_fields,
        index.SearchField("body"),
        index.FilterField("date"),
    ]

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("date"),
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
