"""What comes next in the annual cycle."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.charts import MapReading

from .registers import SlugChoiceBlock, municipality_choices

MOST = 12


class CycleBlock(blocks.StructBlock):
    """What is on and what comes next, from all that the annual cycle is made of."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    count = blocks.IntegerBlock(
        label=_("At most how many"), default=6, min_value=1, max_value=MOST, required=True
    )
    municipality = SlugChoiceBlock(
        label=_("Municipality"), choices=municipality_choices, required=False
    )

    class Meta:
        label = _("Next in the annual cycle")
        icon = "history"
        template = "pages/blocks/cycle.html"
        description = _(
            "Application periods, booking rounds, meetings and evenings that are going on or come "
            "next, and a way to the annual cycle."
        )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add ``coming`` and ``cycle_page``, which may be None. Makes three to five queries.

        Three for the first such block of a page, none for the others, if nothing but the cycle's
        page in the menu or in the footer has to be found.
        """
        from pages.annual_cycle.occurrences import CycleReading
        from pages.models import AnnualCyclePage

        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        code = value["municipality"]
        town = MapReading.of(request).municipalities.get(code) if code else None
        return {
            **context,
            "coming": CycleReading.of(request).now_and_next(min(value["count"] or 1, MOST), town),
            "cycle_page": AnnualCyclePage.for_reader(request),
        }

    def get_preview_value(self) -> Any:
        """Three of the whole region."""
        return self.normalize(
            {"title": gettext("Next in the annual cycle"), "count": 3, "municipality": ""}
        )
