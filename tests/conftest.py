"""What every test stands on: no outside world, Finnish, and data to lean on."""

import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.utils import translation

from servicemap.models import (
    AccessibilityFeature,
    Category,
    Municipality,
    Place,
    Synonym,
    TargetGroup,
    Theme,
    User,
)
from tests.factories import UserFactory

REGISTERS: tuple[type[models.Model], ...] = (
    Municipality,
    Place,
    Category,
    TargetGroup,
    Theme,
    AccessibilityFeature,
    Synonym,
)


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
def _register_rows() -> dict[type[models.Model], list[models.Model]]:
    """Hold the registers' rows once the first test has loaded them."""
    return {}


@pytest.fixture
def registers(
    db: None, _register_rows: dict[type[models.Model], list[models.Model]]
) -> dict[type[models.Model], list[models.Model]]:
    """The real registers of the region: municipalities, gazetteer, categories and the rest."""
    from servicemap.registers import load_registers

    if _register_rows:
        for model, rows in _register_rows.items():
            model._default_manager.bulk_create(rows)
    else:
        load_registers()
        for model in REGISTERS:
            # Parents come before their children: they were made first.
            _register_rows[model] = list(model._default_manager.order_by("pk"))
    return _register_rows


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
