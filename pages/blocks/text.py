"""Blocks of words."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
"""What running text may contain; larger headings are blocks of their own."""

PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link"]
"""What text inside another block may contain."""


class HeadingBlock(blocks.CharBlock):
    """A heading in running text."""

    class Meta:
        label = _("Heading")
        icon = "title"
        template = "pages/blocks/heading.html"
        description = _("Divides a long page. Say what comes, in a few words.")

    def get_preview_value(self) -> Any:
        """A short heading."""
        return gettext("How to join")


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(*args, **kwargs)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "pages/blocks/paragraph.html"
        description = _("Running text: short paragraphs, the most important thing first.")

    def get_preview_value(self) -> Any:
        """A sentence."""
        text = gettext("Anyone may take part. There is no need to sign up.")
        return self.normalize(f"<p>{text}</p>")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "pages/blocks/quote.html"
        description = _("What somebody said, in their own words and with their permission.")

    def get_preview_value(self) -> Any:
        """One sentence."""
        return self.normalize(
            {
                "text": gettext("I came to have a look, and stayed for the soup."),
                "attribution": gettext("A new resident"),
            }
        )


class CalloutBlock(blocks.StructBlock):
    """Something to notice."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES)

    class Meta:
        label = _("Callout")
        icon = "info-circle"
        template = "pages/blocks/callout.html"
        description = _("What must not be missed: a date, a change, a warning. One on a page.")

    def get_preview_value(self) -> Any:
        """A change."""
        text = gettext("The hall is closed on Friday.")
        return self.normalize({"title": gettext("Please note"), "text": f"<p>{text}</p>"})
