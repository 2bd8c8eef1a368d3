"""Builds the indexes of a database, timed, and chooses what to ask of it."""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from bench.processes import peak_megabytes, set_up


def main(database: Path, answer: Path) -> None:
    """Answer with the seconds, the peak memory and the queries; the indexes must be empty."""
    set_up(database)
    from django.core.management import call_command

    from bench.queries import choose

    busy = _processor_seconds()
    ours = _seconds(lambda: call_command("rebuild_search_index", verbosity=0))
    busy = _processor_seconds() - busy
    megabytes = peak_megabytes()
    wagtails = _seconds(lambda: call_command("update_index", verbosity=0))
    queries = {name: [asdict(choice) for choice in found] for name, found in choose().items()}
    built = {
        "seconds": ours,
        "processor_seconds": busy,
        "megabytes": megabytes,
        "wagtail_seconds": wagtails,
    }
    answer.write_text(json.dumps({**built, "queries": queries}), encoding="utf-8")


def _processor_seconds() -> float:
    """Return what this process and those that it has started and ended have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
