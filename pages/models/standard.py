"""Plain pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from pages import advice
from servicemap.good_content import GoodContent

from .body import BodyPage
from .usefulness import AsksUsefulness


class StandardPage(AsksUsefulness):
    """A plain page: what this portal is, how to take part, accessibility."""

    parent_page_types = ["pages.HomePage", "pages.LandingPage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage", "pages.OperatingModelPage"]

    content_panels = [
        GoodContent(advice.STANDARD),
        *BodyPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    settings_panels = [*BodyPage.settings_panels, FieldPanel("asks_usefulness")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
