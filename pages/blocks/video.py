"""Videos of other services."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.video import allowed_frame

from .text import PLAIN_FEATURES


class VideoBlock(blocks.StructBlock):
    """A video. Nothing is fetched from its service before the reader asks for it."""

    title = blocks.CharBlock(label=_("What the video shows"))
    url = blocks.URLBlock(
        label=_("Address of the video"),
        help_text=_(
            "The page on which the video is, for example on YouTube, Vimeo or a PeerTube. Services "
            "that the settings do not allow are shown as a link."
        ),
    )
    length = blocks.CharBlock(
        label=_("Length"), required=False, max_length=20, help_text=_("For example: 2 min 30 s")
    )
    transcript = blocks.RichTextBlock(
        label=_("The same in words"),
        features=PLAIN_FEATURES,
        required=False,
        help_text=_("For those who do not see or hear the video, and for those who search."),
    )

    class Meta:
        label = _("Video")
        icon = "media"
        template = "pages/blocks/video.html"
        description = _(
            "A video that starts only when the reader asks for it. Give it captions in its own "
            "service and tell the same here in words."
        )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add ``frame``: what plays the video here, or None where it is only a link."""
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "frame": allowed_frame(value["url"])}

    def frame_sources(self, value: Any) -> list[str]:
        """Return what the page's security policy must let into a frame."""
        frame = allowed_frame(value["url"])
        return [f"https://{frame.host}"] if frame else []

    def get_preview_value(self) -> Any:
        """A video that is not there."""
        return self.normalize(
            {
                "title": gettext("How to find an association on the map"),
                "url": "https://videot.example/w/kartta-esittely",
                "length": "2 min 30 s",
                "transcript": "",
            }
        )
