"""Forgets what readers once wrote about pages; the counts stay."""

import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from pages.models.usefulness import UsefulnessNote


class Command(BaseCommand):
    """Meant to be run each day."""

    help = "Delete old texts that readers wrote when asked whether a page was of use."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and say how many."""
        count = UsefulnessNote.objects.purge(datetime.timedelta(days=settings.FEEDBACK_KEEP_DAYS))
        if options["verbosity"]:
            self.stdout.write(
                ngettext("%(count)d answer deleted.", "%(count)d answers deleted.", count)
                % {"count": count}
            )
