"""Parts of a benchmark in processes of their own: nothing is warm, and memory is theirs alone."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def set_up(database: Path) -> None:
    """Make Django work on this database, as in production but for its settings."""
    sys.path.insert(0, str(ROOT / "site"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    os.environ["DEBUG"] = "false"
    os.environ["DATABASE_URL"] = f"sqlite:///{database}"
    import django

    django.setup()


def run(module: str, *arguments: object) -> dict[str, Any]:
    """Run a module of this package; return the JSON that it wrote where its last argument says.

    Raises ``CalledProcessError`` if it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [sys.executable, "-m", f"bench.{module}", *map(str, arguments), str(answer)]
        subprocess.run(command, cwd=ROOT, check=True)
        result: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return result


def peak_megabytes() -> float:
    """Return the most memory that this process has had resident so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Kilobytes, but bytes on macOS.
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def resident_megabytes() -> float:
    """Return the memory resident now where the system tells it, elsewhere the peak."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return peak_megabytes()
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
