"""Deletes who came to association evenings of the past; how many came is kept."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from pages.evenings.registering import forget


class Command(BaseCommand):
    """Meant to be run daily."""

    help = "Delete registrations for evenings that ended EVENING_REGISTRATIONS_KEEP_DAYS ago."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and say how many."""
        count = forget(settings.EVENING_REGISTRATIONS_KEEP_DAYS)
        if options["verbosity"]:
            said = ngettext(
                "%(count)d registration deleted.", "%(count)d registrations deleted.", count
            )
            self.stdout.write(said % {"count": count})
