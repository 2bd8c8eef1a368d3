"""Values in words that people read, wherever the admin shows or exports them."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, localize, time_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.fields import BaseFieldDisplay, register_display_class

NOTHING = "–"

PLAIN_VALUES = (
    models.BooleanField,
    models.DateField,
    models.DecimalField,
    models.FloatField,
    models.IntegerField,
    models.TimeField,
)
"""Fields whose values are not texts: Python writes them in its own way."""


def yes_or_no(value: object) -> str:
    """Write whether something is so."""
    return gettext("Yes") if value else gettext("No")


def value_text(value: Any) -> str:
    """Write a value the reader's way; an empty text where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return date_format(local, "SHORT_DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, datetime.time):
        return time_format(value, "TIME_FORMAT")
    return str(localize(value, use_l10n=True))


class InWords(BaseFieldDisplay):
    """A value on a page that shows all fields, a dash where there is none."""

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> SafeString:
        """The text alone."""
        return escape(value_text(self.value) or NOTHING)


class ReadOnlyPanel(FieldPanel):
    """A field in a form that nobody writes into."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **{**kwargs, "read_only": True})

    def format_value_for_display(self, value: Any) -> Any:
        """As Wagtail's, whether something is so in words."""
        if isinstance(value, bool):
            return yes_or_no(value)
        return super().format_value_for_display(value)


def register() -> None:
    """Make Wagtail's pages that show all fields use these."""
    for field in (*PLAIN_VALUES, models.ForeignKey, models.JSONField):
        register_display_class(field, display_class=InWords)
