"""Builds the documents of everything published, on all processors where there are many."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice

from django.db import connections

from search import documents, published
from search.engines import get_engine
from search.engines.base import Prepared
from search.keys import Key
from search.processes import pool

WORTH_PROCESSES = 3_000
"""Listings from which on it pays to start processes."""

AHEAD = 2
"""Batches that each process has in hand: one that it builds and one that waits."""


@dataclass(frozen=True)
class Batch:
    """Some keys, what the engine keeps of those that are published, and their stamps in the index.

    The stamps were read first: an entry that has another one since was written by somebody
    who knew better.
    """

    keys: list[Key]
    prepared: Sequence[Prepared]
    stamps: Mapping[Key, int]


def build(keys: list[Key]) -> Batch:
    """Build one batch."""
    engine = get_engine()
    stamps = engine.stamps(keys)
    return Batch(keys, engine.prepare(documents.of(keys)), stamps)


def write(batch: Batch) -> int:
    """Write a batch into the index; return how many entries were new or different.

    Left out is what somebody else has written since the batch was read, and what is published
    no more: whoever changed a listing meanwhile has brought its entry up to date.
    """
    engine = get_engine()
    with engine.writing():
        stamps = engine.stamps(batch.keys)
        fresh = [
            prepared
            for prepared in batch.prepared
            if stamps.get(prepared.key) == batch.stamps.get(prepared.key)
        ]
        gone = published.gone(each.key for each in fresh if each.key not in stamps)
        return engine.write((each for each in fresh if each.key not in gone), in_bulk=True)


def processes_for(count: int) -> int:
    """Return how many processes build so many documents; 0 for this one alone."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    in_transaction = any(each.in_atomic_block for each in connections.all(initialized_only=True))
    return processors if count >= WORTH_PROCESSES and processors > 1 and not in_transaction else 0


def batches(processes: int = 0) -> Iterator[Batch]:
    """Yield batches of everything that is published, built here or in other processes."""
    if not processes:
        yield from map(build, published.all_keys())
        return
    remaining = published.all_keys()
    with pool(processes) as executor:
        waiting: list[Future[Batch]] = [
            executor.submit(build, keys) for keys in islice(remaining, AHEAD * processes)
        ]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [executor.submit(build, keys) for keys in islice(remaining, 1)]
