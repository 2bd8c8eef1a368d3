"""What every test stands on: its databases, no outside world, Finnish, and data to lean on."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from ipaddress import ip_address
from typing import Any

import environ
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from servicemap.models import User
from tests.factories import UserFactory
from tests.postgres_server import find_programs, postgres_server
from tests.register_rows import RegisterRows, Rows
from tests.routing import POSTGRES, make_index, routed_to
from tests.states import States

Reach = Callable[[str, Callable[[], Any]], Any]
Shared = Callable[[], AbstractContextManager[None]]


def is_for(item: pytest.Item, database: str) -> bool:
    """Whether the test says, by a marker or a fixture, that the search index be in a database."""
    fixtures = getattr(item, "fixturenames", ())
    return f"on_{database}" in fixtures or item.get_closest_marker(database) is not None


def has_database(item: pytest.Item) -> bool:
    """Whether the test may use a database."""
    return item.get_closest_marker("django_db") is not None or "db" in getattr(
        item, "fixturenames", ()
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give tests on PostgreSQL their second database, or skip them where there is none.

    Where the whole site is on PostgreSQL, tests on SQLite are left out, and those without any
    database: they are run with the others.
    """
    if POSTGRES not in settings.DATABASES:
        left_out = [item for item in items if is_for(item, "sqlite") or not has_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
        return
    missing = not find_programs() and "TEST_POSTGRES_URL" not in os.environ
    for item in items:
        if not is_for(item, "postgres"):
            continue
        if missing and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason="PostgreSQL is not installed."))
            continue
        own = item.get_closest_marker("django_db")
        options = {**own.kwargs} if own else {}
        options["databases"] = {"default", POSTGRES, *(options.get("databases") or ())}
        # The first marker counts.
        item.add_marker(pytest.mark.django_db(**options), append=False)


def is_postgres_wanted(session: pytest.Session) -> bool:
    """Whether a test of this run needs PostgreSQL as its second database."""
    return POSTGRES in settings.DATABASES and any(
        is_for(item, "postgres") and not item.get_closest_marker("skip") for item in session.items
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> Iterator[None]:
    """Start PostgreSQL where it is wanted and no address of one is given."""
    if "TEST_POSTGRES_URL" in os.environ or not is_postgres_wanted(request.session):
        yield
        return
    with postgres_server() as url:
        settings.DATABASES[POSTGRES].update(environ.Env.db_url_config(url))
        yield


STATES = pytest.StashKey[States]()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Make the search index in the second database too, where it is wanted.

    On SQLite, tests that commit leave the database as the migrations made it, not empty.
    """
    if is_postgres_wanted(request.session):
        with django_db_blocker.unblock():
            make_index()
    if connection.vendor != "sqlite":
        yield
        return
    with django_db_blocker.unblock():
        states = request.config.stash[STATES] = States()

    def tear_down(case: TransactionTestCase) -> None:
        for alias in case._databases_names(include_mirrors=False):
            if alias == connection.alias:
                states.restore()
            else:
                call_command("flush", database=alias, verbosity=0, interactive=False)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", tear_down)
        yield


@pytest.fixture
def reach(db: None, pytestconfig: pytest.Config) -> Reach:
    """Make rows by a function, or go back to when it had made them: see ``tests.states``."""
    states = pytestconfig.stash.get(STATES, None)
    return states.reach if states else lambda _name, make: make()


@pytest.fixture(scope="module")
def shared(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Shared]:
    """Give a context in which a module's fixture may write, for all of the module's tests.

    Each of them begins from what was made, and what it changes is taken back. It is not for tests
    that commit.
    """

    @contextmanager
    def writing() -> Iterator[None]:
        with django_db_blocker.unblock(), translation.override("fi"):
            yield

    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
    yield writing
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def on_sqlite(db: None) -> Iterator[str]:
    """Keep the search index in SQLite; the database's alias."""
    with routed_to("default"):
        yield "default"


@pytest.fixture
def on_postgres(db: None) -> Iterator[str]:
    """Keep the search index in a real PostgreSQL; the database's alias.

    A test that asks for the fixture only while it runs needs the marker ``postgres`` too.
    """
    alias = "default" if connection.vendor == "postgresql" else POSTGRES
    with routed_to(alias):
        yield alias


class OutsideWorldError(AssertionError):
    """A test tried to reach another machine."""


def is_here(address: Any) -> bool:
    """Whether a socket address or host name is of this very machine."""
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode()
    if not host or host == "localhost" or host.startswith("/"):
        return True
    try:
        return ip_address(host.split("%")[0]).is_loopback or host in {"0.0.0.0", "::"}
    except ValueError:
        return False


def guarded(original: Callable[..., Any], position: int) -> Callable[..., Any]:
    """Wrap a socket call so that it refuses addresses of other machines."""

    def call(*args: Any, **kwargs: Any) -> Any:
        if not is_here(args[position]):
            raise OutsideWorldError(f"Tests may not reach {args[position]!r}.")
        return original(*args, **kwargs)

    return call


@pytest.fixture(autouse=True, scope="session")
def _no_outside_world() -> Iterator[None]:
    """Let sockets connect to this machine only, and resolve no other names."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name), 1))
        patch.setattr(socket, "getaddrinfo", guarded(socket.getaddrinfo, 0))
        yield


@pytest.fixture(autouse=True)
def _in_finnish() -> Iterator[None]:
    """Start each test in the site's own language with an empty cache."""
    cache.clear()
    with translation.override("fi"):
        yield


@pytest.fixture(scope="session")
def register_rows() -> RegisterRows:
    """The rows of the registers, for what lives longer than a test."""
    return RegisterRows()


@pytest.fixture
def registers(register_rows: RegisterRows, reach: Reach) -> Rows:
    """The real registers of the region: municipalities, gazetteer, categories and the rest."""
    reach("registers", register_rows.insert)
    return register_rows.rows


@pytest.fixture
def superuser(db: None) -> User:
    """An administrator."""
    user: User = UserFactory(email="yllapito@example.org", is_superuser=True)
    return user


@pytest.fixture
def admin_client(superuser: User) -> Client:
    """A browser in which the administrator has signed in."""
    client = Client()
    client.force_login(superuser)
    return client
