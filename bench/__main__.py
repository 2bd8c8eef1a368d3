"""Runs the benchmarks: `python -m bench [imports] [pages] [texts] [speed] [--sizes …]`.

Imports and pages run on a database of their own: the demo and, where at hand, 1,000 real sites.
Texts runs on generated pages, speed on generated listings, which are kept in var/bench.
"""

import argparse
import tempfile
from pathlib import Path

from bench import page_texts, speed, wheel
from bench.figures import Report
from bench.processes import ROOT, set_up

SITES = ROOT.parent / "shared" / "data" / "lipas" / "lipas-v1-1000-nocontacts.json"
NAMES = ("imports", "pages", "texts", "speed", "wheel")


def main() -> int:
    """Measure what was asked for, and return 1 if a budget is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(NAMES)}; all unless given")
    parser.add_argument("--sizes", type=_sizes, default=speed.SIZES, help="listings, for speed")
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    names = options.names or NAMES
    report = Report()
    if {"imports", "pages"} & set(names):
        _on_the_demo(report, names)
    if "texts" in names:
        page_texts.measure(report)
    if "wheel" in names:
        wheel.measure(report)
    if "speed" in names:
        speed.measure(report, options.sizes)
    return report.finish()


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(part) for part in text.split(","))
    if min(sizes) < 1:
        raise argparse.ArgumentTypeError("sizes are at least 1")
    return sizes


def _on_the_demo(report: Report, names: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder) / "bench.sqlite3")
        from django.conf import settings
        from django.core.management import call_command

        settings.VAR_DIR = Path(folder)
        call_command("migrate", verbosity=0)
        call_command("seed_demo", verbosity=0)

        from bench import imports, pages

        if "imports" in names and SITES.exists():
            imports.measure(report, SITES)
        elif "imports" in names:
            print(f"No {SITES.name} beside the project: imports are not measured.")
        if "pages" in names:
            pages.measure(report)


if __name__ == "__main__":
    raise SystemExit(main())
