"""The tests' own PostgreSQL: it is real, it is where it should be, and it goes away."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import environ
import pytest
from django.db import connections, router
from django.utils import timezone

from search.models import SearchEntry
from tests.postgres_server import find_programs, postgres_server

needs_programs = pytest.mark.skipif(
    not find_programs() and os.environ.get("CI") != "true", reason="PostgreSQL is not installed."
)


def entry(object_id: int) -> SearchEntry:
    """Put an entry in the index."""
    return SearchEntry.objects.create(
        kind="facility",
        object_id=object_id,
        name_length=1,
        names={},
        updated_at=timezone.now(),
        facets="",
        occurrences=b"",
        card={},
        fingerprint=0,
        stamp=0,
    )


def here(alias: str) -> list[int]:
    """What is in the index of this very database."""
    return list(SearchEntry.objects.using(alias).values_list("object_id", flat=True))


@pytest.mark.sqlite
@pytest.mark.postgres
def test_the_index_goes_where_it_is_routed(request: pytest.FixtureRequest) -> None:
    alias = request.getfixturevalue("on_postgres")
    assert connections[router.db_for_write(SearchEntry)].vendor == "postgresql"
    entry(1)
    assert here(alias) == [1]
    assert here("default") == []
    request.getfixturevalue("on_sqlite")
    assert connections[router.db_for_write(SearchEntry)].vendor == "sqlite"
    entry(2)
    assert here(alias) == [1]
    assert here("default") == [2]


@pytest.mark.parametrize("_once_more", range(2))
def test_a_test_leaves_nothing_behind(on_postgres: str, _once_more: int) -> None:
    assert here(on_postgres) == []
    entry(1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_once_more", range(2))
def test_a_test_with_real_transactions_leaves_nothing_behind(
    on_postgres: str, _once_more: int
) -> None:
    assert not connections[on_postgres].in_atomic_block
    assert here(on_postgres) == []
    entry(1)


def is_gone(path: Path) -> bool:
    """Wait until the server's folder is not there any more."""
    deadline = time.monotonic() + 30
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not path.exists()


def folder(url: str) -> Path:
    """The server's folder: its socket is there."""
    return Path(environ.Env.db_url_config(url)["HOST"])


@needs_programs
def test_a_server_ends_with_its_block() -> None:
    with suppress(ZeroDivisionError), postgres_server() as url:
        assert (folder(url) / ".s.PGSQL.5432").is_socket()
        raise ZeroDivisionError
    assert not folder(url).exists()


@needs_programs
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_server_ends_with_whoever_asked_for_it(end: signal.Signals) -> None:
    asking = """
import sys
from tests.postgres_server import postgres_server
with postgres_server() as url:
    print(url, flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", asking],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        place = folder(process.stdout.readline().strip())
        pid = int((place / "data" / "postmaster.pid").read_text().split()[0])
        process.send_signal(end)
    assert is_gone(place)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@needs_programs
def test_a_command_runs_on_a_server_and_its_result_is_ours() -> None:
    command = [sys.executable, "-m", "tests.postgres_server", sys.executable, "-c"]
    told = "import os, sys; print(os.environ['DATABASE_URL']); sys.exit(7)"
    done = subprocess.run([*command, told], capture_output=True, text=True, check=False)
    assert done.returncode == 7
    assert done.stdout.startswith("postgres://")
    assert not folder(done.stdout.strip()).exists()


def test_without_postgresql_the_reason_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests import postgres_server as module

    nowhere: Callable[[], Path | None] = lambda: None  # noqa: E731
    monkeypatch.setattr(module, "find_programs", nowhere)
    assert module.main(["--find"]) == 1
    assert module.main(["--keep"]) == 1
    assert "not installed" in capsys.readouterr().err
