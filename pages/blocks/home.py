"""Blocks of the home page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from servicemap.models import Price

from .registers import SlugChoiceBlock, category_choices, target_group_choices


class TopicBlock(blocks.StructBlock):
    """A way in by topic: a category with all that is below it, or a target group."""

    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        help_text=_("The name of the category or target group is used when left empty."),
    )
    category = SlugChoiceBlock(label=_("Category"), choices=category_choices, required=False)
    target_group = SlugChoiceBlock(
        label=_("Target group"), choices=target_group_choices, required=False
    )

    def clean(self, value: Any) -> Any:
        """Refuse both and, unless it is a draft, none."""
        cleaned = super().clean(value)
        message: Any = None
        if cleaned["category"] and cleaned["target_group"]:
            message = _("Choose a category or a target group, not both.")
        elif not (cleaned["category"] or cleaned["target_group"] or self.is_deferred_validation):
            message = _("Choose a category or a target group.")
        if message:
            error = ValidationError(message)
            raise blocks.StructBlockValidationError(
                block_errors={"category": error, "target_group": error}
            )
        return cleaned

    class Meta:
        label = _("Topic")
        icon = "tag"


class TopicsBlock(blocks.StreamBlock):
    """The topics on the home page, in order."""

    topic = TopicBlock()

    class Meta:
        label = _("Topics")


class ExampleBlock(blocks.StructBlock):
    """A search that shows what one can ask for."""

    text = blocks.CharBlock(label=_("Words of the link"), max_length=80)
    query = blocks.CharBlock(
        label=_("Words to search for"),
        max_length=80,
        required=False,
        help_text=_("The words of the link are searched for when left empty."),
    )
    price = blocks.ChoiceBlock(label=_("Price"), choices=Price.choices, required=False)

    class Meta:
        label = _("Example search")
        icon = "search"


class ExamplesBlock(blocks.StreamBlock):
    """A few example searches, in order."""

    example = ExampleBlock()

    class Meta:
        label = _("Example searches")
        max_num = 5
