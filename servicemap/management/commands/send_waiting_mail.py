"""Sends the mail that waits: what failed before, and what a dead worker left behind."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from servicemap.mail import deliver_now
from servicemap.models import OutgoingMail


class Command(BaseCommand):
    """Meant to be run every few minutes; two at once send nothing twice."""

    help = "Send mail that could not be sent at once, and forget what failed long ago."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and say how it went."""
        OutgoingMail.objects.purge()
        due = list(OutgoingMail.objects.due().values_list("pk", flat=True))
        sent = deliver_now(due)
        if options["verbosity"]:
            failed = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).count()
            self.stdout.write(
                _("Mail: %(sent)d sent, %(failed)d given up.") % {"sent": sent, "failed": failed}
            )
