"""Forgets what people once answered."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from pages.models import SurveyPage


class Command(BaseCommand):
    """Meant to be run each day."""

    help = "Delete answers to surveys that have been kept for as long as was promised."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and say how many."""
        total = 0
        for survey in SurveyPage.objects.order_by("pk"):
            count = survey.purge_answers()
            total += count
            if count and options["verbosity"] > 1:
                self.stdout.write(f"{survey.title}: {count}")
        if options["verbosity"]:
            self.stdout.write(
                ngettext("%(count)d answer deleted.", "%(count)d answers deleted.", total)
                % {"count": total}
            )
