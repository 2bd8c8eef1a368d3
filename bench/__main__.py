"""Runs the benchmarks on a database of their own: the demo and, where at hand, 1,000 real sites."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITES = ROOT.parent / "shared" / "data" / "lipas" / "lipas-v1-1000-nocontacts.json"


def main() -> int:
    """Set up, measure, and return 1 if a budget is exceeded."""
    sys.path.insert(0, str(ROOT / "site"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    os.environ["DEBUG"] = "false"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.VAR_DIR = Path(folder)
        call_command("migrate", verbosity=0)
        call_command("seed_demo", verbosity=0)

        from bench import imports, pages, search
        from bench.figures import Report

        report = Report()
        if SITES.exists():
            imports.measure(report, SITES)
        else:
            print(f"No {SITES.name} beside the project: imports are not measured.")
        search.measure(report)
        pages.measure(report)
        return report.finish()


if __name__ == "__main__":
    raise SystemExit(main())
