"""What a page or a grant says, as it tells it to whoever searches."""

from dataclasses import dataclass


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
