"""Blocks of pictures."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(blocks.StructBlock):
    """A picture, its description for those who do not see it, and a caption."""

    image = ImageChooserBlock(label=_("Picture"))
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

    def get_preview_value(self) -> Any:
        """The newest picture, if there is one."""
        image = get_image_model().objects.order_by("-pk").first()
        return self.normalize({"image": image, "alt": "", "caption": gettext("The choir in May")})
