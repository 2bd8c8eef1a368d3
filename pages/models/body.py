"""Pages that are made of blocks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.search import index

from pages.blocks.body import BodyBlock, frame_sources
from pages.blocks.media import first_picture

from .base import PortalPage


class BodyPage(PortalPage):
    """A page whose content is made of blocks."""

    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    search_fields = [*PortalPage.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True

    @property
    def picture_to_share(self) -> Any:
        """The page's own picture, else the first one of its body, None without one."""
        return super().picture_to_share or first_picture(self.body)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the page; its security policy lets in those frames that the blocks are made of."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        if sources := frame_sources(self.body):
            # What django-csp's own decorator does; which frames there are, only the page knows.
            response._csp_update = {"frame-src": sources}  # type: ignore[attr-defined]
        return response
