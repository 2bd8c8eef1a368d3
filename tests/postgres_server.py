"""A throwaway PostgreSQL server: made in a temporary folder, gone with the process that asked.

``python -m tests.postgres_server COMMAND …`` runs a command with ``DATABASE_URL`` pointing at one.
``python -m tests.postgres_server --find`` prints where PostgreSQL's programs are.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

NAME = "seutukartta"
"""Of the database and of its owner."""

PORT = 5432
"""Only names the socket: the server listens to no network."""

OLDEST = 15
"""The first version whose databases can have ICU's order."""

PATIENCE_S = 60
FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
)
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    # A test database is thrown away: it need not survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "max_connections": "40",
}
LOCALE = (
    *("--locale", "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"),
    *("--locale-provider", "icu", "--icu-locale", "fi-FI"),
)
"""Finnish order, as an installation here has it: SQLite, in the other tests, has code points."""


class PostgresError(RuntimeError):
    """PostgreSQL is missing or does not start."""


def find_programs() -> Path | None:
    """Return the folder of ``initdb`` and ``postgres``: the one on PATH, or the newest version.

    Versions older than ``OLDEST`` do not count.
    """
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    for pattern in FOLDERS:
        candidates += sorted(Path("/").glob(pattern[1:]), key=_version, reverse=True)
    return next(
        (
            folder
            for folder in candidates
            if (folder / "postgres").exists() and _version(folder) >= OLDEST
        ),
        None,
    )


def _version(folder: Path) -> int:
    """Return the major version that the path tells, or the oldest that will do."""
    numbers = re.findall(r"\d+", folder.parent.name)
    return int(numbers[0]) if numbers else OLDEST


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom to run the server as: it refuses root. None stands for ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresError("PostgreSQL does not run as root, and there is no other user to run it.")


@contextmanager
def _folder(owner: pwd.struct_passwd | None) -> Iterator[Path]:
    # Only the server's user may enter it, so nobody else can reach the socket inside.
    folder = Path(tempfile.mkdtemp(prefix="seutukartta-pg-"))
    try:
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _served() -> Iterator[str]:
    """Make a cluster, serve it from a child of this process and yield its ``DATABASE_URL``."""
    programs = find_programs()
    if programs is None:
        raise PostgresError("PostgreSQL's server is not installed.")
    owner = _unprivileged()
    with _folder(owner) as folder, (folder / "log").open("w+") as log:
        options: dict[str, Any] = {
            "cwd": folder,
            "stdin": subprocess.DEVNULL,
            "stdout": log,
            "stderr": subprocess.STDOUT,
        }
        if owner:
            options |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        data = str(folder / "data")
        made = subprocess.run(
            [
                *(programs / "initdb", "--pgdata", data, "--username", NAME, "--auth", "trust"),
                *("--encoding", "UTF8", "--no-sync", *LOCALE),
            ],
            check=False,
            **options,
        )
        if made.returncode:
            raise PostgresError(_tail(log))
        settings = {**SETTINGS, "unix_socket_directories": str(folder)}
        server = subprocess.Popen(
            [
                *(programs / "postgres", "-D", data),
                *(f"--{name}={value}" for name, value in settings.items()),
            ],
            **options,
        )
        try:
            _make_database(server, folder, log)
            yield f"postgres://{NAME}@:{PORT}/{folder}/{NAME}"
        finally:
            _stop(server)


def _make_database(server: subprocess.Popen[bytes], folder: Path, log: Any) -> None:
    """Wait for the server and make the database in it."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with psycopg.connect(
                host=str(folder), port=PORT, user=NAME, dbname="postgres", autocommit=True
            ) as connection:
                connection.execute(f"CREATE DATABASE {NAME}")
                return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise PostgresError(_tail(log)) from error
            time.sleep(0.05)


def _tail(log: Any) -> str:
    log.seek(0)
    return f"PostgreSQL does not start:\n{log.read()[-2000:]}"


def _stop(server: subprocess.Popen[bytes]) -> None:
    # PostgreSQL's “fast” shutdown, and its “immediate” one where a client holds on.
    for number in (signal.SIGINT, signal.SIGQUIT):
        server.send_signal(number)
        try:
            server.wait(PATIENCE_S / 2)
        except subprocess.TimeoutExpired:
            continue
        return
    server.kill()
    server.wait()


@contextmanager
def postgres_server() -> Iterator[str]:
    """Yield the ``DATABASE_URL`` of a new server with an empty database.

    A process of its own keeps the server, and ends it and clears up when this one lets go of it,
    even by dying. Raises ``PostgresError`` where PostgreSQL is missing or does not start.
    """
    keeper = subprocess.Popen(
        [sys.executable, __file__, "--keep"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Ctrl-C in the terminal is for the tests, which still need their server to end well.
        start_new_session=True,
    )
    try:
        assert keeper.stdout is not None
        url = keeper.stdout.readline().strip()
        if not url:
            raise PostgresError(keeper.communicate()[1].strip())
        yield url
    finally:
        # Closes the keeper's standard input, which is its sign to end.
        keeper.communicate()


def _keep() -> None:
    """Serve until standard input ends."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with _served() as url:
        print(url, flush=True)  # noqa: T201
        sys.stdin.read()


def _run(command: list[str]) -> int:
    """Run the command on a new server and return how it ended."""
    with postgres_server() as url:
        process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
        # The command hears Ctrl-C too; the server has to outlive it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return process.wait()


def main(arguments: list[str]) -> int:
    """See the module's own words."""
    if arguments == ["--find"]:
        folder = find_programs()
        print(folder or "PostgreSQL's server is not installed.")  # noqa: T201
        return 0 if folder else 1
    try:
        if arguments == ["--keep"]:
            _keep()
            return 0
        return _run(arguments)
    except PostgresError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
