"""Short boards that are printed and put on a wall."""

from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ChecklistStyle(models.TextChoices):
    """How the lines of a board are marked."""

    RULES = "rules", _("Numbered rules")
    BOXES = "boxes", _("Boxes to tick on paper")


class ChecklistItemBlock(blocks.StructBlock):
    """One line of a board."""

    text = blocks.CharBlock(label=_("Line"), help_text=_("One thing, as a whole sentence."))
    note = blocks.CharBlock(label=_("In more detail"), required=False)

    class Meta:
        label = _("Line")
        icon = "check"


class ChecklistBlock(blocks.StructBlock):
    """A short board of rules, or a list to tick."""

    title = blocks.CharBlock(label=_("Title"))
    introduction = blocks.CharBlock(label=_("Introduction"), required=False)
    style = blocks.ChoiceBlock(
        label=_("Style"), choices=ChecklistStyle.choices, default=ChecklistStyle.RULES
    )
    items = blocks.ListBlock(ChecklistItemBlock(), label=_("Lines"), min_num=1, max_num=15)

    class Meta:
        label = _("Board of rules or checklist")
        icon = "tasks"
        template = "pages/blocks/checklist.html"
        description = _(
            "A short board that is agreed on together, for a wall: it has a button that prints it "
            "alone. At most ten lines are read."
        )

    def get_preview_value(self) -> Any:
        """Three rules."""
        lines = [
            gettext("Greet whoever comes in."),
            gettext("Leave the room as you would like to find it."),
            gettext("Say in time if you cannot come."),
        ]
        items = [{"text": line, "note": ""} for line in lines]
        return self.normalize(
            {"title": gettext("Rules of our house"), "style": ChecklistStyle.RULES, "items": items}
        )
