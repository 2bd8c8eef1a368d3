"""How lists in the admin are searched: each word somewhere in a row, also within a longer word."""

import re
import unicodedata
from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Case, F, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce

MOST_WORDS, MOST_LETTERS = 10, 100
"""What is read of a search: nobody types more, and a database reads each row for each word."""


def holding(rows: QuerySet[Any], typed: str, fields: Sequence[str]) -> QuerySet[Any]:
    """Return the rows that hold every typed word in their fields, in capital letters or small.

    A regular expression, because SQLite tells “ä” from “Ä” in everything else.
    """
    patterns = _patterns(typed)
    if not patterns or not fields:
        return rows
    rows = rows.alias(searched=_text(fields))
    for pattern in patterns:
        rows = rows.filter(searched__iregex=pattern)
    return rows


def named_first(rows: QuerySet[Any], typed: str, name: str) -> QuerySet[Any]:
    """Return the rows with those first whose name holds every word, otherwise in their order."""
    patterns = _patterns(typed)
    if not patterns:
        return rows
    holds_all = reduce(and_, (Q(**{f"{name}__iregex": pattern}) for pattern in patterns))
    order = rows.query.order_by or rows.model._meta.ordering
    named = Case(When(holds_all, then=Value(0)), default=Value(1))
    return rows.alias(named=named).order_by("named", *order)


def _patterns(typed: str) -> list[str]:
    # PostgreSQL refuses NUL. Some keyboards write “ä” as two characters.
    words = unicodedata.normalize("NFC", typed).replace("\0", " ").split()
    return [re.escape(word[:MOST_LETTERS]) for word in words[:MOST_WORDS]]


class _Lines(Func):
    """The fields of a row as one text. Django's Concat nests, deeper than SQLite reads."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()


def _text(fields: Sequence[str]) -> _Lines:
    parts = [(Coalesce(F(field), Value("")), Value("\n")) for field in fields]
    return _Lines(*(piece for part in parts for piece in part))
