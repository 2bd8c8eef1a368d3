"""Queries as they are counted, for tests of counting and of its report."""

import datetime

from django.utils import timezone

from search.gaps.counts import Asked, QueryCount, Tally

TODAY = datetime.date(2026, 6, 30)


def ago(days: int, today: datetime.date | None = None) -> datetime.date:
    return (today or timezone.localdate()) - datetime.timedelta(days=days)


def asked(
    text: str,
    searches: int = 3,
    missed: int = 0,
    day: datetime.date | None = None,
    lang: str = "fi",
    corrected: int = 0,
    pages_only: int = 0,
) -> None:
    """Make it so that a query was asked on a day, today if not told."""
    key = Asked(day or timezone.localdate(), text, lang)
    QueryCount.objects.add({key: Tally(searches, missed, corrected, pages_only)})


def stored() -> dict[tuple[str, str], tuple[int, int]]:
    """What is kept: searches and those without results by text and language."""
    return {
        (count.text, count.language): (count.searches, count.without_results)
        for count in QueryCount.objects.all()
    }
