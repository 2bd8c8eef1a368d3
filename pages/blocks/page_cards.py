"""Cards that present pages of the site."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from .references import SitePageBlock


class PageCardBlock(blocks.StructBlock):
    """A page and one sentence on what one finds there."""

    page = SitePageBlock(label=_("Page"))
    text = blocks.CharBlock(
        label=_("In one sentence"),
        max_length=160,
        help_text=_("What one can do or find out there, in plain words."),
    )

    class Meta:
        label = _("Card")
        icon = "doc-empty"


class PageCardsBlock(blocks.StructBlock):
    """Pages as cards, in an order that editors choose."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    cards = blocks.ListBlock(PageCardBlock(), label=_("Cards"), min_num=1)

    class Meta:
        label = _("Pages as cards")
        icon = "grip"
        template = "pages/blocks/page_cards.html"
        description = _("Pages of this site side by side, each with a sentence.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add ``cards`` [{page, text}] of the pages that are published."""
        context = super().get_context(value, parent_context=parent_context)
        cards = [card for card in value["cards"] if card["page"] and card["page"].live]
        return {**context, "cards": cards}

    def get_preview_value(self) -> Any:
        """The first pages below a home page."""
        pages = Page.objects.live().filter(depth=3).order_by("path")[:3]
        text = gettext("Here one finds out more.")
        cards = [{"page": page, "text": text} for page in pages]
        return self.normalize({"title": gettext("Read on"), "cards": cards})
