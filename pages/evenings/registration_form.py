"""The form with which one registers for an association evening."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from servicemap.association_names import association_named
from servicemap.models import MAX_PERSONS, Evening, EveningRegistration


class RegistrationForm(forms.ModelForm[EveningRegistration]):
    """Who comes, from where, how many, and what they eat; one field that only a machine fills in.

    Without something to eat it does not ask of it.
    """

    needs_address: ClassVar[bool] = True
    homepage = forms.CharField(required=False, widget=forms.TextInput)

    class Meta:
        model = EveningRegistration
        fields = ["name", "association", "email", "persons", "wants_catering", "diet", "note"]
        widgets = {
            "name": forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
            "association": forms.TextInput(
                attrs={
                    "class": "input",
                    "autocomplete": "organization",
                    "data-list": "evening-association-names",
                }
            ),
            "email": forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
            "persons": forms.NumberInput(
                attrs={"class": "input evening-form__number", "inputmode": "numeric"}
            ),
            "wants_catering": forms.CheckboxInput(attrs={"class": "checkbox"}),
            "diet": forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
            "note": forms.Textarea(attrs={"rows": 3, "class": "input input--text"}),
        }
        error_messages = {
            "name": {"required": _("Write your name.")},
            "email": {"invalid": _("Write the address in full, like name@example.org.")},
        }

    def __init__(self, evening: Evening, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="evening-%s", **kwargs)
        self.evening = evening
        if not evening.asks_catering:
            del self.fields["wants_catering"], self.fields["diet"]
        email, persons = self.fields["email"], self.fields["persons"]
        email.required = self.needs_address
        email.error_messages["required"] = _("Write your e-mail address.")
        for code in ("min_value", "max_value", "invalid", "required"):
            persons.error_messages[code] = _("Give a number from 1 to %(max)d.") % {
                "max": MAX_PERSONS
            }
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

    def clean_email(self) -> str:
        """One person is one address, however it is written."""
        return str(self.cleaned_data["email"]).lower()

    def clean_diet(self) -> str:
        """Asked of those who eat only: nothing is kept that nobody needs."""
        eats = self.cleaned_data.get("wants_catering")
        return str(self.cleaned_data["diet"]) if eats else ""

    def save(self, commit: bool = True) -> EveningRegistration:
        """Tie the registration to the listing of the association, if the name is known."""
        self.instance.listing_id = association_named(self.instance.association)
        saved: EveningRegistration = super().save(commit)
        return saved


class OrganiserForm(RegistrationForm):
    """The same for the organiser, who may not know an address."""

    needs_address = False

    def __init__(self, evening: Evening, data: Any = None, **kwargs: Any) -> None:
        # Before the parent looks for errors, which tells of addresses that are there already.
        kwargs.setdefault("instance", EveningRegistration(evening=evening))
        super().__init__(evening, data, **kwargs)

    def _get_validation_exclusions(self) -> set[str]:
        """Have the database's rule of one address checked here: the organiser may be told."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"evening"}
