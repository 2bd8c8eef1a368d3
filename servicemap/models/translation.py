"""Reading a field in the reader's language."""

import functools
from typing import Any, Self, overload

from django.conf import settings
from django.utils.translation import get_language


@functools.cache
def language_codes() -> list[str]:
    """Return the site's languages, the main one first."""
    codes = [code for code, _name in settings.LANGUAGES]
    return sorted(codes, key=lambda code: code != settings.LANGUAGE_CODE)


def active_language() -> str:
    """Return the code of the active language, without a region."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


@functools.cache
def field_in(field: str, language: str) -> str:
    """Return the name of the model field that holds ``field`` in ``language``.

    The main language has the bare name, the others a suffix: ``name``, ``name_sv``.
    """
    return field if language == settings.LANGUAGE_CODE else f"{field}_{language}"


class Text(str):
    """A text that knows the code of its language."""

    language: str

    def __new__(cls, text: str, language: str) -> Self:
        """Make a text in a language."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Say what a copy is made of."""
        return str(self), self.language


class Translated:
    """A read-only attribute: a field in the active language, else in the first that has it.

    ``display_name = Translated("name")`` reads ``name``, ``name_sv`` or ``name_en``.
    """

    def __init__(self, field: str) -> None:
        self.field = field

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Text: ...
    def __get__(self, instance: Any, owner: type) -> "Self | Text":
        if instance is None:
            return self
        active = active_language()
        for language in [active, *language_codes()]:
            value = getattr(instance, field_in(self.field, language), "")
            if value:
                return Text(value, language)
        return Text("", active)
