"""What blocks say, in the order of the page, and which of it are headings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail import blocks

from servicemap.search_texts import plain_text

from .links import LinkValue
from .text import HeadingBlock

HEADINGS = ("title", "question")
"""What blocks call the words that stand above their others."""


@dataclass(frozen=True)
class Piece:
    """A text of a block."""

    text: str
    is_heading: bool


def pieces(block: blocks.Block, value: Any) -> Iterator[Piece]:
    """Yield what a block tells Wagtail's search, but for what an editor only chose from a list."""
    if not value or not getattr(block, "search_index", True):
        return
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from pieces(child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for one in value:
            yield from pieces(block.child_block, one)
    elif isinstance(block, blocks.StructBlock):
        # The words of a link are about the page that it leads to.
        titles = () if isinstance(value, LinkValue) else HEADINGS
        for name, child in block.child_blocks.items():
            for piece in pieces(child, value.get(name)):
                yield Piece(piece.text, piece.is_heading or name in titles)
    elif isinstance(block, blocks.RichTextBlock):
        yield Piece(plain_text(value.source), False)
    elif not isinstance(block, (blocks.ChoiceBlock, blocks.MultipleChoiceBlock)):
        for text in block.get_searchable_content(value):
            yield Piece(text, isinstance(block, HeadingBlock))
