"""Model fields for short lists, kept as JSON or RFC 5545 text and edited as plain controls."""

import datetime
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

SHORTEST_PHONE = 5
"""Digits of a phone number, at least."""

WEEKDAYS = [
    ("MO", _("Monday")),
    ("TU", _("Tuesday")),
    ("WE", _("Wednesday")),
    ("TH", _("Thursday")),
    ("FR", _("Friday")),
    ("SA", _("Saturday")),
    ("SU", _("Sunday")),
]
WEEKDAY_CODES = tuple(code for code, _label in WEEKDAYS)
"""As in RFC 5545; the index is ``date.weekday()``."""

ORDINALS = [
    ("1", _("first of the month")),
    ("2", _("second of the month")),
    ("3", _("third of the month")),
    ("4", _("fourth of the month")),
    ("5", _("fifth of the month")),
    ("-1", _("last of the month")),
]
BYDAY_PATTERN = re.compile(r"^(-1|[1-5])?(MO|TU|WE|TH|FR|SA|SU)$")


class ChoiceListField(models.JSONField):
    """A list of codes out of fixed choices, edited as checkboxes."""

    def __init__(self, *args: Any, code_choices: Sequence[tuple[str, Any]] = (), **kwargs: Any):
        self.code_choices = code_choices
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse what is not a list of known codes."""
        super().validate(value, model_instance)
        known = {code for code, _label in self.code_choices}
        unknown = [code for code in value or [] if code not in known]
        if not isinstance(value, list) or unknown:
            raise ValidationError(_("Unknown code: %(codes)s") % {"codes": ", ".join(unknown)})

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Checkboxes, one for each code."""
        return forms.MultipleChoiceField(
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            required=False,
            choices=self.code_choices,
            widget=forms.CheckboxSelectMultiple,
        )


class DateListFormField(forms.CharField):
    """Dates in one text box, separated by commas or white space."""

    def prepare_value(self, value: Any) -> Any:
        """Show the dates the way the reader writes them."""
        if isinstance(value, list):
            dates = [datetime.date.fromisoformat(item) for item in value]
            return ", ".join(f"{date.day}.{date.month}.{date.year}" for date in dates)
        return value

    def to_python(self, value: Any) -> Any:
        """Turn ``24.12.2026, 31.12.2026`` or ISO dates into sorted ISO dates."""
        if isinstance(value, list):
            return value
        dates = set()
        for part in re.split(r"[\s,;]+", value or ""):
            if part:
                dates.add(self._parsed(part))
        return sorted(date.isoformat() for date in dates)

    @staticmethod
    def _parsed(text: str) -> datetime.date:
        match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
        try:
            if match:
                day, month, year = map(int, match.groups())
                return datetime.date(year, month, day)
            return datetime.date.fromisoformat(text)
        except ValueError as error:
            raise ValidationError(
                _("“%(text)s” is not a date. Write dates like 24.12.2026.") % {"text": text}
            ) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the dates, not their spelling."""
        try:
            return bool(self.to_python(data) != (initial or []))
        except ValidationError:
            return True


class DateListField(models.JSONField):
    """A list of ISO dates, edited as text."""

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse what is not a list of ISO dates."""
        super().validate(value, model_instance)
        try:
            for item in value or []:
                datetime.date.fromisoformat(item)
        except (TypeError, ValueError) as error:
            raise ValidationError(_("Give a list of dates.")) from error

    def formfield(self, **kwargs: Any) -> forms.Field:
        """One text box."""
        return DateListFormField(
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            required=False,
        )


class ByDayWidget(forms.MultiWidget):
    """Checkboxes for the weekdays, and for which of them in a month."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            widgets={
                "days": forms.CheckboxSelectMultiple(choices=WEEKDAYS),
                "ordinals": forms.CheckboxSelectMultiple(choices=ORDINALS),
            },
            attrs=attrs,
        )

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Keep the two groups apart, the second with a heading of its own."""
        context = self.get_context(name, value, attrs)
        days, ordinals = (
            self._render(widget["template_name"], {"widget": widget}, renderer)  # type: ignore[attr-defined]
            for widget in context["widget"]["subwidgets"]
        )
        return format_html(
            '<div class="by-day">{}</div><fieldset class="by-day"><legend>{}</legend>{}</fieldset>',
            days,
            _("If monthly: which weeks of the month"),
            ordinals,
        )

    @property
    def media(self) -> forms.Media:
        """The groups side by side."""
        return super().media + forms.Media(css={"all": ["servicemap/admin/by-day.css"]})

    def decompress(self, value: str | None) -> list[Any]:
        """Split ``1MO,3MO`` into days and ordinals."""
        matches = [BYDAY_PATTERN.match(part) for part in (value or "").split(",") if part]
        found = [match for match in matches if match]
        days = dict.fromkeys(match.group(2) for match in found)
        ordinals = dict.fromkeys(match.group(1) for match in found if match.group(1))
        return [list(days), list(ordinals)]


class ByDayFormField(forms.MultiValueField):
    """Weekdays as RFC 5545 ``BYDAY`` text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            fields=(
                forms.MultipleChoiceField(choices=WEEKDAYS, required=False),
                forms.MultipleChoiceField(choices=ORDINALS, required=False),
            ),
            widget=ByDayWidget(),
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, data_list: list[Any]) -> str:
        """Join days and ordinals into ``1MO,3MO``."""
        days, ordinals = data_list or ([], [])
        if ordinals and not days:
            raise ValidationError(_("Choose the weekdays, too."))
        return ",".join(f"{ordinal}{day}" for ordinal in ordinals or [""] for day in days)


class ByDayField(models.CharField):
    """RFC 5545 ``BYDAY``: ``MO,WE``; with an ordinal for months: ``1TU``, ``-1FR``."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Checkboxes for the weekdays and for the weeks of the month."""
        return ByDayFormField(
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            required=False,
        )


def check_phone(field: str, number: str) -> None:
    """Refuse, at the field, what nobody can dial; words beside the number are fine.

    Raises ``ValidationError``. Imports keep what their source says.
    """
    if number and sum(letter.isdigit() for letter in number) < SHORTEST_PHONE:
        raise ValidationError({field: _("Give a phone number, for example 044 123 4567.")})
