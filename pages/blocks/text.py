"""Blocks of words."""

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


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(*args, **kwargs)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "pages/blocks/paragraph.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "pages/blocks/quote.html"


class CalloutBlock(blocks.StructBlock):
    """Something to notice."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES)

    class Meta:
        label = _("Callout")
        icon = "info-circle"
        template = "pages/blocks/callout.html"


class DetailsBlock(blocks.StructBlock):
    """A question that opens into its answer."""

    title = blocks.CharBlock(label=_("Question"))
    text = blocks.RichTextBlock(label=_("Answer"), features=PLAIN_FEATURES)

    class Meta:
        label = _("Question and answer")
        icon = "help"
        template = "pages/blocks/details.html"
