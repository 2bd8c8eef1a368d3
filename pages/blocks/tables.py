"""Tables."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from .text import PLAIN_FEATURES


class CellsBlock(TypedTableBlock):
    """The table itself: each column holds text, numbers or text with links."""

    text = blocks.CharBlock(label=_("Text"), required=False)
    number = blocks.DecimalBlock(label=_("Number"), required=False)
    rich_text = blocks.RichTextBlock(
        label=_("Text with links"), features=PLAIN_FEATURES, required=False
    )

    def clean(self, table: Any) -> Any:
        """Refuse a table that nobody could make out by ear: without caption or headings.

        A draft may lack them.
        """
        cleaned = super().clean(table)
        if self.is_deferred_validation:
            return cleaned
        if not cleaned.caption.strip():
            raise ValidationError(_("Give the table a caption that says what it tells."))
        if not cleaned.columns or not all(column["heading"].strip() for column in cleaned.columns):
            raise ValidationError(_("Give each column a heading."))
        return cleaned

    class Meta:
        label = _("Table")


class TableBlock(blocks.StructBlock):
    """A table with a caption, headings of columns and, if wanted, of rows."""

    table = CellsBlock(label=_("Table"))
    row_headings = blocks.BooleanBlock(
        label=_("The first column names the rows"),
        required=False,
        default=True,
        help_text=_("Those who listen to the table then hear the name with each cell."),
    )
    source = blocks.CharBlock(label=_("Source"), required=False)

    class Meta:
        label = _("Table")
        icon = "table"
        template = "pages/blocks/table.html"
        description = _(
            "For figures and facts that are compared. For anything else a list reads better, "
            "above all on a phone."
        )

    def get_preview_value(self) -> Any:
        """Two rooms."""
        columns = [
            {"type": "text", "heading": gettext("Room")},
            {"type": "number", "heading": gettext("People")},
        ]
        rows = [{"values": [gettext("Club room"), "12"]}, {"values": [gettext("Hall"), "80"]}]
        caption = gettext("How many fit in")
        table = {"columns": columns, "rows": rows, "caption": caption}
        return self.to_python({"table": table, "row_headings": True, "source": ""})
