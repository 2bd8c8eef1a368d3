"""How an embedded search looks, as parameters of its address."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from search.forms import SearchForm
from search.page import addresses

MIN_HEIGHT, MAX_HEIGHT, DEFAULT_HEIGHT = 300, 1_600, 640
"""Pixels."""

MAX_TITLE = 120


class Show(models.TextChoices):
    """What of a search is shown."""

    BOTH = "both", _("List and map")
    LIST = "list", _("List")
    MAP = "map", _("Map")


class Scheme(models.TextChoices):
    """Which colours are used."""

    AUTO = "auto", _("As the reader's device has it")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


LOOKS = ("show", "scheme", "within")
"""Parameters of the embedded view that say how it looks."""

NOT_SEARCH = (*LOOKS, "height", "lang", "title", "size", "page")
"""Parameters of the builder that say nothing of what is searched for."""


@dataclass(frozen=True)
class Options:
    """How an embedded search looks; ``height`` is in pixels, ``title`` may be empty."""

    show: Show
    scheme: Scheme
    height: int
    language: str
    title: str
    within: bool = False
    """Whether it is part of a page of this very site, in whose tab its links then open."""


class EmbedForm(SearchForm):
    """The parameters of a search, and of how it looks in a frame."""

    show = forms.ChoiceField(required=False, choices=Show.choices, label=_("What is shown"))
    scheme = forms.ChoiceField(required=False, choices=Scheme.choices, label=_("Colours"))
    height = forms.IntegerField(
        required=False, min_value=MIN_HEIGHT, max_value=MAX_HEIGHT, label=_("Height in pixels")
    )
    lang = forms.ChoiceField(required=False, choices=settings.LANGUAGES, label=_("Language"))
    title = forms.CharField(required=False, max_length=MAX_TITLE, label=_("Name of the frame"))
    within = forms.BooleanField(required=False)

    def options(self) -> Options:
        """Return how it looks; parameters in error and absent ones are as is usual."""
        data: dict[str, Any] = self.cleaned_data
        return Options(
            show=Show(data.get("show") or Show.BOTH),
            scheme=Scheme(data.get("scheme") or Scheme.AUTO),
            height=data.get("height") or DEFAULT_HEIGHT,
            language=data.get("lang") or get_language() or settings.LANGUAGE_CODE,
            title=" ".join(data.get("title", "").split()),
            within=bool(data.get("within")),
        )


def searched(parameters: QueryDict) -> QueryDict:
    """Return only the parameters that say what is searched for."""
    return addresses.without(parameters, *NOT_SEARCH)


def looks(options: Options) -> dict[str, str]:
    """Return the parameters of what is not as usual."""
    found: dict[str, str] = {}
    if options.show != Show.BOTH:
        found["show"] = str(options.show)
    if options.scheme != Scheme.AUTO:
        found["scheme"] = str(options.scheme)
    if options.within:
        found["within"] = "1"
    return found
