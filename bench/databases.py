"""Databases of generated listings without an index, kept in var/bench for the next time."""

import datetime
import hashlib
import json
import os
import sys
import time
from pathlib import Path

from bench.processes import ROOT, run, set_up

FOLDER = ROOT / "var" / "bench"
SEED = 2026


def generated(size: int) -> Path:
    """Return a database of so many listings; make it if it is missing or out of date."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path, stamp = _path(size), _path(size).with_suffix(".json")
    if path.exists() and stamp.exists():
        known = json.loads(stamp.read_text(encoding="utf-8"))
        if known["fingerprint"] == fingerprint():
            return path
    made = run("databases", size)
    stamp.write_text(json.dumps({"fingerprint": fingerprint(), **made}), encoding="utf-8")
    return path


def fingerprint() -> str:
    """Return what changes with the generator, its material and the schema, and every month.

    Times of activities are counted from the day of generating: after a while all have ended.
    """
    found = hashlib.sha256(f"{datetime.date.today():%Y-%m}".encode())
    folders = (ROOT / "servicemap" / "generation", ROOT / "servicemap" / "data")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files += [path for app in ("servicemap", "search", "pages") for path in _migrations(app)]
    for path in sorted(files):
        if path.suffix in {".py", ".toml", ".json", ".csv"}:
            found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()


def _migrations(app: str) -> list[Path]:
    return list((ROOT / app / "migrations").glob("*.py"))


def _path(size: int) -> Path:
    return FOLDER / f"generated-{size}.sqlite3"


def main(size: int, answer: Path) -> None:
    """Make the database anew; answer with the seconds that generating took."""
    path = _path(size)
    for old in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        old.unlink(missing_ok=True)
    making = path.with_suffix(f".{os.getpid()}.making")
    set_up(making)
    from django.core.management import call_command
    from django.db import connection

    print(f"Generating {size} listings …", flush=True)
    call_command("migrate", verbosity=0)
    call_command("load_registers", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    start = time.perf_counter()
    call_command("generate_listings", size, seed=SEED, no_index=True, verbosity=0)
    seconds = time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    making.rename(path)
    answer.write_text(json.dumps({"seconds": seconds}), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
