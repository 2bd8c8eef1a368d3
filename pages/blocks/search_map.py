"""A saved search, shown as it is now."""

from typing import Any
from urllib.parse import urlsplit

from csp.constants import SELF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.saved_search import complaint
from servicemap.models import ListingKind

from .registers import SlugChoiceBlock, category_choices, municipality_choices, theme_choices

SEARCH_VIEWS = frozenset({"search", "calendar", "embed_builder", "embed"})
"""The views whose addresses say what is searched for, by their URL names."""

NOT_SEARCH = ("page", "size", "show", "scheme", "height", "lang", "title", "within")
"""Parameters of those views that say how something is shown."""

OWN = ("words", "kind", "municipality", "category", "theme")
"""What an editor may fill in instead of an address."""


class Show(models.TextChoices):
    """What is shown of a search."""

    BOTH = "both", _("List and map")
    LIST = "list", _("List")
    MAP = "map", _("Map")


class Size(models.TextChoices):
    """How much room a search takes on the page."""

    SMALL = "small", _("Low")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("High")


def is_search_address(address: str) -> bool:
    """Whether an address is that of a search on a site like this, in any of its languages."""
    path = urlsplit(address).path
    language = path.strip("/").split("/")[0]
    if language not in dict(settings.LANGUAGES):
        return False
    with translation.override(language):
        try:
            return resolve(path).url_name in SEARCH_VIEWS
        except Resolver404:
            return False


class SearchValue(blocks.StructValue):
    """A saved search and where it is shown."""

    @property
    def query(self) -> str:
        """What is searched for, as the parameters of an address."""
        parameters = QueryDict(urlsplit(self.get("address") or "").query, mutable=True)
        for name in NOT_SEARCH:
            parameters.pop(name, None)
        for name in OWN:
            if self.get(name):
                parameters["q" if name == "words" else name] = self[name]
        return parameters.urlencode()

    @property
    def search_url(self) -> str:
        """The search page in the active language."""
        return "?".join(filter(None, (reverse("search"), self.query)))

    @property
    def names_url(self) -> str:
        """The view that lists the names for paper, in the active language."""
        return "?".join(filter(None, (reverse("found_names"), self.query)))

    @property
    def frame_url(self) -> str:
        """The view that goes into a frame, in the active language."""
        looks = f"show={self.get('show') or Show.BOTH}&within=1"
        return f"{reverse('embed')}?{'&'.join(filter(None, (self.query, looks)))}"


class SearchMapBlock(blocks.StructBlock):
    """A saved search as a live map, a list, or both, in a frame of the site's own."""

    title = blocks.CharBlock(
        label=_("Title"), help_text=_("What is shown, for example: Rooms for meetings in Heinola.")
    )
    address = blocks.CharBlock(
        label=_("Address of a search"),
        required=False,
        max_length=2_000,
        help_text=_(
            "Search on the site, narrow the search as you like, and copy the address from the "
            "browser here. Or fill in the fields below."
        ),
    )
    words = blocks.CharBlock(label=_("Words to search for"), required=False, max_length=200)
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=ListingKind.choices, required=False)
    municipality = SlugChoiceBlock(
        label=_("Municipality"), choices=municipality_choices, required=False
    )
    category = SlugChoiceBlock(label=_("Category"), choices=category_choices, required=False)
    theme = SlugChoiceBlock(label=_("Wellbeing theme"), choices=theme_choices, required=False)
    show = blocks.ChoiceBlock(label=_("What is shown"), choices=Show.choices, default=Show.BOTH)
    size = blocks.ChoiceBlock(label=_("Height"), choices=Size.choices, default=Size.MEDIUM)

    class Meta:
        label = _("Search as a map or list")
        icon = "search"
        template = "pages/blocks/search_map.html"
        value_class = SearchValue
        description = _(
            "Any search of the site, always up to date: for example all free rooms of a "
            "municipality. One or two on a page."
        )

    def clean(self, value: Any) -> Any:
        """Refuse an address that is no search or not understood, and one beside the fields.

        Only a draft may say nothing of what is searched for.
        """
        cleaned = super().clean(value)
        address = cleaned["address"].strip()
        message: Any = None
        if address and not is_search_address(address):
            message = _("This is not the address of a search on this site.")
        elif address and any(cleaned[name] for name in OWN):
            message = _("Give an address or fill in the fields, not both.")
        elif not cleaned.query:
            # An address that asks for nothing is no unfinished one.
            if self.is_deferred_validation and not address:
                return cleaned
            message = _("Say what is searched for: give an address or fill in a field.")
        elif address:
            message = complaint(QueryDict(urlsplit(address).query))
        if message:
            raise blocks.StructBlockValidationError(
                block_errors={"address": ValidationError(message)}
            )
        return cleaned

    def frame_sources(self, value: Any) -> list[str]:
        """Return what the page's security policy must let into a frame: this site."""
        return [SELF]

    def get_preview_value(self) -> Any:
        """All facilities."""
        value = {"title": gettext("Facilities on the map"), "kind": ListingKind.FACILITY}
        return self.normalize({**value, "show": Show.BOTH, "size": Size.MEDIUM})
