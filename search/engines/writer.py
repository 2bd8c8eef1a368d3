"""Writes documents into the index in the site's own database."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from search.batches import batched
from search.models import SearchChange, SearchEntry, SearchWord
from search.terms import words_among

from .base import Document, Drift
from .entries import Stored, agrees, is_kept, stored
from .storable import is_storable_word
from .term_table import TermTable, execute_many, index_alias

CHUNK = 500
"""Rows written at a time."""

Key = tuple[str, int]
"""A kind of thing and its number."""

ENTRIES = SearchEntry._meta.db_table
WORDS = SearchWord._meta.db_table

UPSERT = (
    f"INSERT INTO {ENTRIES} ({', '.join(Stored._fields)}) "  # noqa: S608
    f"VALUES ({', '.join('%s' for _name in Stored._fields)}) ON CONFLICT (kind, object_id) "
    f"DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in Stored._fields[2:])}"
)
ADD_WORD = f"INSERT INTO {WORDS} (word, listings) VALUES (%s, 1) ON CONFLICT DO NOTHING"  # noqa: S608
COUNT_WORD = (
    f"INSERT INTO {WORDS} (word, listings) VALUES (%s, %s) "  # noqa: S608
    "ON CONFLICT (word) DO UPDATE SET listings = excluded.listings"
)

LONGEST_WORD = 100
"""Characters of a word that corrections are chosen from."""

CHANGES_KEPT = 50
"""Traces of writings that tidying leaves."""


def _adapted(row: Stored) -> tuple[Any, ...]:
    """Return the row in the types that the database takes."""
    operations = connections[index_alias()].ops
    values: dict[str, Any] = {
        "confirmed_on": operations.adapt_datefield_value(row.confirmed_on),
        "calendar_until": operations.adapt_datefield_value(row.calendar_until),
        "updated_at": operations.adapt_datetimefield_value(row.updated_at),
    }
    return row._replace(**values)


def _by_kind(keys: Iterable[Key]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for kind, object_id in keys:
        found.setdefault(kind, []).append(object_id)
    return found


class Writer:
    """Keeps entries, terms and words in step, each change in one transaction."""

    def __init__(self, terms: TermTable) -> None:
        self._terms = terms

    def keys(self) -> set[Key]:
        """See ``SearchEngine.keys``."""
        return set(SearchEntry.objects.using(index_alias()).values_list("kind", "object_id"))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See ``SearchEngine.writing``."""
        with transaction.atomic(using=index_alias()):
            self._terms.lock()
            yield

    def update(self, documents: Iterable[Document], *, in_bulk: bool = False) -> int:
        """See ``SearchEngine.update``. Each chunk is written in one transaction."""
        return sum(self._update(chunk, in_bulk) for chunk in batched(documents, CHUNK))

    def _update(self, documents: list[Document], in_bulk: bool) -> int:
        given = {(document.kind, document.object_id): document for document in documents}
        with self.writing():
            rows = {key: stored(document) for key, document in given.items()}
            kept = self._kept(given)
            if in_bulk and (spoiled := self._spoiled(rows, given)):
                # Readers go by the stamp, which may be right: a new id makes them read again.
                self._take_out(list(spoiled.values()))
                kept = {key: value for key, value in kept.items() if key not in spoiled}
            changed = {
                key: row
                for key, row in rows.items()
                if key not in kept or kept[key][2] != row.stamp
            }
            if not changed:
                return 0
            execute_many(UPSERT, map(_adapted, changed.values()))
            # Days that go by change no words.
            rewritten = [
                key
                for key, row in changed.items()
                if key not in kept or kept[key][1] != row.fingerprint
            ]
            self._terms.write(
                [
                    (pk, given[key].terms)
                    for key, (pk, _content, _stamp) in self._kept(rewritten).items()
                ]
            )
            if not in_bulk:
                self._add_words([given[key] for key in rewritten])
            self._leave_trace()
        return len(changed)

    def _spoiled(self, rows: Mapping[Key, Stored], given: Mapping[Key, Document]) -> dict[Key, int]:
        """Return the ids of entries that are not what their stamps say, or whose terms are not."""
        entries = self._entries(given)
        terms = self._terms.read([entry.pk for entry in entries.values()])
        return {
            key: entry.pk
            for key, entry in entries.items()
            if (rows[key].stamp == entry.stamp and not is_kept(rows[key], entry))
            or (
                rows[key].fingerprint == entry.fingerprint
                and terms.get(entry.pk) != set(self._terms.storable(given[key].terms))
            )
        }

    def _entries(self, keys: Iterable[Key]) -> dict[Key, SearchEntry]:
        """Return the entries that are in the index under the keys. Makes a query for each kind."""
        entries = SearchEntry.objects.using(index_alias())
        return {
            (kind, entry.object_id): entry
            for kind, object_ids in _by_kind(keys).items()
            for entry in entries.filter(kind=kind, object_id__in=object_ids)
        }

    def stamps(self, keys: Iterable[Key]) -> dict[Key, int]:
        """See ``SearchEngine.stamps``."""
        return {key: stamp for key, (_pk, _content, stamp) in self._kept(keys).items()}

    @staticmethod
    def _kept(keys: Iterable[Key]) -> dict[Key, tuple[int, int, int]]:
        """Return the id, the fingerprint and the stamp of the entries under the keys."""
        entries = SearchEntry.objects.using(index_alias())
        return {
            (kind, object_id): (pk, content, stamp)
            for kind, object_ids in _by_kind(keys).items()
            for object_id, pk, content, stamp in entries.filter(
                kind=kind, object_id__in=object_ids
            ).values_list("object_id", "pk", "fingerprint", "stamp")
        }

    @staticmethod
    def _add_words(documents: Iterable[Document]) -> None:
        words = set().union(*(words_among(document.terms) for document in documents))
        # In one order, so that two writers never wait for each other.
        execute_many(
            ADD_WORD,
            [(word,) for word in sorted(words) if is_storable_word(word, LONGEST_WORD)],
        )

    def remove(self, keys: Iterable[Key]) -> None:
        """See ``SearchEngine.remove``."""
        by_kind = _by_kind(keys)
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

    def tidy(self) -> None:
        """See ``SearchEngine.tidy``."""
        with self.writing():
            words = self._words()
            kept = SearchWord.objects.using(index_alias())
            known = dict(kept.values_list("word", "listings"))
            execute_many(
                COUNT_WORD,
                [item for item in sorted(words.items()) if known.get(item[0]) != item[1]],
            )
            for some in batched(sorted(known.keys() - words.keys()), CHUNK):
                kept.filter(word__in=some).delete()
            changes = SearchChange.objects.using(index_alias())
            newest = list(changes.order_by("-pk").values_list("pk", flat=True)[:CHANGES_KEPT])
            if newest:
                changes.filter(pk__lt=newest[-1]).delete()
            self._terms.remove_strays()
            self._terms.tidy()

    def _words(self) -> dict[str, int]:
        """Count how many entries hold each word, roughly: in the field that has it most often."""
        words: dict[str, int] = {}
        for term, count in self._terms.counts():
            for word in words_among([term]):
                if not is_storable_word(word, LONGEST_WORD):
                    continue
                words[word] = max(words.get(word, 0), count)
        return words

    def drift(self, documents: Iterable[Document]) -> Drift:
        """See ``SearchEngine.drift``.

        Days beyond those that the index knows are no drift: rebuilding moves the calendar on.
        """
        leftover = self.keys()
        missing, outdated = [], []
        today = timezone.now().replace(hour=0, minute=0)
        for chunk in batched(documents, CHUNK):
            kept = self._entries((document.kind, document.object_id) for document in chunk)
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
