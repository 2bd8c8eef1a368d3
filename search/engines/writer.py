"""Writes documents into the index in the site's own database."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from search.batches import batched
from search.keys import Key, by_kind
from search.models import SearchChange, SearchEntry, SearchWord
from search.terms import words_among

from .base import Document, Drift
from .entries import Entry, Stored, agrees, is_kept, make_entry
from .storable import is_storable_word
from .term_table import TermTable, execute_many, index_alias

CHUNK = 1_000
"""Rows written at a time."""

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

    def prepare(self, documents: Iterable[Document]) -> list[Entry]:
        """See ``SearchEngine.prepare``."""
        return [make_entry(document, self._terms.storable) for document in documents]

    def write(self, entries: Iterable[Entry], *, in_bulk: bool = False) -> int:
        """See ``SearchEngine.write``. Each chunk is written in one transaction."""
        return sum(self._write(chunk, in_bulk) for chunk in batched(entries, CHUNK))

    def _write(self, entries: list[Entry], in_bulk: bool) -> int:
        given = {entry.key: entry for entry in entries}
        with self.writing():
            kept = self._kept(given)
            if in_bulk and (spoiled := self._spoiled(given)):
                # Readers go by the stamp, which may be right: a new id makes them read again.
                self._take_out(list(spoiled.values()))
                kept = {key: value for key, value in kept.items() if key not in spoiled}
            changed = [
                entry
                for key, entry in given.items()
                if key not in kept or kept[key][2] != entry.row.stamp
            ]
            if not changed:
                return 0
            execute_many(UPSERT, [_adapted(entry.row) for entry in changed])
            # Days that go by change no words.
            rewritten = [
                entry
                for entry in changed
                if entry.key not in kept or kept[entry.key][1] != entry.row.fingerprint
            ]
            ids = self._kept(entry.key for entry in rewritten)
            self._terms.write([(ids[entry.key][0], entry.terms) for entry in rewritten])
            if not in_bulk:
                self._add_words(rewritten)
            self._leave_trace()
        return len(changed)

    def _spoiled(self, given: Mapping[Key, Entry]) -> dict[Key, int]:
        """Return the ids of entries that are not what their stamps say, or whose terms are not."""
        kept = self._entries(given)
        terms = self._terms.read([each.pk for each in kept.values()])
        return {
            key: each.pk
            for key, each in kept.items()
            if (given[key].row.stamp == each.stamp and not is_kept(given[key].row, each))
            or (
                given[key].row.fingerprint == each.fingerprint
                and terms.get(each.pk) != given[key].term_set
            )
        }

    def _entries(self, keys: Iterable[Key]) -> dict[Key, SearchEntry]:
        """Return the entries that are in the index under the keys. Makes a query for each kind."""
        entries = SearchEntry.objects.using(index_alias())
        return {
            (kind, entry.object_id): entry
            for kind, object_ids in by_kind(keys).items()
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
            for kind, object_ids in by_kind(keys).items()
            for object_id, pk, content, stamp in entries.filter(
                kind=kind, object_id__in=object_ids
            ).values_list("object_id", "pk", "fingerprint", "stamp")
        }

    @staticmethod
    def _add_words(entries: Iterable[Entry]) -> None:
        words = set().union(*(words_among(entry.term_set) for entry in entries))
        # In one order, so that two writers never wait for each other.
        execute_many(
            ADD_WORD,
            [(word,) for word in sorted(words) if is_storable_word(word, LONGEST_WORD)],
        )

    def remove(self, keys: Iterable[Key]) -> None:
        """See ``SearchEngine.remove``."""
        object_ids_of = by_kind(keys)
        if not object_ids_of:
            return
        with self.writing():
            removed = False
            for kind, object_ids in object_ids_of.items():
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
            entries = self.prepare(chunk)
            kept = self._entries(made.key for made in entries)
            terms = self._terms.read([each.pk for each in kept.values()])
            for made in entries:
                leftover.discard(made.key)
                there = kept.get(made.key)
                if there is None:
                    missing.append(made.key)
                elif terms.get(there.pk) != made.term_set or not agrees(made.row, there, now=today):
                    outdated.append(made.key)
        return Drift(tuple(missing), tuple(outdated), tuple(sorted(leftover)))
