"""Forgets old and rare queries."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from search.gaps.counts import QueryCount


class Command(BaseCommand):
    """Purge at once; the site itself does so on each day on which somebody searches."""

    help = "Delete counts of queries that are too old or stayed rare."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and say how many."""
        count = QueryCount.objects.purge()
        if options["verbosity"]:
            self.stdout.write(
                ngettext("%(count)d count deleted.", "%(count)d counts deleted.", count)
                % {"count": count}
            )
