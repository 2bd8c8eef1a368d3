"""Blocks of pictures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.shortcuts import get_renditions_or_not_found

WIDTHS = (480, 800, 1200)
"""Pixels in which a picture is kept: for phones, for sharp phones and desks, for sharp desks."""

SIZES = tuple(f"width-{width}|format-webp" for width in WIDTHS)

SHARED_PICTURE = "fill-1200x630|format-jpeg|jpegquality-80"
"""The size that other services ask for, as JPEG: some of them read nothing newer."""


class LibraryPictureBlock(ImageChooserBlock):
    """A choice of a picture, read with its files in the sizes that pages show."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        """Return the pictures in order, None for each that is gone or was never chosen.

        Makes one query, and another one for pictures that no reader has asked for yet.
        """
        keys = list(values)
        wanted = set(filter(None, keys))
        found = self._with_files(wanted) if wanted else {}
        if new := wanted - set(found):
            for key, picture in self.model_class.objects.in_bulk(new).items():
                picture.prefetched_renditions = []
                found[key] = picture
        return [found.get(key or 0) for key in keys]

    def _with_files(self, keys: set[int]) -> dict[int, Any]:
        files = self.model_class.get_rendition_model().objects.filter(
            image__in=keys, filter_spec__in=[*SIZES, SHARED_PICTURE]
        )
        found: dict[int, Any] = {}
        for file in files.select_related("image").order_by("pk"):
            picture = found.setdefault(file.image_id, file.image)
            # Where Wagtail looks first.
            picture.prefetched_renditions = [*getattr(picture, "prefetched_renditions", ()), file]
        return found

    def deconstruct(self) -> tuple[str, Any, Any]:
        """Be Wagtail's own in migrations: what is kept is the same."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.images.blocks.ImageChooserBlock", args, kwargs


@dataclass(frozen=True)
class ExamplePicture:
    """A drawing that stands for a picture where the library has none yet."""

    width: int = 1200
    height: int = 675

    @property
    def url(self) -> str:
        """Of the site's own."""
        return static("img/example-landscape.svg")


class PictureBlock(blocks.StructBlock):
    """A picture, its description for those who do not see it, and a caption."""

    image = LibraryPictureBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Description for those who do not see the picture"),
        required=False,
        help_text=_("Say what the picture tells. Leave empty if it is there for decoration only."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "pages/blocks/image.html"
        description = _("A picture that tells something. Ask those who are in it.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add ``pictures``: the picture in each width, the widest last.

        Empty where there is no picture, or its file is gone. Makes queries only where a width is
        made for the first time.
        """
        context = super().get_context(value, parent_context=parent_context)
        image = value["image"]
        if isinstance(image, ExamplePicture):
            return {**context, "pictures": [image]}
        found = get_renditions_or_not_found(image, SIZES).values() if image else ()
        # A small picture is never made larger: it is in fewer widths.
        by_width = {picture.width: picture for picture in found if picture.width}
        return {**context, "pictures": [by_width[width] for width in sorted(by_width)]}

    def get_preview_value(self) -> Any:
        """The newest picture; a drawing until there is one."""
        image = get_image_model().objects.order_by("-pk").first()
        if image:
            value = {"image": image, "alt": "", "caption": gettext("The choir in May")}
        else:
            value = {
                "image": ExamplePicture(),
                "alt": gettext("A lake, a forest and a sailing boat"),
                "caption": gettext("An example: a lake in summer"),
            }
        return self.normalize(value)


def first_picture(body: Iterable[Any]) -> Any:
    """Return the first picture of a body, None where there is none."""
    pictures = (child.value["image"] for child in body if isinstance(child.block, PictureBlock))
    return next((picture for picture in pictures if picture is not None), None)
