"""What is done one thing after the other."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text import PLAIN_FEATURES


class StepBlock(blocks.StructBlock):
    """One step."""

    title = blocks.CharBlock(
        label=_("What is done"), help_text=_("Begin with a verb: Fill in the form.")
    )
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES, required=False)

    class Meta:
        label = _("Step")
        icon = "arrow-right"


class StepsBlock(blocks.StructBlock):
    """Numbered steps."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2)

    class Meta:
        label = _("Steps")
        icon = "list-ol"
        template = "pages/blocks/steps.html"
        description = _("For what is done in an order: how to apply, how to book. Three to six.")

    def get_preview_value(self) -> Any:
        """Three steps, one of which needs more words."""
        more = gettext("You need no papers for this.")
        steps = [
            {"title": gettext("Choose a facility on the map"), "text": ""},
            {"title": gettext("Call the person in charge"), "text": f"<p>{more}</p>"},
            {"title": gettext("Agree on when you get the key"), "text": ""},
        ]
        return self.normalize({"title": gettext("How to book a room"), "steps": steps})
