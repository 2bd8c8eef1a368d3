"""Brings the whole search index up to date, or says where it is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import Progress

from search import documents, published
from search.building import batches, processes_for, write
from search.engines import get_engine
from search.engines.base import Document, Drift

SHOWN = 20
"""Keys that are named of each sort of drift."""


class Command(BaseCommand):
    """Rebuild in place: people can search all the while."""

    help = (
        "Index everything that is published and take out what no longer is. Only what differs "
        "is written. Safe at any time; run it nightly, for the calendar of the days ahead."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the wish only to look."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; name what differs, and exit with 1 if anything does",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild or check."""
        self.verbosity = options["verbosity"]
        if options["check"]:
            self._check()
        else:
            self._rebuild()

    @contextmanager
    def _progress(self) -> Iterator[Any]:
        """Show how far we are, and yield what moves it on by so many listings."""
        quiet = self.verbosity == 0 or not self.stdout.isatty()
        with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
            task = progress.add_task("", total=published.count())
            yield lambda count: progress.advance(task, count)

    def _rebuild(self) -> None:
        engine = get_engine()
        leftover = engine.keys()
        count = changed = 0
        with self._progress() as advance:
            for batch in batches(processes_for(published.count())):
                changed += write(batch)
                leftover -= {each.key for each in batch.prepared}
                count += len(batch.prepared)
                advance(len(batch.keys))
        # What somebody publishes meanwhile stays.
        with engine.writing():
            removed = published.gone(leftover)
            engine.remove(removed)
        engine.tidy()
        if self.verbosity:
            self.stdout.write(
                ngettext("%(count)d listing indexed.", "%(count)d listings indexed.", count)
                % {"count": count}
            )
            self.stdout.write(
                _("%(changed)d new or changed, %(removed)d taken out.")
                % {"changed": changed, "removed": len(removed)}
            )

    def _check(self) -> None:
        engine = get_engine()
        with self._progress() as advance:
            drift = engine.drift(_all_documents(advance))
        if drift:
            # Some may have been edited between the reading of the two.
            with engine.writing():
                drift = _still(drift)
        if not drift:
            if self.verbosity:
                self.stdout.write(_("The index agrees with what is published."))
            return
        raise CommandError(_described(drift))


def _still(drift: Drift) -> Drift:
    """Return what of a drift is there when nobody can write."""
    engine = get_engine()
    found = engine.drift(documents.of([*drift.missing, *drift.outdated]))
    leftover = published.gone(engine.keys() & set(drift.leftover))
    return Drift(found.missing, found.outdated, tuple(sorted(leftover)))


def _all_documents(advance: Any) -> Iterator[Document]:
    for keys in published.all_keys():
        yield from documents.of(keys)
        advance(len(keys))


def _described(drift: Drift) -> str:
    lines = [_("The index differs from what is published:")]
    for label, keys in (
        (_("missing"), drift.missing),
        (_("outdated"), drift.outdated),
        (_("no longer published"), drift.leftover),
    ):
        if keys:
            named = ", ".join(f"{kind} {object_id}" for kind, object_id in keys[:SHOWN])
            more = " …" if len(keys) > SHOWN else ""
            lines.append(f"  {label} ({len(keys)}): {named}{more}")
    lines.append(_("“manage.py rebuild_search_index” mends it."))
    return "\n".join(lines)
