"""The form with which one asks for reminders of grants."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from servicemap.models import Grant, Municipality


class SubscriptionForm(forms.Form):
    """An address, and a grant or a municipality; one field more that only a machine fills in."""

    email = forms.EmailField(
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write the address in full, like name@example.org."),
        },
    )
    grant = forms.ModelChoiceField(
        Grant.objects.published(), to_field_name="slug", required=False, widget=forms.HiddenInput
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.defer("outline"),
        to_field_name="code",
        required=False,
        empty_label=_("Choose a municipality"),
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"invalid_choice": _("Choose a municipality from the list.")},
    )
    homepage = forms.CharField(required=False, widget=forms.TextInput)

    field_order = ("grant", "municipality", "email")
    """As on the page, so that what is wrong is told in the same order."""

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="reminders-%s")
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs |= {
                    "aria-invalid": "true",
                    "aria-describedby": f"{self[name].auto_id}-error",
                }

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field that people do not see has been filled in."""
        return bool(self.data.get(self.add_prefix("homepage")))

    @property
    def days_before(self) -> int:
        """How long before a grant opens or closes one is reminded."""
        return int(settings.GRANT_REMINDER_DAYS)

    @property
    def chosen_grant(self) -> Grant | None:
        """The grant that the form is about; None where a municipality is asked for."""
        grants = Grant.objects.published()
        return grants.filter(slug=str(self["grant"].value() or "").replace("\0", "")).first()

    def clean_email(self) -> str:
        """One person is one subscriber, however the address is written."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        """One of the two has to be said."""
        cleaned = super().clean() or {}
        if self.errors.keys() & {"grant", "municipality"}:
            return cleaned
        if not cleaned.get("grant") and not cleaned.get("municipality"):
            self.add_error("municipality", ValidationError(_("Choose a municipality.")))
        return cleaned
