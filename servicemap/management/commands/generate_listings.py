"""Fills the map with synthetic listings, for benchmarks."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from servicemap.generation.listings import Composer, MissingRegisterError
from servicemap.generation.store import Store, clear, count_generated

BATCH = 2000
"""Listings composed and saved at a time, in a transaction of their own."""


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError as error:
        raise ArgumentTypeError(f"N must be a whole number, not “{text}”.") from error
    if number < 1:
        raise ArgumentTypeError(f"N must be at least 1, not {number}.")
    return number


class Command(BaseCommand):
    """``generate_listings N [--seed S]`` adds; ``generate_listings --clear`` takes away."""

    help = (
        "Add N invented listings to the map, published, for benchmarks and trying out: "
        "associations, facilities and activities with texts, places and times, marked with the "
        "source “generated”. The same seed gives the same listings on the same day. Running it "
        "again adds more. Remove them all with --clear."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("count", nargs="?", type=_positive, metavar="N", help="how many")
        parser.add_argument("--seed", type=int, default=1, help="of the random numbers (default 1)")
        parser.add_argument(
            "--no-index", action="store_true", help="leave the search index as it is"
        )
        parser.add_argument(
            "--clear", action="store_true", help="remove every generated listing instead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Add, or clear."""
        if options["clear"] == (options["count"] is not None):
            raise CommandError("Give either N, the number of listings to add, or --clear.")
        if options["clear"]:
            self._clear(options["verbosity"])
        else:
            self._generate(options["count"], options)

    def _generate(self, count: int, options: dict[str, Any]) -> None:
        try:
            composer = Composer(options["seed"], timezone.localdate())
        except MissingRegisterError as error:
            raise CommandError("The registers are empty. Run load_registers first.") from error
        store = Store()
        with self._progress(count, options["verbosity"]) as advance:
            for batch in composer.batches(count, BATCH):
                store.save(batch)
                advance(len(batch))
        self._say(f"{count} listings added. Remove them with: generate_listings --clear", options)
        if not options["no_index"]:
            call_command("rebuild_search_index", verbosity=options["verbosity"])

    def _clear(self, verbosity: int) -> None:
        try:
            with self._progress(count_generated(), verbosity) as advance:
                count = clear(advance)
        except ProtectedError as error:
            raise CommandError(
                "A generated association has activities that were not generated: "
                "give them another organiser first."
            ) from error
        self._say(f"{count} generated listings removed.", {"verbosity": verbosity})

    def _say(self, text: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(text)

    @contextmanager
    def _progress(self, total: int, verbosity: int) -> Iterator[Callable[[int], None]]:
        """Show a progress bar on a terminal, and nothing elsewhere."""
        quiet = verbosity < 1 or not self.stdout.isatty()
        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(
            *columns, console=Console(stderr=True), disable=quiet, transient=True
        ) as progress:
            task = progress.add_task("", total=total)
            yield lambda count: progress.advance(task, count)
