"""Brings the whole search index up to date."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import Progress

from search import documents
from search.engines import get_engine

CHUNK = 200


class Command(BaseCommand):
    """Rebuild in place: people can search all the while."""

    help = "Index everything that is published, and take out what no longer is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every document anew, a chunk at a time, then remove what is left over."""
        engine = get_engine()
        leftover = engine.keys()
        count = 0
        quiet = options["verbosity"] == 0 or not self.stdout.isatty()
        with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
            task = progress.add_task("", total=documents.count_published())
            remaining = documents.all_documents()
            while chunk := list(islice(remaining, CHUNK)):
                engine.update(chunk)
                leftover -= {(document.kind, document.object_id) for document in chunk}
                count += len(chunk)
                progress.update(task, completed=count)
        engine.remove(leftover)
        if options["verbosity"]:
            self.stdout.write(
                ngettext("%(count)d listing indexed.", "%(count)d listings indexed.", count)
                % {"count": count}
            )
