"""A search that editors keep: what of its address is not understood, and what it finds."""

from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.asking import ask
from search.calendar.page import CalendarForm
from search.embed.options import EmbedForm
from search.facets import REGISTERS, entry_cache
from search.page import addresses
from search.page.near import SearchPageForm

NAMES = frozenset(
    {
        *SearchPageForm.base_fields,
        *CalendarForm.base_fields,
        *EmbedForm.base_fields,
        addresses.ASKED,
        addresses.SHOWN,
        "search",
    }
)
"""The parameters that addresses of searches on the site have."""


class Saved:
    """The parameters of an address, as somebody copied or wrote it."""

    def __init__(self, parameters: QueryDict) -> None:
        self.parameters = addresses.without(parameters)

    @cached_property
    def _form(self) -> EmbedForm:
        form = EmbedForm(self.parameters)
        form.is_valid()
        return form

    @property
    def unknown(self) -> list[str]:
        """The names of parameters that no search has."""
        return [name for name in self.parameters if name not in NAMES]

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Each parameter with a wrong value, as it is in the address, and what is wrong.

        A value that a register does not have is wrong, too: readers would be told that nothing
        is found. Makes five queries when the registers may have changed, else none.
        """
        errors = {
            name: " ".join(map(str, messages))
            for name, messages in self._form.errors.items()
            if name in self.parameters
        }
        for name in REGISTERS.keys() & self.parameters.keys():
            for value in self.parameters.getlist(name):
                if not entry_cache.get().has(name, value):
                    errors.setdefault(name, _("there is no “%(value)s”.") % {"value": value})
        return [(self._part(name), errors[name]) for name in self.parameters if name in errors]

    @cached_property
    def total(self) -> int:
        """How much it finds."""
        return ask(self._form.request()).search().total

    @property
    def total_without(self) -> list[tuple[str, int]]:
        """The parameters without which it would find something, and how much."""
        others = [name for name in self.parameters if len(self.parameters) > 1]
        totals = [(name, Saved(addresses.without(self.parameters, name)).total) for name in others]
        return [(self._part(name), total) for name, total in totals if total]

    def _part(self, name: str) -> str:
        return f"{name}={','.join(self.parameters.getlist(name))}"
