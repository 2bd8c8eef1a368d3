"""Measures relevance on a database of its own; the exit code is 1 if a budget is missed.

The clock stands still on a Monday morning, so that figures of two days can be compared.
"""

import argparse
import datetime
import json
import os
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
RESULT = ROOT / "var" / "bench" / "relevance.json"
NOW = datetime.datetime(2026, 11, 9, 8, 0, tzinfo=ZoneInfo("Europe/Helsinki"))
SECTIONS = ("demo", "vocabulary", "services", "generated")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.relevance", description=__doc__)
    parser.add_argument(
        "--failures", action="store_true", help="print what was expected and what came"
    )
    parser.add_argument("--only", choices=SECTIONS, nargs="+", default=SECTIONS)
    parser.add_argument("--out", type=Path, default=RESULT, help="where the JSON goes")
    return parser.parse_args()


def main() -> int:
    """Set up, measure, print, and return 1 if a budget is missed."""
    arguments = _arguments()
    sys.path.insert(0, str(ROOT / "site"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    os.environ["DEBUG"] = "false"
    with (
        tempfile.TemporaryDirectory() as folder,
        patch("django.utils.timezone.now", lambda: NOW.astimezone(datetime.UTC)),
    ):
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.VAR_DIR = Path(folder)
        call_command("migrate", verbosity=0)

        from bench.relevance.run import measure

        sections = measure(arguments.only, failures=arguments.failures)

    missed = [what for section in sections for what in section.missed()]
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    data = {
        "now": NOW.isoformat(),
        "sections": {section.name: section.as_data() for section in sections},
        "missed": missed,
    }
    arguments.out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    print()
    for what in missed:
        print(f"Missed: {what}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
