"""The region's strategies for associations."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from pages import advice
from pages.blocks.strategy import ActionState, EvaluationsBlock, SpearheadsBlock
from pages.blocks.text import RICH_TEXT_FEATURES
from pages.charts import MapReading
from pages.figures import FigureChoice, figure, map_figures
from servicemap.good_content import GoodContent

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
    evaluations = StreamField(
        EvaluationsBlock(),
        verbose_name=_("evaluations"),
        blank=True,
        help_text=_("One for each year. The latest is shown first."),
    )
    next_steps = RichTextField(
        _("next steps"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("What happens next, and when: two or three things with dates."),
    )

    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("vision"),
        index.SearchField("purpose"),
        index.SearchField("introduction"),
        index.SearchField("spearheads"),
        index.SearchField("evaluations"),
        index.SearchField("next_steps"),
    ]

    content_panels = [
        GoodContent(advice.STRATEGY),
        *PortalPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("period"),
        FieldPanel("vision"),
        FieldPanel("purpose"),
        FieldPanel("introduction"),
        FieldPanel("spearheads"),
        FieldPanel("evaluations"),
        FieldPanel("next_steps"),
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
        """Add what is counted: on the map (``figures``), and of the actions; see the template."""
        counts = MapReading.of(request).counts
        spearheads = []
        for block in self.spearheads:
            chosen = block.value.get("figure")
            shown = figure(counts, FigureChoice(chosen)) if chosen and counts.total else None
            spearheads.append(
                {
                    "value": block.value,
                    "figure": asdict(shown) if shown else None,
                    "states": count_states(block.value["actions"]),
                }
            )
        actions = [action for block in self.spearheads for action in block.value["actions"]]
        return {
            **super().get_context(request, *args, **kwargs),
            "figures": [asdict(entry) for entry in map_figures(counts)],
            "numbered_spearheads": spearheads,
            "states": count_states(actions),
            "evaluations_by_year": self._evaluations(),
        }

    def _evaluations(self) -> list[dict[str, Any]]:
        """Return the evaluations, the latest first, with the spearheads' names."""
        names = dict(enumerate((block.value["title"] for block in self.spearheads), 1))
        found = []
        for value in (child.value for child in self.evaluations):
            findings = [
                {"value": finding, "number": number, "title": names.get(number, "")}
                for finding in value["findings"]
                if (number := finding["spearhead"])
            ]
            found.append({"year": value["year"], "text": value["text"], "findings": findings})
        # A draft may lack the year.
        return sorted(found, key=lambda evaluation: -(evaluation["year"] or 0))


def count_states(actions: Iterable[Any]) -> list[dict[str, Any]]:
    """Count the actions by state, what is furthest first: ``{"state", "label", "count", "x"}``.

    ``x`` is where the state's part of a bar begins, whose length is the number of actions.
    """
    counts = Counter(action["state"] for action in actions)
    found, x = [], 0
    for state in reversed(ActionState):
        count = counts[state]
        if count:
            found.append({"state": state.value, "label": state.label, "count": count, "x": x})
        x += count
    return found
