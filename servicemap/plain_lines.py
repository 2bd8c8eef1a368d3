"""Browsers end lines with two characters, seeds and imports with one: one is kept."""

from typing import Any

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput


def plain_lines(text: str) -> str:
    """Return the text with each line ended by a line feed alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class PlainLinesField(forms.CharField):
    """A text whose lines end as everywhere else on the site."""

    def to_python(self, value: Any) -> Any:
        """The text with plain line ends; lines that only end otherwise are no change."""
        text = super().to_python(value)
        return plain_lines(text) if isinstance(text, str) else text


def register() -> None:
    """Make all forms of the admin use it for texts of several lines."""
    register_form_field_override(
        models.TextField,
        override={"widget": AdminAutoHeightTextInput, "form_class": PlainLinesField},
        exact_class=True,
    )
