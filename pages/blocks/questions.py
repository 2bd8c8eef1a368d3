"""Questions that open into their answers."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text import PLAIN_FEATURES


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(
        label=_("Question"), help_text=_("As a reader would ask it, with a question mark.")
    )
    answer = blocks.RichTextBlock(label=_("Answer"), features=PLAIN_FEATURES)

    class Meta:
        label = _("Question and answer")
        icon = "help"


class AccordionBlock(blocks.StructBlock):
    """Questions one below the other, each of which opens by itself."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        label = _("Questions and answers")
        icon = "help"
        template = "pages/blocks/accordion.html"
        description = _(
            "For what readers ask again and again. Answers are closed until they are pressed; "
            "put nothing there that everybody must read."
        )

    def get_preview_value(self) -> Any:
        """Two questions."""
        free, anyone = gettext("No, nothing at all."), gettext("Anyone who likes to.")
        questions = [
            {"question": gettext("Does it cost anything?"), "answer": f"<p>{free}</p>"},
            {"question": gettext("Who may take part?"), "answer": f"<p>{anyone}</p>"},
        ]
        return self.normalize({"title": gettext("Often asked"), "questions": questions})
