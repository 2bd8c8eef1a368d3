"""Pages that gather the ways to others."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .body import BodyPage


class LandingPage(BodyPage):
    """A page as wide as the screen, for one theme: what there is and where one finds it."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.StandardPage"]

    content_panels = [*BodyPage.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("landing page")
        verbose_name_plural = _("landing pages")
