"""The form in which a reader says in words what was of use, or what was missing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.models.usefulness import UsefulnessNote

LONGEST = UsefulnessNote._meta.get_field("text").max_length or 500


class NoteForm(forms.Form):
    """A few words; one field more that only a machine fills in."""

    text = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input input--text"}),
        error_messages={"required": _("Write a few words first.")},
    )
    homepage = forms.CharField(required=False, widget=forms.TextInput)

    def __init__(self, data: dict[str, str] | None = None) -> None:
        super().__init__(data, auto_id="note-%s")
        if self.is_bound and "text" in self.errors:
            self.fields["text"].widget.attrs |= {
                "aria-invalid": "true",
                "aria-describedby": f"{self['text'].auto_id}-error",
            }
