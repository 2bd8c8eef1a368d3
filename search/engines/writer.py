"""Writes documents into the index in the site's own database."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from search.batches import batched
from search.models import SearchChange, SearchEntry, SearchWord

from .base import Document, Drift
from .entries import WRITTEN, agrees, pair
from .term_table import TermTable, execute_many, index_alias

CHUNK = 500
"""Rows written at a time."""

WORDS = SearchWord._meta.db_table

CHANGES_KEPT = 50
"""Traces of writings that tidying leaves."""


class Writer:
    """Keeps entries, terms and words in step, each change in one transaction."""

    def __init__(self, terms: TermTable) -> None:
        self._terms = terms

    def keys(self) -> set[tuple[str, int]]:
        """See ``SearchEngine.keys``."""
        return set(SearchEntry.objects.using(index_alias()).values_list("kind", "object_id"))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See ``SearchEngine.writing``."""
        with transaction.atomic(using=index_alias()):
            self._terms.lock()
            yield

    def update(self, documents: Iterable[Document]) -> int:
        """See ``SearchEngine.update``. Each chunk is written in one transaction."""
        return sum(self._update(chunk) for chunk in batched(documents, CHUNK))

    def _update(self, documents: list[Document]) -> int:
        given = {(document.kind, document.object_id): document for document in documents}
        with self.writing():
            entries = SearchEntry.objects.using(index_alias())
            kept: dict[tuple[str, int], tuple[int, int]] = {}
            for kind in {kind for kind, _object_id in given}:
                ids = [object_id for some, object_id in given if some == kind]
                rows = entries.filter(kind=kind, object_id__in=ids)
                for object_id, content, stamp in rows.values_list(
                    "object_id", "fingerprint", "stamp"
                ):
                    kept[kind, object_id] = (content, stamp)
            made = [pair(document) for document in given.values()]
            changed = [
                item
                for item in made
                if kept.get((item.entry.kind, item.entry.object_id))
                != (item.entry.fingerprint, item.entry.stamp)
            ]
            if not changed:
                return 0
            entries.bulk_create(
                [item.entry for item in changed],
                update_conflicts=True,
                unique_fields=["kind", "object_id"],
                update_fields=WRITTEN,
            )
            rewritten = [
                item
                for item in changed
                if kept.get((item.entry.kind, item.entry.object_id), (None,))[0]
                != item.entry.fingerprint
            ]
            self._terms.write([(item.entry.pk, item.document.terms) for item in rewritten])
            words = sorted(set().union(*(item.document.words for item in rewritten)))
            execute_many(
                f"INSERT INTO {WORDS} (word, listings) VALUES (%s, 1) "  # noqa: S608
                "ON CONFLICT DO NOTHING",
                [(word,) for word in words],
            )
            self._leave_trace()
        return len(changed)

    def remove(self, keys: Iterable[tuple[str, int]]) -> None:
        """See ``SearchEngine.remove``."""
        by_kind: dict[str, list[int]] = {}
        for kind, object_id in keys:
            by_kind.setdefault(kind, []).append(object_id)
        if not by_kind:
            return
        with self.writing():
            removed = False
            for kind, object_ids in by_kind.items():
                for some in batched(object_ids, CHUNK):
                    entries = SearchEntry.objects.using(index_alias())
                    ids = list(
                        entries.filter(kind=kind, object_id__in=some).values_list("pk", flat=True)
                    )
                    if ids:
                        self._terms.remove(ids)
                        entries.filter(pk__in=ids)._raw_delete(index_alias())
                        removed = True
            if removed:
                self._leave_trace()

    def _leave_trace(self) -> None:
        SearchChange.objects.using(index_alias()).create(token=secrets.randbits(40))

    def tidy(self, words: Mapping[str, int]) -> None:
        """See ``SearchEngine.tidy``."""
        with self.writing():
            kept = SearchWord.objects.using(index_alias())
            known = dict(kept.values_list("word", "listings"))
            kept.bulk_create(
                [
                    SearchWord(word=word, listings=count)
                    for word, count in sorted(words.items())
                    if known.get(word) != count
                ],
                update_conflicts=True,
                unique_fields=["word"],
                update_fields=["listings"],
                batch_size=5_000,
            )
            for some in batched(sorted(known.keys() - words.keys()), CHUNK):
                kept.filter(word__in=some).delete()
            changes = SearchChange.objects.using(index_alias())
            newest = list(changes.order_by("-pk").values_list("pk", flat=True)[:CHANGES_KEPT])
            if newest:
                changes.filter(pk__lt=newest[-1]).delete()
            self._terms.tidy()

    def drift(self, documents: Iterable[Document]) -> Drift:
        """See ``SearchEngine.drift``.

        Days beyond those that the index knows are no drift: rebuilding moves the calendar on.
        """
        leftover = self.keys()
        missing, outdated = [], []
        today = timezone.now().replace(hour=0, minute=0)
        for chunk in batched(documents, CHUNK):
            kept: dict[tuple[str, int], tuple[Any, ...]] = {}
            for kind in {document.kind for document in chunk}:
                ids = [document.object_id for document in chunk if document.kind == kind]
                rows = SearchEntry.objects.using(index_alias()).filter(kind=kind, object_id__in=ids)
                for object_id, *values in rows.values_list(
                    "object_id", "fingerprint", "calendar_until", "occurrences"
                ):
                    kept[kind, object_id] = tuple(values)
            for document in chunk:
                key = (document.kind, document.object_id)
                leftover.discard(key)
                if key not in kept:
                    missing.append(key)
                elif not agrees(document, *kept[key], now=today):
                    outdated.append(key)
        return Drift(tuple(missing), tuple(outdated), tuple(sorted(leftover)))
