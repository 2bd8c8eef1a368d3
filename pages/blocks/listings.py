"""Listings that an editor has chosen."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from servicemap.models import LISTING_MODELS, Listing


class ListingChooserBlock(SnippetChooserBlock):
    """A choice of one listing, read with the municipality that its card shows."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Listing | None]:
        """Return the listings in order, None for each that is gone. Makes one query."""
        listings = self.model_class._default_manager.select_related("municipality").defer(
            "municipality__outline"
        )
        found = listings.in_bulk(list(values))
        return [found.get(value) for value in values]


class ChosenBlock(blocks.StreamBlock):
    """Associations, facilities and activities, in any order."""

    association = ListingChooserBlock("servicemap.Association", label=_("Association"))
    facility = ListingChooserBlock("servicemap.Facility", label=_("Facility"))
    activity = ListingChooserBlock("servicemap.Activity", label=_("Activity"))

    class Meta:
        label = _("Listings")
        max_num = 12


class ListingsBlock(blocks.StructBlock):
    """Chosen listings as cards; those that are not published any more are left out."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    listings = ChosenBlock(label=_("Listings"))

    class Meta:
        label = _("Chosen listings")
        icon = "thumbtack"
        template = "pages/blocks/listings.html"
        description = _(
            "A few associations, facilities or activities by name. For all that there are of a "
            "kind, show a search instead: it stays up to date by itself."
        )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add ``chosen``: the listings that readers may see, in the editor's order."""
        context = super().get_context(value, parent_context=parent_context)
        listings = (child.value for child in value["listings"])
        return {**context, "chosen": [entry for entry in listings if entry and entry.live]}

    def get_preview_value(self) -> Any:
        """The newest listing of each kind."""
        newest = [
            (str(model.kind), model._default_manager.filter(live=True).order_by("-pk").first())
            for model in LISTING_MODELS
        ]
        chosen = [(kind, listing) for kind, listing in newest if listing is not None]
        return self.normalize({"title": gettext("Get to know these"), "listings": chosen})
