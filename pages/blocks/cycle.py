"""What comes next in the annual cycle."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from servicemap.models import Municipality

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
        """Add ``coming`` and ``cycle_page``, which may be None. Makes three to seven queries."""
        from pages.annual_cycle.occurrences import upcoming
        from pages.models import AnnualCyclePage

        context = super().get_context(value, parent_context=parent_context)
        code = value["municipality"]
        town = Municipality.objects.defer("outline").filter(code=code).first() if code else None
        return {
            **context,
            "coming": upcoming(min(value["count"] or 1, MOST), town),
            "cycle_page": AnnualCyclePage.in_active_language(),
        }

    def get_preview_value(self) -> Any:
        """Three of the whole region."""
        return self.normalize(
            {"title": gettext("Next in the annual cycle"), "count": 3, "municipality": ""}
        )
