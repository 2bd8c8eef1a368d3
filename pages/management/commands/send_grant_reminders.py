"""Reminds subscribers of grants that open or close soon."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from pages.grants.reminders import forget, send_reminders


class Command(BaseCommand):
    """Meant to be run each morning; again or twice at once sends nothing twice."""

    help = "Remind subscribers of grants that open or close soon; forget unconfirmed addresses."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and say how many."""
        forgotten = forget()
        count = send_reminders()
        if options["verbosity"]:
            lines = (
                ngettext("%(count)d reminder queued.", "%(count)d reminders queued.", count)
                % {"count": count},
                ngettext(
                    "%(count)d subscription that was not confirmed deleted.",
                    "%(count)d subscriptions that were not confirmed deleted.",
                    forgotten,
                )
                % {"count": forgotten},
            )
            self.stdout.write("\n".join(lines))
