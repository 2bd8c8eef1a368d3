"""How often each query was asked and how often it found nothing, by day."""

import datetime
from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connections, models, transaction
from django.db.models import F, Max, OuterRef, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.gaps.grouping import base_of
from search.gaps.privacy import MAX_TEXT

SHOWN_FROM = 3
"""How many times a query must have been asked to be shown to anybody."""

RARE_DAYS = 30
"""Days within which a query must be asked ``SHOWN_FROM`` times to be kept for longer."""

MAX_TEXTS_A_DAY = 20_000
"""Texts on one day, from which on no new ones are added: nobody can fill the disk with words."""

MAX_LANGUAGE = 10
"""Characters of a language's code."""

ADD = """
INSERT INTO search_querycount
    (searches, without_results, corrected, pages_only, day, text, language, base)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (day, text, language) DO UPDATE SET
    searches = search_querycount.searches + excluded.searches,
    without_results = search_querycount.without_results + excluded.without_results,
    corrected = search_querycount.corrected + excluded.corrected,
    pages_only = search_querycount.pages_only + excluded.pages_only
"""
ADD_TO_KNOWN = """
UPDATE search_querycount
SET searches = searches + %s, without_results = without_results + %s,
    corrected = corrected + %s, pages_only = pages_only + %s
WHERE day = %s AND text = %s AND language = %s
"""
"""SQLite and PostgreSQL alike; Django's own upsert can replace a number but not add to it."""

CHUNK = 500
"""Rows deleted at a time."""


class Asked(NamedTuple):
    """What is counted: a text of ``privacy.countable_text``, on a day, in a language."""

    day: datetime.date
    text: str
    language: str


class Tally(NamedTuple):
    """How many searches, and how many of them found nothing, or only when corrected, or on pages.

    Whatever found a listing as it was typed is in none of the last three.
    """

    searches: int
    without_results: int
    corrected: int = 0
    pages_only: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(*(one + another for one, another in zip(self, other, strict=True)))


class QueryCountQuerySet(models.QuerySet["QueryCount"]):
    """Adds up, shows and forgets queries."""

    def add(self, counts: Mapping[Asked, Tally]) -> None:
        """Add the counts to those of the same day, text and language, all or none of them."""
        database = connections[self.db]
        with transaction.atomic(using=self.db), database.cursor() as cursor:
            for day, keys in groupby(sorted(counts), attrgetter("day")):
                full = self.filter(day=day).count() >= MAX_TEXTS_A_DAY
                stored_day = database.ops.adapt_datefield_value(day)
                # Always in the same order: processes that add the same texts wait for each
                # other instead of locking each other out.
                rows = [(*counts[key], stored_day, key.text, key.language) for key in keys]
                if full:
                    cursor.executemany(ADD_TO_KNOWN, rows)
                else:
                    cursor.executemany(ADD, [(*row, base_of(*row[-2:])) for row in rows])

    def between(self, first: datetime.date, last: datetime.date) -> "QueryCountQuerySet":
        """Asked on these days, both included."""
        return self.filter(day__range=(first, last))

    def totals(self) -> models.QuerySet[Any, dict[str, Any]]:
        """One row for all forms of a text in a language, if asked ``SHOWN_FROM`` times or more.

        A row has ``query``, the form that is asked for most, ``language``, ``asked``, ``missed``
        (without results), ``missed_percent``, ``found_corrected``, ``found_on_pages`` and
        ``last_day``.
        """
        forms = (
            self.order_by()
            .filter(base=OuterRef("base"), language=OuterRef("language"))
            .values("text")
            .annotate(times=Sum("searches"))
            .order_by("-times", "text")
        )
        return (
            self.order_by()
            .values("base", "language")
            .annotate(
                asked=Sum("searches"),
                missed=Sum("without_results"),
                found_corrected=Sum("corrected"),
                found_on_pages=Sum("pages_only"),
                last_day=Max("day"),
            )
            .annotate(
                # Whole numbers on every database: half a percent is rounded up.
                missed_percent=(F("missed") * 200 + F("asked")) / (F("asked") * 2),
                query=Subquery(forms.values("text")[:1]),
            )
            .filter(asked__gte=SHOWN_FROM)
        )

    def purge(self, today: datetime.date | None = None) -> int:
        """Delete what is too old and what stayed rare; return how many rows.

        Too old is what was asked more than ``SEARCH_GAPS_KEEP_DAYS`` days ago. Rare is what was
        asked more than ``RARE_DAYS`` days ago and, all its forms together, fewer than
        ``SHOWN_FROM`` times in any ``RARE_DAYS`` days in a row around it. Reads the whole table.
        """
        today = today or timezone.localdate()
        oldest = today - datetime.timedelta(days=settings.SEARCH_GAPS_KEEP_DAYS)
        deleted, _models = self.filter(day__lt=oldest).delete()
        decided = today - datetime.timedelta(days=RARE_DAYS)
        remaining = iter(list(self._rare(decided)))
        while chunk := list(islice(remaining, CHUNK)):
            deleted += self.filter(pk__in=chunk).delete()[0]
        return deleted

    def _rare(self, before: datetime.date) -> Iterator[int]:
        rows = self.order_by("base", "language", "day").values_list(
            "base", "language", "day", "searches", "pk"
        )
        for _key, group in groupby(rows.iterator(), lambda row: row[:2]):
            entries = [row[2:] for row in group]
            if entries[0][0] < before:
                yield from _rare_entries(entries, before)


def _rare_entries(
    entries: list[tuple[datetime.date, int, int]], before: datetime.date
) -> Iterator[int]:
    """Yield the keys of a text's entries (day, searches, key; by day) that stayed rare."""
    span = datetime.timedelta(days=RARE_DAYS)
    kept: set[int] = set()
    start = total = 0
    for end, (day, searches, _key) in enumerate(entries):
        total += searches
        while day - entries[start][0] >= span:
            total -= entries[start][1]
            start += 1
        if total >= SHOWN_FROM:
            kept.update(range(start, end + 1))
    for number, (day, _searches, key) in enumerate(entries):
        if day < before and number not in kept:
            yield key


class QueryCount(models.Model):
    """How often a text was searched for on one day in one of the page's languages."""

    day = models.DateField(_("Day"))
    text = models.CharField(_("Query"), max_length=MAX_TEXT)
    language = models.CharField(_("Language"), max_length=MAX_LANGUAGE)
    searches = models.PositiveIntegerField(_("Searches"), default=0)
    without_results = models.PositiveIntegerField(_("Without results"), default=0)
    corrected = models.PositiveIntegerField(_("Found when corrected"), default=0)
    pages_only = models.PositiveIntegerField(_("Found only on pages"), default=0)
    base = models.CharField(_("Base form"), max_length=MAX_TEXT, default="")

    objects = QueryCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("search statistic")
        verbose_name_plural = _("search statistics")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["day", "text", "language"], name="query_counted_once_a_day"
            ),
        ]
        indexes = [models.Index(fields=["base", "language"], name="query_by_base")]

    def __str__(self) -> str:
        return f"{self.day} {self.text}"
