"""Forgets what residents once reported."""

import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from servicemap.models import Feedback


class Command(BaseCommand):
    """Meant to be run each day."""

    help = "Delete old reports, and addresses in reports that were handled a while ago."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and say how many."""
        count = Feedback.objects.purge(datetime.timedelta(days=settings.FEEDBACK_KEEP_DAYS))
        if options["verbosity"]:
            self.stdout.write(
                ngettext("%(count)d report deleted.", "%(count)d reports deleted.", count)
                % {"count": count}
            )
