"""The latest news."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .registers import SlugChoiceBlock, municipality_choices, theme_choices

MOST_NEWS = 10


class NewsListBlock(blocks.StructBlock):
    """The latest news in the page's language; of all, of a municipality or of a theme."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    count = blocks.IntegerBlock(
        label=_("How many"), default=3, min_value=1, max_value=MOST_NEWS, required=True
    )
    municipality = SlugChoiceBlock(
        label=_("Municipality"), choices=municipality_choices, required=False
    )
    theme = SlugChoiceBlock(label=_("Wellbeing theme"), choices=theme_choices, required=False)

    class Meta:
        label = _("Latest news")
        icon = "comment"
        template = "pages/blocks/news.html"
        description = _("The latest news, always up to date, with a way to all of them.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add ``news`` and ``index_url``, the list that has all of them. Makes 2 queries."""
        from pages.models import NewsPage

        context = super().get_context(value, parent_context=parent_context)
        asked = {name: value[name] for name in ("municipality", "theme") if value[name]}
        news = list(
            NewsPage.objects.published()
            .in_active_language()
            .concerning(**asked)[: min(value["count"] or 1, MOST_NEWS)]
        )
        return {**context, "news": news, "index_url": news[0].list_url(**asked) if news else ""}

    def get_preview_value(self) -> Any:
        """Three of all."""
        value = {"title": gettext("News"), "count": 3, "municipality": "", "theme": ""}
        return self.normalize(value)
