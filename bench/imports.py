"""Importing real sites, and importing them again when nothing has changed."""

import time
from pathlib import Path

from django.core.management import call_command

from bench.figures import Report

BUDGET_S = 30
"""For 1,000 sites, indexed and on the map."""


def measure(report: Report, path: Path) -> None:
    """Import twice."""
    print(f"\nImport of {path.name}")
    for label in ("first import", "second import, nothing changed"):
        start = time.perf_counter()
        call_command("import_listings", str(path), format="lipas", verbosity=0)
        report.add(label, time.perf_counter() - start, "s", BUDGET_S)
