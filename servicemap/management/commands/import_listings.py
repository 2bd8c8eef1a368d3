"""Imports listings from a file of another service."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from servicemap.exchange.formats import FORMATS, Format
from servicemap.exchange.loader import Loader
from servicemap.exchange.report import broken_file, row_lines, summary
from servicemap.exchange.rows import BrokenFileError
from servicemap.models import Facility

MAX_SOURCE = Facility._meta.get_field("source").max_length or 0


class Command(BaseCommand):
    """``import_listings PATH --format FORMAT``; see docs/import.md."""

    help = (
        "Import listings from a file. Refused rows are told with their line, field and "
        "reason, the others go in; the exit status is 1 if any row was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("path", type=Path, help="the file")
        parser.add_argument("--format", required=True, choices=sorted(FORMATS))
        parser.add_argument("--dry-run", action="store_true", help="validate, save nothing")
        parser.add_argument(
            "--strict", action="store_true", help="save nothing if any row is refused"
        )
        parser.add_argument("--source", help="name of the source; the format's unless given")
        parser.add_argument(
            "--no-translations", action="store_true", help="say everything in English"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import in the site's main language."""
        language = None if options["no_translations"] else settings.LANGUAGE_CODE
        with translation.override(language):
            self._import(options["path"], FORMATS[options["format"]], options)

    def _import(self, path: Path, format: Format, options: dict[str, Any]) -> None:
        source = (format.source if options["source"] is None else options["source"]).strip()
        if not 1 <= len(source) <= MAX_SOURCE:
            raise CommandError(
                _("The source's name must have 1 to %(limit)d characters.") % {"limit": MAX_SOURCE}
            )
        try:
            items = list(format.read(path))
        except BrokenFileError as error:
            raise CommandError(f"{path}: {broken_file(error)}") from error
        loader = Loader(source, strict=options["strict"], dry_run=options["dry_run"])
        try:
            with self._progress(len(items), options["verbosity"]) as on_progress:
                loader.load(items, on_progress)
        except OperationalError as error:
            self._tell(loader, format, options)
            raise CommandError(_("Database error: %(reason)s") % {"reason": error}) from error
        except KeyboardInterrupt as interrupt:
            self._tell(loader, format, options)
            raise CommandError(_("Interrupted.")) from interrupt
        self._tell(loader, format, options)
        if refused := loader.outcome.refused:
            raise CommandError(
                ngettext("%(count)d row was refused.", "%(count)d rows were refused.", refused)
                % {"count": refused}
            )

    def _tell(self, loader: Loader, format: Format, options: dict[str, Any]) -> None:
        """Write the refusals to stderr, notes and counts to stdout."""
        outcome = loader.outcome
        for line in row_lines(outcome.errors, format):
            self.stderr.write(line)
        if options["verbosity"] > 0:
            for line in row_lines(outcome.notes, format):
                self.stdout.write(line)
            self.stdout.write(summary(outcome, options["dry_run"]))

    @contextmanager
    def _progress(self, total: int, verbosity: int) -> Iterator[Callable[[int], None]]:
        """Show a progress bar on a terminal, and nothing elsewhere."""
        if verbosity < 1 or not self.stdout.isatty():
            yield lambda count: None
            return
        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=False), transient=True) as progress:
            task = progress.add_task("", total=total)
            yield lambda count: progress.advance(task, count)
