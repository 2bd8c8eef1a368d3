"""What the body of a page is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .links import LinksBlock
from .media import PictureBlock
from .text import CalloutBlock, DetailsBlock, HeadingBlock, ParagraphBlock, QuoteBlock


class BodyBlock(blocks.StreamBlock):
    """Text, pictures and links, in any order."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = PictureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    details = DetailsBlock()
    links = LinksBlock()

    class Meta:
        label = _("Content")
