"""The region's strategies for associations."""

from dataclasses import asdict
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from pages.blocks.strategy import SpearheadsBlock
from pages.blocks.text import RICH_TEXT_FEATURES
from pages.figures import count_map, map_figures

from .base import PortalPage


class StrategyIndexPage(PortalPage):
    """The region's strategies, in the editors' order: the one in force first."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.StrategyPage"]

    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of strategies")
        verbose_name_plural = _("lists of strategies")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``strategies``."""
        strategies = StrategyPage.objects.child_of(self).live().public().order_by("path")
        return {**super().get_context(request, *args, **kwargs), "strategies": strategies}


class StrategyPage(PortalPage):
    """A strategy: a vision, a purpose, and spearheads with goals and actions."""

    parent_page_types = ["pages.StrategyIndexPage"]
    subpage_types: list[str] = []

    period = models.CharField(
        _("period"), max_length=40, blank=True, help_text=_("For example: 2026–2029")
    )
    vision = models.TextField(_("vision"), blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    spearheads = StreamField(SpearheadsBlock(), verbose_name=_("spearheads"), blank=True)

    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("vision"),
        index.SearchField("purpose"),
        index.SearchField("introduction"),
        index.SearchField("spearheads"),
    ]

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("period"),
        FieldPanel("vision"),
        FieldPanel("purpose"),
        FieldPanel("introduction"),
        FieldPanel("spearheads"),
    ]

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")

    @property
    def meta_description(self) -> str:
        """As for every page, else the vision."""
        return super().meta_description or self.vision

    @property
    def action_count(self) -> int:
        """How many actions all spearheads have together."""
        return sum(len(block.value["actions"]) for block in self.spearheads)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``figures``: where the region is now, counted from the map."""
        return {
            **super().get_context(request, *args, **kwargs),
            "figures": [asdict(figure) for figure in map_figures(count_map())],
        }
