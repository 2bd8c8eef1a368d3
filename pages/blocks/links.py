"""Blocks that lead on."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .references import SitePageBlock


class LinkValue(blocks.StructValue):
    """A link's address and words."""

    @property
    def href(self) -> str:
        """The address; empty if the page it leads to is not published."""
        page = self.get("page")
        if page is None:
            return str(self.get("url") or "")
        return str(page.url or "") if page.live else ""

    @property
    def text(self) -> str:
        """The link's own words, else the title of the page, else the address."""
        page = self.get("page")
        return str(self.get("title") or (page.title if page else "") or self.href)


class LinkBlock(blocks.StructBlock):
    """A link to a page of the site or to an address elsewhere: one of the two."""

    title = blocks.CharBlock(
        label=_("Words of the link"),
        required=False,
        help_text=_("The title of the page is used when left empty."),
    )
    page = SitePageBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Address"), required=False)

    def clean(self, value: Any) -> Any:
        """Refuse two targets and, unless it is a draft, no target."""
        cleaned = super().clean(value)
        message: Any = None
        if cleaned["page"] and cleaned["url"]:
            message = _("Choose a page or give an address, not both.")
        elif not (cleaned["page"] or cleaned["url"] or self.is_deferred_validation):
            message = _("Choose a page or give an address.")
        if message:
            error = ValidationError(message)
            raise blocks.StructBlockValidationError(block_errors={"page": error, "url": error})
        return cleaned

    class Meta:
        label = _("Link")
        icon = "link"
        value_class = LinkValue


class LinksBlock(blocks.StructBlock):
    """Ways on from here."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        label = _("Links")
        icon = "link"
        template = "pages/blocks/links.html"
        description = _("Ways on from here: pages of this site and addresses elsewhere.")

    def get_preview_value(self) -> Any:
        """One way on."""
        link = {"title": gettext("Book a room"), "page": None, "url": "https://www.example.org/"}
        return self.normalize({"title": gettext("Read on"), "links": [link]})
