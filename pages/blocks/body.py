"""What the body of a page is made of."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .checklists import ChecklistBlock
from .contact_persons import ContactPersonsBlock
from .cycle import CycleBlock
from .documents import DocumentsBlock
from .events import EventsBlock
from .figures import FigureBlock
from .links import LinksBlock
from .listings import ListingsBlock
from .media import PictureBlock
from .news import NewsListBlock
from .page_cards import PageCardsBlock
from .questions import AccordionBlock
from .references import BodyValue
from .search_map import SearchMapBlock
from .steps import StepsBlock
from .tables import TableBlock
from .text import CalloutBlock, HeadingBlock, ParagraphBlock, QuoteBlock
from .video import VideoBlock

WRITTEN, SHOWN, LIVE = _("Text"), _("Pictures and files"), _("From the map and the news")


class BodyBlock(blocks.StreamBlock):
    """Text, pictures, links and what the map knows, in any order."""

    heading = HeadingBlock(group=WRITTEN)
    paragraph = ParagraphBlock(group=WRITTEN)
    quote = QuoteBlock(group=WRITTEN)
    callout = CalloutBlock(group=WRITTEN)
    accordion = AccordionBlock(group=WRITTEN)
    steps = StepsBlock(group=WRITTEN)
    checklist = ChecklistBlock(group=WRITTEN)
    table = TableBlock(group=WRITTEN)
    links = LinksBlock(group=WRITTEN)
    page_cards = PageCardsBlock(group=WRITTEN)
    image = PictureBlock(group=SHOWN)
    video = VideoBlock(group=SHOWN)
    documents = DocumentsBlock(group=SHOWN)
    listings = ListingsBlock(group=LIVE)
    contact_persons = ContactPersonsBlock(group=LIVE)
    search_map = SearchMapBlock(group=LIVE)
    figure = FigureBlock(group=LIVE)
    news = NewsListBlock(group=LIVE)
    events = EventsBlock(group=LIVE)
    cycle = CycleBlock(group=LIVE)

    class Meta:
        label = _("Content")

    def to_python(self, value: Any) -> blocks.StreamValue:
        """Return a body that reads the pages it leads to together."""
        body = super().to_python(value)
        return BodyValue(self, list(body.raw_data), is_lazy=True) if body.is_lazy else body

    def render(self, value: Any, context: Any = None) -> str:
        """Show the body; links in its running text have their pages at hand."""
        if not isinstance(value, BodyValue):
            return super().render(value, context)
        with value.references_at_hand():
            return super().render(value, context)


def frame_sources(body: Iterable[Any]) -> list[str]:
    """Return what the blocks of a body put into frames, as a security policy says it."""
    sources = (
        source
        for child in body
        if hasattr(child.block, "frame_sources")
        for source in child.block.frame_sources(child.value)
    )
    return list(dict.fromkeys(sources))
