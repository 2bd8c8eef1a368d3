"""Pages that gather the ways to others."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from pages import advice
from pages.blocks.references import PAGE, references_of
from servicemap.good_content import GoodContent

from .body import BodyPage


class LandingPage(BodyPage):
    """A page as wide as the screen, for one theme: what there is and where one finds it."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.StandardPage"]

    content_panels = [
        GoodContent(advice.LANDING),
        *BodyPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("landing page")
        verbose_name_plural = _("landing pages")

    @cached_property
    def gathered(self) -> list[int]:
        """The keys of the pages that its cards lead to, in their order; makes no query.

        In the menus it stands for these and all below them.
        """
        cards = self.body.stream_block.child_blocks["page_cards"]
        raw = (item["value"] for item in self.body.raw_data if item["type"] == "page_cards")
        found = (key for value in raw for kind, key in references_of(cards, value) if kind == PAGE)
        return list(dict.fromkeys(found))
