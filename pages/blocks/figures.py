"""Live numbers of the map."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.charts import MapReading, Measure


class FigureBlock(blocks.StructBlock):
    """What is on the map right now, as a number and bars."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    measure = blocks.ChoiceBlock(
        label=_("What is counted"), choices=Measure.choices, default=Measure.MUNICIPALITY
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
        description = _("Numbers counted from the map each time somebody opens the page.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add ``chart``; None while the map is empty. Makes up to three queries."""
        context = super().get_context(value, parent_context=parent_context)
        reading = MapReading.of((parent_context or {}).get("request"))
        return {**context, "chart": reading.chart(Measure(value["measure"]))}

    def get_preview_value(self) -> Any:
        """By municipality."""
        title = gettext("Where the listings are")
        return self.normalize({"title": title, "measure": Measure.MUNICIPALITY, "text": ""})
