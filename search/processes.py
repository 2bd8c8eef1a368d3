"""Processes of the site that work beside this one. Imports nothing that needs Django set up."""

import gc
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

import django

RARELY = 200_000
"""Objects made between two searches for cycles of them."""


@contextmanager
def pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Start so many processes, each with Django set up; end them when done."""
    # Never forked: a process that inherits an open SQLite database can destroy it.
    spawned = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(count, spawned, initializer=_set_up)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def _set_up() -> None:
    django.setup()
    # What documents are made of is not cyclic: looking for cycles took a third of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(RARELY)
