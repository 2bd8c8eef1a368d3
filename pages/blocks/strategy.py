"""Blocks of a strategy."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text import PLAIN_FEATURES


class ActionState(models.TextChoices):
    """How far an action is."""

    PLANNED = "planned", _("Planned")
    ONGOING = "ongoing", _("Under way")
    DONE = "done", _("Done")


class ActionValue(blocks.StructValue):
    """An action with its state in words."""

    @property
    def state_label(self) -> str:
        """The state in the reader's language."""
        state = self.get("state")
        return str(ActionState(state).label) if state else ""


class ActionBlock(blocks.StructBlock):
    """Something the strategy promises to do."""

    title = blocks.CharBlock(label=_("What is done"))
    responsible = blocks.CharBlock(label=_("Who is responsible"), required=False)
    timing = blocks.CharBlock(
        label=_("When"), required=False, help_text=_("For example: 2026–2027, or every spring.")
    )
    state = blocks.ChoiceBlock(
        label=_("State"), choices=ActionState.choices, default=ActionState.PLANNED
    )

    class Meta:
        label = _("Action")
        icon = "tasks"
        value_class = ActionValue


class SpearheadBlock(blocks.StructBlock):
    """One of the strategy's few main aims, with the actions that lead there."""

    title = blocks.CharBlock(label=_("Name"))
    goal = blocks.TextBlock(label=_("Goal in one sentence"))
    description = blocks.RichTextBlock(
        label=_("Description"), features=PLAIN_FEATURES, required=False
    )
    evaluation = blocks.TextBlock(label=_("How progress is followed"), required=False)
    actions = blocks.ListBlock(ActionBlock(), label=_("Actions"), min_num=0)

    class Meta:
        label = _("Spearhead")
        icon = "pick"


class SpearheadsBlock(blocks.StreamBlock):
    """A strategy's spearheads, in order."""

    spearhead = SpearheadBlock()

    class Meta:
        label = _("Spearheads")
