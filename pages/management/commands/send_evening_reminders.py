"""Reminds those who come to an association evening, the day before."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from pages.evenings.reminders import send_reminders


class Command(BaseCommand):
    """Meant to be run each morning; again or twice at once sends nothing twice."""

    help = "Remind those who come to an association evening tomorrow."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and say how many."""
        count = send_reminders()
        if options["verbosity"]:
            said = ngettext("%(count)d reminder queued.", "%(count)d reminders queued.", count)
            self.stdout.write(said % {"count": count})
