"""What every page of the portal has."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index


class PortalPage(Page):
    """A page with a lead: one or two sentences under the title."""

    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences. Shown under the title, in lists and to search engines."),
    )

    search_fields = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        abstract = True

    @property
    def meta_description(self) -> str:
        """What search engines show: the text made for them, else the lead."""
        return str(self.search_description or self.lead)
