"""Blocks of association evenings: the programme beforehand, decisions and next steps afterwards."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ProgrammeItemBlock(blocks.StructBlock):
    """One thing on the programme."""

    time = blocks.TimeBlock(label=_("Time"), format="%H:%M")
    title = blocks.CharBlock(label=_("What"), max_length=200)
    speaker = blocks.CharBlock(
        label=_("Who"),
        required=False,
        max_length=200,
        help_text=_("By role, for example: the town's contact person for associations."),
    )
    text = blocks.TextBlock(label=_("More about it"), required=False)

    class Meta:
        label = _("Item of the programme")
        icon = "time"


class ProgrammeBlock(blocks.StreamBlock):
    """The programme, in the order of the evening."""

    item = ProgrammeItemBlock()

    class Meta:
        label = _("Programme")


class DecisionBlock(blocks.StructBlock):
    """Something that was agreed."""

    text = blocks.TextBlock(label=_("What was agreed"))

    class Meta:
        label = _("Decision")
        icon = "check"


class DecisionsBlock(blocks.StreamBlock):
    """What the evening agreed on."""

    decision = DecisionBlock()

    class Meta:
        label = _("Decisions")


class NextStepBlock(blocks.StructBlock):
    """What is done next, by whom and by when."""

    text = blocks.CharBlock(label=_("What is done"), max_length=300)
    responsible = blocks.CharBlock(
        label=_("Who is responsible"),
        required=False,
        max_length=200,
        help_text=_("One party that answers for it, rather than all that take part."),
    )
    timing = blocks.CharBlock(label=_("When"), required=False, max_length=100)

    class Meta:
        label = _("Next step")
        icon = "arrow-right"


class NextStepsBlock(blocks.StreamBlock):
    """What follows from the evening."""

    step = NextStepBlock()

    class Meta:
        label = _("Next steps")
