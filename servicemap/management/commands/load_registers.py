"""Loads municipalities, gazetteer, categories and the other registers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from servicemap.moderation import ensure_listing_workflow
from servicemap.registers import load_registers


class Command(BaseCommand):
    """Load the registers and set up how listings are approved; creates what is missing."""

    help = "Creates the missing entries of the registers from servicemap/data. Deletes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to set entries back."""
        parser.add_argument(
            "--update",
            action="store_true",
            help="also set entries back to what the files say, editors' changes included",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many."""
        for name, counts in load_registers(update=options["update"]).items():
            self.stdout.write(
                f"{name}: {counts.read} read, {counts.created} created, {counts.updated} updated"
            )
        ensure_listing_workflow()
