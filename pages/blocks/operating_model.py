"""Blocks of an operating model: groups, their elements, and what is there for each."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from servicemap.models import Municipality

from .links import LinkValue
from .registers import SlugChoiceBlock, municipality_choices


class Readiness(models.TextChoices):
    """How far an element is written, the least first."""

    MISSING = "missing", _("To be completed")
    PARTLY = "partly", _("Partly written")
    READY = "ready", _("Ready")


class MaterialValue(LinkValue):
    """Something to read or to use, and where it is."""

    @property
    def href(self) -> str:
        """The address of the document, the page or the place elsewhere; empty without any."""
        document = self.get("document")
        return str(document.url) if document else super().href

    @property
    def text(self) -> str:
        """Its title."""
        return str(self.get("title") or "")


class MaterialBlock(blocks.StructBlock):
    """A material: a document, a page of the site or an address elsewhere."""

    title = blocks.CharBlock(label=_("Title"))
    description = blocks.CharBlock(label=_("What it helps with"), required=False)
    document = DocumentChooserBlock(label=_("Document"), required=False)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        label = _("Material")
        icon = "doc-full"
        value_class = MaterialValue

    def clean(self, value: Any) -> Any:
        """Refuse more than one target and, unless it is a draft, no target."""
        cleaned = super().clean(value)
        targets = ("document", "page", "url")
        given = sum(bool(cleaned[name]) for name in targets)
        message: Any = None
        if given > 1:
            message = _("Choose a document or a page, or give an address: one.")
        elif not (given or self.is_deferred_validation):
            message = _("Choose a document or a page, or give an address.")
        if message:
            error = ValidationError(message)
            raise blocks.StructBlockValidationError(block_errors=dict.fromkeys(targets, error))
        return cleaned


class ExampleBlock(blocks.StructBlock):
    """How somebody does this in practice."""

    title = blocks.CharBlock(label=_("Title"))
    municipality = SlugChoiceBlock(
        label=_("Municipality"), choices=municipality_choices, required=False
    )
    text = blocks.TextBlock(label=_("What is done, and what has come of it"))
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        label = _("Example")
        icon = "pick"
        value_class = LinkValue


class ElementValue(blocks.StructValue):
    """An element, and how far it really is."""

    @property
    def readiness(self) -> Readiness:
        """What the editor says; but what has no points is not there, whatever is said of it."""
        if not self.get("points"):
            return Readiness.MISSING
        return Readiness(self.get("state") or Readiness.MISSING)


class ElementBlock(blocks.StructBlock):
    """One thing that the cooperation rests on."""

    title = blocks.CharBlock(label=_("Title"))
    summary = blocks.TextBlock(
        label=_("What it is"), required=False, help_text=_("One or two sentences.")
    )
    points = blocks.ListBlock(
        blocks.CharBlock(label=_("Point")),
        label=_("Points"),
        default=[],
        help_text=_("What is done, each as a whole sentence."),
    )
    materials = blocks.ListBlock(MaterialBlock(), label=_("Materials"), default=[])
    examples = blocks.ListBlock(ExampleBlock(), label=_("Examples"), default=[])
    state = blocks.ChoiceBlock(
        label=_("State"), choices=Readiness.choices, default=Readiness.MISSING
    )
    to_do = blocks.CharBlock(
        label=_("What is still to be written"),
        required=False,
        help_text=_("Who writes it and by when. Shown while the element is not ready."),
    )

    class Meta:
        label = _("Element")
        icon = "list-ul"
        value_class = ElementValue

    def clean(self, value: Any) -> Any:
        """What has no points is not ready; in a draft they may come later."""
        cleaned = super().clean(value)
        is_ready = cleaned["state"] != Readiness.MISSING
        if is_ready and not cleaned["points"] and not self.is_deferred_validation:
            error = ValidationError(_("Write the points first: without them this is not there."))
            raise blocks.StructBlockValidationError(block_errors={"state": error})
        return cleaned


class GroupBlock(blocks.StructBlock):
    """Elements that belong together."""

    title = blocks.CharBlock(label=_("Title"))
    introduction = blocks.TextBlock(label=_("Introduction"), required=False)
    elements = blocks.ListBlock(ElementBlock(), label=_("Elements"), min_num=1)

    class Meta:
        label = _("Group")
        icon = "folder-open-1"


class GroupsBlock(blocks.StreamBlock):
    """The groups of an operating model."""

    group = GroupBlock()

    class Meta:
        label = _("Groups")


def municipality_names() -> dict[str, str]:
    """Return the municipalities' names by their codes. Makes one query."""
    return {entry.code: str(entry.display_name) for entry in Municipality.objects.defer("outline")}
