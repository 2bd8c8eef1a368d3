"""What every page of the portal has."""

from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from pages.translations import source_language
from servicemap.previews import for_frame

SHARED_PICTURE = "fill-1200x630|format-jpeg|jpegquality-80"
"""The size that services ask for, as JPEG: some of them read nothing newer."""


class PortalPage(Page):
    """A page with a lead: one or two sentences under the title."""

    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences. Shown under the title, in lists and to search engines."),
    )
    image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Shown when the page is shared in other services."),
    )

    search_fields = [*Page.search_fields, index.SearchField("lead")]

    promote_panels = [*Page.promote_panels, FieldPanel("image")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``source_language``: the code of an untranslated page's language, else empty."""
        language = source_language(self)
        return {**super().get_context(request, *args, **kwargs), "source_language": language}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Tell search engines of the page, once: an untranslated one is its original."""
        urls: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return [] if self.alias_of_id else urls

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """As readers will see it, in the admin's frame."""
        return for_frame(super().serve_preview(request, mode_name))

    @property
    def meta_description(self) -> str:
        """What search engines show: the text made for them, else the lead."""
        return str(self.search_description or self.lead)

    @cached_property
    def share_picture(self) -> Any:
        """The picture in the form in which it is shared; None without one. Up to 2 queries."""
        image = self.image
        return image.get_rendition(SHARED_PICTURE) if image else None
