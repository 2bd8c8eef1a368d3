"""Serves the site as production does, from a process of its own on this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.processes import ROOT

PATIENCE_S = 60
LOG = "server.log"

DEMO = "demo.sqlite3"
"""The name of a database with the demo, in the folder with the site's other files."""


def prepare(database: Path, folder: Path, *, demo: bool) -> None:
    """Make what the site needs to serve this database: its tables, search index and static files.

    With ``demo``, the database has the demo as well. ``folder`` is for all other files.
    """
    for arguments in (
        ("migrate",),
        *([("seed_demo",)] if demo else []),
        ("rebuild_search_index",),
        ("collectstatic", "--no-input"),
    ):
        subprocess.run(
            [sys.executable, "manage.py", *arguments, "--verbosity", "0"],
            cwd=ROOT,
            env=_environment(database, folder),
            check=True,
            stdout=subprocess.DEVNULL,
        )


@contextmanager
def served(database: Path, folder: Path) -> Iterator[str]:
    """Yield the address at which the site serves what was prepared, until the block ends."""
    port = _free_port()
    with (folder / LOG).open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "bench.browser.serving", str(port)],
            cwd=ROOT,
            env=_environment(database, folder),
            stdout=log,
            stderr=log,
        )
        try:
            address = f"http://localhost:{port}"
            _await(address, server, folder / LOG)
            yield address
        finally:
            server.terminate()
            server.wait()


def _environment(database: Path, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "BENCH_FOLDER": str(folder),
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "bench.browser.settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "site"), str(ROOT))),
    }


def copied(database: Path, folder: Path) -> Path:
    """Return a copy of a database, to be written to."""
    return Path(shutil.copy(database, folder / database.name))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the site answers and has read what its first searches would wait for."""
    until = time.monotonic() + PATIENCE_S
    while True:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"The site does not answer: {log.read_text()[-2000:]}")
        try:
            for path in ("/fi/", "/fi/haku/", "/api/v1/map"):
                urllib.request.urlopen(address + path, timeout=PATIENCE_S).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


def _serve(port: int) -> None:
    from django.core.servers.basehttp import run

    from config.wsgi import application

    run("127.0.0.1", port, application, threading=True)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
