"""The form of a survey, made of the questions that an editor has written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import BaseForm, FormBuilder

TRAP = "home-page"
"""A field that only a machine fills in. No question can have a name with a hyphen."""

LONGEST_LINE, LONGEST_TEXT = 255, 3_000
GREATEST_NUMBER = 999_999_999


class SurveyForm(BaseForm):
    """The questions of one survey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "survey-%s")
        super().__init__(*args, **kwargs)

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field that people do not see has been filled in."""
        return bool(self.data.get(TRAP))

    @property
    def has_required(self) -> bool:
        """Whether any question has to be answered."""
        return any(field.required for field in self.fields.values())


class SurveyFormBuilder(FormBuilder):
    """Makes the fields as the site's other forms have them."""

    def get_form_class(self) -> type[SurveyForm]:
        """The form's class."""
        return type("BuiltSurveyForm", (SurveyForm,), dict(self.formfields))

    def get_field_options(self, field: Any) -> dict[str, Any]:
        """With our words for a question that was left out; help texts are escaped when shown."""
        return {
            **super().get_field_options(field),
            "help_text": field.help_text,
            "initial": field.default_value or None,
            "error_messages": {"required": _("Answer this question.")},
        }

    def create_singleline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """A line of text."""
        widget = forms.TextInput(attrs={"class": "input"})
        return forms.CharField(widget=widget, max_length=LONGEST_LINE, **options)

    def create_multiline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """Several lines of text."""
        widget = forms.Textarea(attrs={"class": "input input--text", "rows": 5})
        return forms.CharField(widget=widget, max_length=LONGEST_TEXT, **options)

    def create_email_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """An e-mail address, which browsers fill in."""
        widget = forms.EmailInput(attrs={"class": "input", "autocomplete": "email"})
        options["error_messages"]["invalid"] = _(
            "Write the address in full, like name@example.org."
        )
        return forms.EmailField(widget=widget, max_length=254, **options)

    def create_number_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """How many: a whole number of at least 0."""
        attrs = {"class": "input", "step": "1", "inputmode": "numeric"}
        wrong = _("Write a whole number, at least 0.")
        too_many = _("Write a smaller number, at most %(limit_value)s.")
        options["error_messages"] |= {"invalid": wrong, "min_value": wrong, "max_value": too_many}
        return forms.IntegerField(
            widget=forms.NumberInput(attrs=attrs),
            min_value=0,
            max_value=GREATEST_NUMBER,
            **options,
        )

    def create_date_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """A day; browsers send it as ISO 8601 writes it, people write it as they are used to."""
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"})
        options["error_messages"]["invalid"] = _("Write a date, like 24.12.2026.")
        formats = ["%Y-%m-%d", "%d.%m.%Y"]
        return forms.DateField(widget=widget, input_formats=formats, **options)

    def create_dropdown_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """A choice out of a list, which begins with nothing chosen."""
        choices = [("", _("Choose")), *self.get_formatted_field_choices(field)]
        widget = forms.Select(attrs={"class": "select"})
        return forms.ChoiceField(choices=choices, widget=widget, **options)

    def create_checkbox_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """One thing to agree to."""
        options["initial"] = False
        options["error_messages"]["required"] = _("Tick this to go on.")
        return forms.BooleanField(
            widget=forms.CheckboxInput(attrs={"class": "checkbox"}), **options
        )

    def get_formatted_field_choices(self, field: Any) -> list[tuple[str, str]]:
        """The choices, without the empty ones that a line break at the end leaves."""
        return [choice for choice in super().get_formatted_field_choices(field) if choice[0]]
