"""Live numbers of the map."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.charts import MapReading, Measure

from .registers import SlugChoiceBlock, municipality_choices


class FigureBlock(blocks.StructBlock):
    """What is on the map right now, as a number and bars."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    measure = blocks.ChoiceBlock(
        label=_("What is counted"), choices=Measure.choices, default=Measure.MUNICIPALITY
    )
    municipality = SlugChoiceBlock(
        label=_("Municipality"),
        choices=municipality_choices,
        required=False,
        help_text=_("Leave empty to count the whole map."),
    )
    text = blocks.TextBlock(
        label=_("What it tells"),
        required=False,
        help_text=_("One or two sentences: what a reader should see in it. Leave the numbers out."),
    )

    class Meta:
        label = _("Live figure")
        icon = "order-up"
        template = "pages/blocks/figure.html"
        description = _(
            "Numbers counted from the map each time somebody opens the page: of all, or of one "
            "municipality."
        )

    def clean(self, value: Any) -> Any:
        """Refuse to compare a municipality with others while looking at it alone."""
        cleaned = super().clean(value)
        if cleaned["municipality"] and cleaned["measure"] == Measure.MUNICIPALITY:
            message = _("Choose something else to count, or leave the municipality empty.")
            raise blocks.StructBlockValidationError(
                block_errors={"municipality": ValidationError(message)}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add ``chart``; None where nothing is on the map. Makes up to four queries."""
        context = super().get_context(value, parent_context=parent_context)
        reading = MapReading.of((parent_context or {}).get("request"))
        chart = reading.chart(Measure(value["measure"]), value["municipality"] or "")
        return {**context, "chart": chart}

    def get_preview_value(self) -> Any:
        """By municipality."""
        value = {"measure": Measure.MUNICIPALITY, "municipality": "", "text": ""}
        return self.normalize({**value, "title": gettext("Where the listings are")})
