"""The ids in the address of a list: ``activity-12,facility-3``, in the reader's order."""

import re
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from search.keys import Key
from servicemap.models import ListingKind

MAX_ENTRIES = 100
"""Entries of a list; what comes after them is left out, and the page says so."""

MAX_UNCLEAR = 5
MAX_UNCLEAR_LENGTH = 40
"""How much of what is no id is quoted back."""

# The database's numbers end at 19 digits.
_ID = re.compile(rf"({'|'.join(ListingKind.values)})-([1-9][0-9]{{0,17}})")


@dataclass(frozen=True)
class Ids:
    """The ids of a list, each once; what was no id, and how many were too many."""

    keys: tuple[Key, ...] = ()
    unclear: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def value(self) -> str:
        """The ids as an address holds them."""
        return ",".join(f"{kind}-{pk}" for kind, pk in self.keys)

    def address(self, view: str) -> str:
        """Return the address of a view of this list in the active language."""
        return f"{reverse(view)}?ids={self.value}"


def read_ids(parameters: QueryDict) -> Ids:
    """Read the parameter ``ids``; a repeated one goes on where the first one ends."""
    keys: dict[Key, None] = {}
    unclear: dict[str, None] = {}
    for part in ",".join(parameters.getlist("ids")).split(","):
        text = part.strip()
        if found := _ID.fullmatch(text):
            keys[found[1], int(found[2])] = None
        elif text:
            unclear[text] = None
    quoted = [
        text if len(text) <= MAX_UNCLEAR_LENGTH else f"{text[:MAX_UNCLEAR_LENGTH]}…"
        for text in list(unclear)[:MAX_UNCLEAR]
    ]
    kept = tuple(keys)[:MAX_ENTRIES]
    return Ids(kept, tuple(quoted), len(keys) - len(kept))
