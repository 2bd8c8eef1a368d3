"""Which contact persons somebody wants: of a municipality, of a unit, for something to ask."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from pages.knowledge import words
from servicemap.models import ContactPerson

LONGEST = 100
"""Characters of what is looked for."""

SHORTEST_BEGINNING = 3
"""Letters of a word that may be the beginning of another."""


class ContactFilter(forms.Form):
    """What is looked for, and the unit. What is not understood is not asked."""

    q = forms.CharField(required=False, max_length=LONGEST)
    unit = forms.ChoiceField(required=False)

    def __init__(self, data: QueryDict, persons: Iterable[ContactPerson]) -> None:
        """Read a request; what there is to choose from are the units of the persons."""
        super().__init__(data)
        self.persons = list(persons)
        units = {str(unit) for one in self.persons if (unit := one.display_unit)}
        self.units = sorted(units, key=str.casefold)
        choices = [(unit, unit) for unit in self.units]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def text(self) -> str:
        """The words that are looked for, if any."""
        return " ".join(self.cleaned_data.get("q", "").split())

    @property
    def chosen_unit(self) -> str:
        """The name of the unit, if one is chosen."""
        return str(self.cleaned_data.get("unit", ""))

    @property
    def narrows(self) -> bool:
        """Whether anything is asked."""
        return bool(self.text or self.chosen_unit)

    @property
    def found(self) -> list[ContactPerson]:
        """Those who are wanted: each word in any form, or its beginning."""
        unit, text = self.chosen_unit, self.text
        of_unit = [one for one in self.persons if not unit or one.display_unit == unit]
        return [one for one in of_unit if not text or _holds(one, text)]


def _holds(person: ContactPerson, text: str) -> bool:
    """Whether the title, the unit or what one may ask have all words of a text."""
    said = [person.display_title, person.display_unit, person.display_tasks]
    pieces = [piece for piece in said if piece]
    written = [word for piece in pieces for word in _written(piece)]
    if all(any(_begins(typed, word) for word in written) for typed in _written(text)):
        return True
    held = frozenset(
        term
        for piece in pieces
        for word in words.reading(piece, piece.language)
        for term in word.terms | word.held
    )
    return any(_all_in(text, code, held) for code in {piece.language for piece in pieces})


def _all_in(text: str, language: str, held: frozenset[str]) -> bool:
    wanted = words.reading(text, language)
    return bool(wanted) and all(not held.isdisjoint(word.terms) for word in wanted)


def _written(text: str) -> list[str]:
    return [term for word in words.as_written(text, "") for term in word.terms]


def _begins(typed: str, word: str) -> bool:
    return typed == word or (len(typed) >= SHORTEST_BEGINNING and word.startswith(typed))
