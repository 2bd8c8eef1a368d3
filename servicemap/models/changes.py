"""Telling those who follow listings that some have changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.dispatch import Signal

listings_changed = Signal()
"""Sent with ``sender``, a kind of listing, and ``ids`` once they and all below are saved.

Receivers run in the transaction that made the change. They read the listings from the database:
one in memory may hold a draft.
"""

_Gathered = dict[type[Model], dict[Any, None]]
_gathered: ContextVar[_Gathered | None] = ContextVar("gathered listings", default=None)


def announce(listing: Model) -> None:
    """Tell that a listing has changed: now, or when the changes have been gathered."""
    gathered = _gathered.get()
    if gathered is None:
        listings_changed.send(sender=type(listing), ids=[listing.pk])
    else:
        gathered.setdefault(type(listing), {})[listing.pk] = None


@contextmanager
def gathered_changes() -> Iterator[None]:
    """Tell of all changes in the block at its end: many at once are followed faster.

    The block belongs inside one transaction. Nothing is told if it raises.
    """
    if _gathered.get() is not None:
        yield
        return
    gathered: _Gathered = {}
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    for model, ids in gathered.items():
        listings_changed.send(sender=model, ids=list(ids))
