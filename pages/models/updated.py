"""When somebody last checked that what a page says still holds."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .base import PortalPage


class KeptUpToDate(PortalPage):
    """A page that tells how fresh it is."""

    updated_on = models.DateField(
        _("brought up to date on"),
        null=True,
        blank=True,
        help_text=_(
            "The day when somebody last checked that everything here holds. The day of the last "
            "publication is shown when left empty."
        ),
    )

    class Meta:
        abstract = True

    @property
    def updated(self) -> datetime.date | None:
        """The day that the editor says, else that of the last publication."""
        if self.updated_on:
            return self.updated_on
        published = self.last_published_at
        return timezone.localdate(published) if published else None
