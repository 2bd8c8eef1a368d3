"""Which grants a reader wants to see: a plain form, and each choice with its way out."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from servicemap.models import Grant, Municipality
from servicemap.models.grants import GrantQuerySet

APPLICANTS = {
    "associations": ("for_associations", _("Registered associations")),
    "groups": ("for_groups", _("Groups that are not registered")),
    "residents": ("for_residents", _("Private persons")),
}


@dataclass(frozen=True)
class Chip:
    """A choice and the address of the list without it."""

    label: str
    value: str
    remove_url: str


class GrantFilters(forms.Form):
    """Municipality, kind and applicant. What is not understood is not chosen."""

    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    applicant = forms.ChoiceField(label=_("Who applies"), required=False)

    def __init__(self, data: QueryDict, path: str) -> None:
        """Read the choices of a request to ``path``. Makes one query."""
        super().__init__(data)
        self.path = path
        self.labels: dict[str, dict[str, Any]] = {
            "municipality": {code: town.display_name for code, town in self._towns.items()},
            "kind": dict(Grant.Kind.choices),
            "applicant": {value: label for value, (_field, label) in APPLICANTS.items()},
        }
        fields: dict[str, Any] = self.fields
        for name, labels in self.labels.items():
            fields[name].choices = [("", _("All")), *labels.items()]
            fields[name].widget.attrs["class"] = "select"

    @cached_property
    def _towns(self) -> dict[str, Municipality]:
        return {town.code: town for town in Municipality.objects.defer("outline")}

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What is chosen, by the name of the field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def municipality_chosen(self) -> Municipality | None:
        """The municipality, if one is chosen."""
        return self._towns.get(self.chosen.get("municipality", ""))

    def narrow(self, grants: GrantQuerySet) -> GrantQuerySet:
        """Return those of the grants that are wanted."""
        wanted = Q()
        if kind := self.chosen.get("kind"):
            wanted &= Q(kind=kind)
        if applicant := self.chosen.get("applicant"):
            wanted &= Q(**{APPLICANTS[applicant][0]: True})
        grants = grants.filter(wanted)
        town = self.municipality_chosen
        return grants.covering(town) if town else grants

    @property
    def query(self) -> str:
        """What is chosen, as the query of an address."""
        return self._query(self.chosen)

    @property
    def chips(self) -> list[Chip]:
        """Each choice with the way to the list without it."""
        chips = []
        for name, value in self.chosen.items():
            rest = {other: kept for other, kept in self.chosen.items() if other != name}
            query = self._query(rest)
            address = f"{self.path}?{query}" if query else self.path
            chips.append(Chip(str(self.fields[name].label), str(self.labels[name][value]), address))
        return chips

    @staticmethod
    def _query(chosen: dict[str, str]) -> str:
        parameters = QueryDict(mutable=True)
        parameters.update(chosen)
        return parameters.urlencode()
