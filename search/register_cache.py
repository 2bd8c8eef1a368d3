"""Keeps what is worked out of registers in the process, for a minute at most."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.core.cache import cache
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

TIME_TO_LIVE = 60
"""Seconds after which the registers are read again, whoever changed them."""

Rows = TypeVar("Rows")
Value = TypeVar("Value")


class RegisterCache(Generic[Rows, Value]):
    """Something built from registers' rows: ``get`` makes no query while it is fresh.

    A token in Django's cache says whether it is, so that processes which share that cache
    learn of a change at once. What was built is kept as long as the rows stay equal.
    """

    def __init__(self, name: str, read: Callable[[], Rows], build: Callable[[Rows], Value]) -> None:
        self._key = f"search.registers.{name}"
        self._read, self._build = read, build
        # One tuple, replaced whole: threads see all of it or nothing.
        self._held: tuple[str, Rows, Value] | None = None

    def get(self) -> Value:
        """Return the value; reads the registers if they may have changed."""
        token, held = cache.get(self._key), self._held
        if token is not None and held is not None and held[0] == token:
            return held[2]
        if token is None:
            token = uuid.uuid4().hex
            cache.set(self._key, token, TIME_TO_LIVE)
        rows = self._read()
        value = held[2] if held is not None and held[1] == rows else self._build(rows)
        self._held = (token, rows, value)
        return value

    def clear(self) -> None:
        """Read the registers again next time, and once more when the transaction is done.

        Others may read the old rows, and keep them, before it is.
        """
        cache.delete(self._key)
        transaction.on_commit(lambda: cache.delete(self._key))

    def follow(self, registers: Iterable[type[models.Model]]) -> None:
        """Clear whenever an entry of these registers is saved or deleted."""
        for register in registers:
            for signal in (post_save, post_delete):
                signal.connect(
                    self._on_change, sender=register, dispatch_uid=(self._key, register.__name__)
                )

    def _on_change(self, **kwargs: Any) -> None:
        self.clear()
