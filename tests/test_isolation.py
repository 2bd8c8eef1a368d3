"""Tests reach this machine only."""

import socket

import pytest

from tests.conftest import OutsideWorldError


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_other_machines_are_out_of_reach(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as connection, pytest.raises(OutsideWorldError):
        connection.connect(address)


def test_names_of_other_machines_are_not_looked_up() -> None:
    with pytest.raises(OutsideWorldError):
        socket.create_connection(("example.org", 80))


def test_this_machine_is_within_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
