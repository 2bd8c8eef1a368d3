"""Blocks of a strategy."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.figures import FigureChoice

from .text import PLAIN_FEATURES


class ActionState(models.TextChoices):
    """How far an action is."""

    PLANNED = "planned", _("Planned")
    ONGOING = "ongoing", _("Under way")
    DONE = "done", _("Done")


class Progress(models.TextChoices):
    """How a spearhead came on in a year, as those see it who evaluate it."""

    WELL = "well", _("Went well")
    PARTLY = "partly", _("Went partly as planned")
    NOT_YET = "not_yet", _("Has not begun to show")


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
    responsible = blocks.CharBlock(
        label=_("Who is responsible"),
        required=False,
        help_text=_("One party that answers for it, rather than all that take part."),
    )
    timing = blocks.CharBlock(
        label=_("When"), required=False, help_text=_("For example: 2026–2027, or every spring.")
    )
    state = blocks.ChoiceBlock(
        label=_("State"), choices=ActionState.choices, default=ActionState.PLANNED
    )

    class Meta:
        label = _("Action")
        icon = "tasks"
        label_format = "{title} ({state})"
        value_class = ActionValue


class SpearheadBlock(blocks.StructBlock):
    """One of the strategy's few main aims, with the actions that lead there."""

    title = blocks.CharBlock(label=_("Name"))
    goal = blocks.TextBlock(label=_("Goal in one sentence"))
    description = blocks.RichTextBlock(
        label=_("Description"), features=PLAIN_FEATURES, required=False
    )
    evaluation = blocks.TextBlock(label=_("How progress is followed"), required=False)
    figure = blocks.ChoiceBlock(
        label=_("Live figure"),
        choices=FigureChoice.choices,
        required=False,
        help_text=_("A number that tells of this goal, counted from the map for each reader."),
    )
    actions = blocks.ListBlock(ActionBlock(), label=_("Actions"), min_num=0, collapsed=True)

    class Meta:
        label = _("Spearhead")
        icon = "pick"
        label_format = "{title}"


class SpearheadsBlock(blocks.StreamBlock):
    """A strategy's spearheads, in order."""

    spearhead = SpearheadBlock()

    class Meta:
        label = _("Spearheads")
        # Five spearheads with their actions would be twenty screens.
        collapsed = True


class FindingValue(blocks.StructValue):
    """What was found of a spearhead, in words."""

    @property
    def progress_label(self) -> str:
        """How it came on, in the reader's language."""
        progress = self.get("progress")
        return str(Progress(progress).label) if progress else ""


class FindingBlock(blocks.StructBlock):
    """What an evaluation says of one spearhead."""

    spearhead = blocks.IntegerBlock(
        label=_("Number of the spearhead"), min_value=1, help_text=_("As it is on this page.")
    )
    progress = blocks.ChoiceBlock(
        label=_("How it came on"), choices=Progress.choices, required=False
    )
    text = blocks.TextBlock(label=_("What was found"))

    class Meta:
        label = _("Of a spearhead")
        icon = "pick"
        value_class = FindingValue


class EvaluationBlock(blocks.StructBlock):
    """How a year went, as the region saw it together."""

    year = blocks.IntegerBlock(label=_("Year"), min_value=2000, max_value=2100)
    text = blocks.RichTextBlock(
        label=_("In short"),
        features=PLAIN_FEATURES,
        help_text=_("What helped, what did not, and what is done otherwise from now on."),
    )
    findings = blocks.ListBlock(FindingBlock(), label=_("By spearhead"), min_num=0)

    class Meta:
        label = _("Evaluation of a year")
        icon = "calendar-check"
        label_format = "{year}"


class EvaluationsBlock(blocks.StreamBlock):
    """A strategy's evaluations; the latest year is shown first, in whatever order they are."""

    evaluation = EvaluationBlock()

    def clean(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse two evaluations of a year; drafts may have several that have none yet."""
        cleaned = super().clean(value, *args, **kwargs)
        years = [year for child in cleaned if (year := child.value["year"]) is not None]
        if len(set(years)) != len(years):
            message = _("Each year is evaluated once.")
            raise blocks.StreamBlockValidationError(non_block_errors=[message])
        return cleaned

    class Meta:
        collapsed = True
        label = _("Evaluations")
