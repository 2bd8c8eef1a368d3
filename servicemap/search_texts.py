"""What a page or a grant says, as it tells it to whoever searches."""

import re
from dataclasses import dataclass

from wagtail.rich_text import get_text_for_indexing

BETWEEN_ITEMS = re.compile(r"(?<![.!?:;,])</li>\s*<li\b[^>]*>")


@dataclass(frozen=True)
class SearchTexts:
    """Texts in the order of their weight: a word in the title says most of what something is about.

    A text that is in another language than the rest knows it: see ``models.translation.Text``.
    """

    title: str
    lead: str = ""
    headings: tuple[str, ...] = ()
    body: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """All of them, in that order."""
        return (self.title, self.lead, *self.headings, *self.body)


def plain_text(html: str) -> str:
    """Return what rich text says; items of a list that are no sentences stay apart."""
    return str(get_text_for_indexing(BETWEEN_ITEMS.sub(" · ", html)))
