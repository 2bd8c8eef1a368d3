"""What the editors decide about the portal as a whole."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from servicemap.directions import validate_planner_url
from servicemap.models.translation import Translated

FOOTER_HELP = _(
    "<p>The links below the text come from the pages: first what the menu has; under the title of "
    "each landing page in the menu, what its cards lead to; last all other pages that are right "
    "below the home page.</p>"
)

READ = "_portal_settings"
"""The attribute of a request that remembers the settings."""


@register_setting(icon="site")
class PortalSettings(BaseSiteSetting):
    """The portal's name, contact and footer."""

    site_name = models.CharField(_("name of the portal"), max_length=80, default="Seutukartta")
    site_name_sv = models.CharField(_("name in Swedish"), max_length=80, blank=True)
    site_name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    short_name = models.CharField(
        _("short name"), max_length=30, blank=True, help_text=_("Where there is little room.")
    )
    short_name_sv = models.CharField(_("short name in Swedish"), max_length=30, blank=True)
    short_name_en = models.CharField(_("short name in English"), max_length=30, blank=True)
    is_demo = models.BooleanField(
        _("this is a demo"),
        default=False,
        help_text=_("Every page then says that the content is invented."),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    journey_planner_url = models.CharField(
        _("journey planner"),
        max_length=300,
        blank=True,
        validators=[validate_planner_url],
        help_text=_(
            "Shown on pages as a way to get there by public transport. An address with {lat}, "
            "{lon} and {name} where the destination goes, for example "
            "https://reittiopas.example.org/reitti/-/{name}::{lat},{lon}. Leave empty for none."
        ),
    )
    footer_text = models.TextField(_("text in the footer"), blank=True)
    footer_text_sv = models.TextField(_("text in the footer in Swedish"), blank=True)
    footer_text_en = models.TextField(_("text in the footer in English"), blank=True)

    display_site_name = Translated("site_name")
    display_short_name = Translated("short_name")
    display_footer_text = Translated("footer_text")

    panels = [
        MultiFieldPanel(
            [FieldPanel("site_name"), FieldPanel("site_name_sv"), FieldPanel("site_name_en")],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [FieldPanel("short_name"), FieldPanel("short_name_sv"), FieldPanel("short_name_en")],
            heading=_("Short name"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("footer_text"),
                FieldPanel("footer_text_sv"),
                FieldPanel("footer_text_en"),
                HelpPanel(FOOTER_HELP),
            ],
            heading=_("Footer"),
        ),
        FieldPanel("contact_email"),
        FieldPanel("journey_planner_url"),
        FieldPanel("is_demo"),
    ]

    class Meta:
        verbose_name = _("settings of the portal")
        verbose_name_plural = _("settings of the portal")

    @classmethod
    def read_for(cls, request: HttpRequest) -> "PortalSettings":
        """Return the settings, or the defaults; unlike ``for_request``, writes nothing.

        Read once for a request.
        """
        known: PortalSettings | None = getattr(request, READ, None)
        if known is None:
            site = Site.find_for_request(request)
            known = cls.objects.filter(site=site).first() or cls() if site else cls()
            setattr(request, READ, known)
        return known
