"""Writes documents into the index in the site's own database."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from search.batches import batched
from search.models import SearchChange, SearchEntry, SearchWord

from .base import Document, Drift
from .entries import WRITTEN, Pair, agrees, is_kept, pair
from .storable import is_storable_word
from .term_table import TermTable, execute_many, index_alias

CHUNK = 500
"""Rows written at a time."""

WORDS = SearchWord._meta.db_table

LONGEST_WORD = 100
"""Characters of a word that corrections are chosen from."""

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
            kept = self._kept(given)
            terms = self._terms.read([entry.pk for entry in kept.values()])
            made = [pair(document) for document in given.values()]
            changed: list[Pair] = []
            rewritten: list[Pair] = []
            spoiled: list[int] = []
            for item in made:
                before = kept.get((item.entry.kind, item.entry.object_id))
                if before is None:
                    changed.append(item)
                    rewritten.append(item)
                    continue
                has_terms = terms.get(before.pk) == set(self._terms.storable(item.document.terms))
                has_entry = is_kept(item.entry, before)
                if has_terms and has_entry:
                    continue
                changed.append(item)
                is_spoiled = not has_entry and before.stamp == item.entry.stamp
                if is_spoiled:
                    spoiled.append(before.pk)
                if is_spoiled or not has_terms:
                    rewritten.append(item)
            if not changed:
                return 0
            if spoiled:
                # Readers go by the stamp, which is right: only a new id makes them read again.
                self._take_out(spoiled)
            SearchEntry.objects.using(index_alias()).bulk_create(
                [item.entry for item in changed],
                update_conflicts=True,
                unique_fields=["kind", "object_id"],
                update_fields=WRITTEN,
            )
            self._terms.write([(item.entry.pk, item.document.terms) for item in rewritten])
            self._add_words(rewritten)
            self._leave_trace()
        return len(changed)

    def _kept(self, keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], SearchEntry]:
        """Return the entries that are in the index under the keys. Makes a query for each kind."""
        by_kind: dict[str, list[int]] = {}
        for kind, object_id in keys:
            by_kind.setdefault(kind, []).append(object_id)
        entries = SearchEntry.objects.using(index_alias())
        return {
            (kind, entry.object_id): entry
            for kind, object_ids in by_kind.items()
            for entry in entries.filter(kind=kind, object_id__in=object_ids)
        }

    def _add_words(self, pairs: Iterable[Pair]) -> None:
        """Keep the words of documents for corrections."""
        words = set().union(*(item.document.words for item in pairs))
        execute_many(
            f"INSERT INTO {WORDS} (word, listings) VALUES (%s, 1) "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            [(word,) for word in sorted(words) if is_storable_word(word, LONGEST_WORD)],
        )

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
                        self._take_out(ids)
                        removed = True
            if removed:
                self._leave_trace()

    def _take_out(self, ids: list[int]) -> None:
        self._terms.remove(ids)
        entries = SearchEntry.objects.using(index_alias()).filter(pk__in=ids)
        entries._raw_delete(index_alias())

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
                    if known.get(word) != count and is_storable_word(word, LONGEST_WORD)
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
            self._terms.remove_strays()
            self._terms.tidy()

    def drift(self, documents: Iterable[Document]) -> Drift:
        """See ``SearchEngine.drift``.

        Days beyond those that the index knows are no drift: rebuilding moves the calendar on.
        """
        leftover = self.keys()
        missing, outdated = [], []
        today = timezone.now().replace(hour=0, minute=0)
        for chunk in batched(documents, CHUNK):
            kept = self._kept((document.kind, document.object_id) for document in chunk)
            terms = self._terms.read([entry.pk for entry in kept.values()])
            for document in chunk:
                key = (document.kind, document.object_id)
                leftover.discard(key)
                entry = kept.get(key)
                if entry is None:
                    missing.append(key)
                elif terms.get(entry.pk) != set(self._terms.storable(document.terms)) or not agrees(
                    document, entry, now=today
                ):
                    outdated.append(key)
        return Drift(tuple(missing), tuple(outdated), tuple(sorted(leftover)))
