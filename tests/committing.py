"""Requests that are over: what waits for the end of their transaction has happened."""

from typing import Any

from django.test import Client, TestCase


class CommittingClient(Client):
    """A browser whose requests are committed, though the test itself never is."""

    def request(self, **request: Any) -> Any:
        """Do the request and then what waits for its commit."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            return super().request(**request)
