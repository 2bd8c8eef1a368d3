"""The form that says what is wrong with a listing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Feedback


class FeedbackForm(forms.ModelForm[Feedback]):
    """Two questions and an address for an answer; one more that only a machine fills in."""

    homepage = forms.CharField(required=False, widget=forms.TextInput)

    class Meta:
        model = Feedback
        fields = ["topic", "text", "email"]
        widgets = {
            "topic": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 5, "class": "input input--text"}),
            "email": forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        }
        error_messages = {
            "topic": {"required": _("Choose what is wrong.")},
            "email": {"invalid": _("Write the address in full, like name@example.org.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        if isinstance(topic, forms.TypedChoiceField):
            # Without the empty choice: a radio button for nothing asks for nothing.
            topic.choices = Feedback.Topic.choices
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs |= {
                    "aria-invalid": "true",
                    "aria-describedby": f"{self[name].auto_id}_error",
                }

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field that people do not see has been filled in."""
        return bool(self.data.get(self.add_prefix("homepage")))

    def clean(self) -> dict[str, Any]:
        """Something else has to be said in words."""
        cleaned = super().clean() or {}
        if cleaned.get("topic") == Feedback.Topic.OTHER and not cleaned.get("text", "").strip():
            self.add_error("text", ValidationError(_("Tell in your own words what is wrong.")))
        return cleaned
