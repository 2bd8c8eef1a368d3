"""Plain pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from pages.blocks.body import BodyBlock

from .base import PortalPage


class StandardPage(PortalPage):
    """A plain page: what this portal is, how to take part, accessibility."""

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]

    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    search_fields = [*PortalPage.search_fields, index.SearchField("body")]

    content_panels = [*PortalPage.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
