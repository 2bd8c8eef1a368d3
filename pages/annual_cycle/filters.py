"""Which part of the cycle a reader wants to see: the year, a kind, a municipality."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pages.grants.filters import Chip
from servicemap.models import CycleKind, Municipality

YEARS = 5
"""How many years before and after this one can be looked at."""


@dataclass(frozen=True)
class KindLink:
    """A kind in the key to the wheel; its address shows only this kind, or all again."""

    kind: CycleKind
    url: str
    is_chosen: bool


class CycleFilters(forms.Form):
    """Municipality and kind, in a year. What is not understood is not chosen."""

    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, data: QueryDict, path: str, today: datetime.date) -> None:
        """Read the choices of a request to ``path``. Makes one query."""
        super().__init__(data)
        self.path = path
        self.this_year = today.year
        self.labels: dict[str, dict[str, Any]] = {
            "municipality": {code: town.display_name for code, town in self._towns.items()},
            "kind": dict(CycleKind.choices),
        }
        fields: dict[str, Any] = self.fields
        empty = {"municipality": _("The whole region"), "kind": _("All")}
        for name, labels in self.labels.items():
            fields[name].choices = [("", empty[name]), *labels.items()]
            fields[name].widget.attrs["class"] = "select"

    @cached_property
    def _towns(self) -> dict[str, Municipality]:
        return {town.code: town for town in Municipality.objects.defer("outline")}

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What is chosen, by the name of the field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @cached_property
    def year(self) -> int:
        """The year, this one unless a near one is asked for."""
        asked = self.data.get("year", "")
        if not (asked.isascii() and asked.isdecimal() and len(asked) == 4):
            return self.this_year
        year = int(asked)
        return year if abs(year - self.this_year) <= YEARS else self.this_year

    @property
    def asked_year(self) -> str:
        """The year as a parameter; empty for this one."""
        return "" if self.year == self.this_year else str(self.year)

    @property
    def kind_chosen(self) -> str:
        """The kind, if one is chosen."""
        return self.chosen.get("kind", "")

    @property
    def municipality_chosen(self) -> Municipality | None:
        """The municipality, if one is chosen."""
        return self._towns.get(self.chosen.get("municipality", ""))

    @property
    def query(self) -> str:
        """What is chosen, but for the year, as the query of an address."""
        return self._query(self.chosen)

    @property
    def chips(self) -> list[Chip]:
        """Each choice with the way to the page without it."""
        return [
            Chip(
                str(self.fields[name].label),
                str(self.labels[name][value]),
                self._address({**self.chosen, name: ""}),
            )
            for name, value in self.chosen.items()
        ]

    @property
    def kinds(self) -> list[KindLink]:
        """The rings from the outside in."""
        return [
            KindLink(
                kind,
                self._address({**self.chosen, "kind": "" if self.kind_chosen == kind else kind}),
                self.kind_chosen == kind,
            )
            for kind in CycleKind
        ]

    @property
    def all_url(self) -> str:
        """The page of the year with nothing chosen."""
        return self._address({})

    def year_url(self, year: int) -> str:
        """The same choice in another year; empty where that is too far away."""
        if abs(year - self.this_year) > YEARS:
            return ""
        return self._address(self.chosen, "" if year == self.this_year else str(year))

    @property
    def previous_url(self) -> str:
        """The year before."""
        return self.year_url(self.year - 1)

    @property
    def next_url(self) -> str:
        """The year after."""
        return self.year_url(self.year + 1)

    @property
    def this_year_url(self) -> str:
        """This year."""
        return self.year_url(self.this_year)

    def shown_url(self, *, as_table: bool) -> str:
        """The same as a list by month, or as a table."""
        return self._address(self.chosen, show="table" if as_table else "") + "#cycle-list"

    def _address(self, chosen: dict[str, str], year: str | None = None, show: str = "") -> str:
        year = self.asked_year if year is None else year
        query = self._query({"year": year, **chosen, "show": show})
        return f"{self.path}?{query}" if query else self.path

    @staticmethod
    def _query(chosen: dict[str, str]) -> str:
        parameters = QueryDict(mutable=True)
        parameters.update({name: value for name, value in chosen.items() if value})
        return parameters.urlencode()
