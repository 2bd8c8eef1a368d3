"""Where the annual cycle comes from: each source gives what takes place in a span of days."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from pages.annual_cycle.items import CycleItem, Time
from pages.public_pages import only_public
from pages.translations import source_language
from servicemap.models import CycleEntry, CycleKind, Grant, GrantPeriod, Municipality, Repeats
from servicemap.models.translation import Text, active_language, language_codes

Source = Callable[[datetime.date, datetime.date], Iterable[CycleItem]]


def entries(first: datetime.date, last: datetime.date) -> Iterator[CycleItem]:
    """What editors have added to the register. Makes up to three queries."""
    rows = list(CycleEntry.objects.published().between(first, last).with_links())
    addresses = _page_addresses(rows)
    for entry in rows:
        times = tuple(Time(*days) for days in entry.occurrences(first, last))
        if not times:
            continue
        yield CycleItem(
            key=f"entry-{entry.pk}",
            kind=CycleKind(entry.kind),
            title=entry.display_title,
            times=times,
            updated=entry.updated_at,
            url=addresses.get(entry.page_id or 0) or entry.url,
            description=entry.display_description,
            responsible=entry.display_responsible,
            rhythm="" if entry.repeats == Repeats.ONCE else entry.rhythm,
            municipalities=(entry.municipality,) if entry.municipality else (),
        )


def _page_addresses(rows: Iterable[CycleEntry]) -> dict[int, str]:
    """Return where the pages of entries are, in the reader's language if they are translated."""
    linked = {entry.page.pk: entry.page.translation_key for entry in rows if entry.page}
    if not linked:
        return {}
    pages = Page.objects.live().filter(translation_key__in=set(linked.values()))
    found = list(only_public(pages).select_related("locale"))
    own = {page.pk: page for page in found}
    readers = {
        page.translation_key: page
        for page in found
        if page.locale.language_code == active_language()
    }
    chosen = {pk: readers.get(key) or own.get(pk) for pk, key in linked.items()}
    return {pk: page.get_url() or "" for pk, page in chosen.items() if page}


def grants(first: datetime.date, last: datetime.date) -> Iterator[CycleItem]:
    """Grants with the periods in which one can apply. Makes two queries."""
    towns = Prefetch("grant__municipalities", queryset=Municipality.objects.defer("outline"))
    periods = GrantPeriod.objects.published().between(first, last).order_by("opens_on", "pk")
    of_grant: dict[int, tuple[Grant, list[Time]]] = {}
    for period in periods.select_related("grant").prefetch_related(towns):
        _grant, times = of_grant.setdefault(period.grant_id, (period.grant, []))
        times.append(Time(period.opens_on, period.closes_on))
    for grant, times in of_grant.values():
        yield CycleItem(
            key=f"grant-{grant.pk}",
            kind=CycleKind.GRANTS,
            title=grant.display_name,
            times=tuple(times),
            updated=grant.updated_at,
            url=reverse("grant", kwargs={"slug": grant.slug}),
            description=grant.display_summary,
            responsible=grant.display_funder,
            municipalities=tuple(grant.municipalities.all()),
        )


def evenings(first: datetime.date, last: datetime.date) -> Iterator[CycleItem]:
    """Association evenings, each once: its page in the reader's language, if there is one.

    Those that are called off are left out. Makes two queries.
    """
    from pages.models import EveningPage

    towns = Prefetch("municipalities", queryset=Municipality.objects.defer("outline"))
    pages = EveningPage.objects.published().between(first, last).filter(is_cancelled=False)
    order = [active_language(), *language_codes()]
    chosen: dict[uuid.UUID, EveningPage] = {}
    for page in pages.select_related("locale", "alias_of__locale").prefetch_related(towns):
        known = chosen.setdefault(page.translation_key, page)
        if order.index(page.locale.language_code) < order.index(known.locale.language_code):
            chosen[page.translation_key] = page
    for key, page in chosen.items():
        language = source_language(page) or page.locale.language_code
        starts, ends = timezone.localtime(page.start), timezone.localtime(page.end)
        yield CycleItem(
            key=f"evening-{key}",
            kind=CycleKind.EVENINGS,
            title=Text(page.title, language),
            times=(Time(starts.date(), ends.date(), starts, ends),),
            updated=page.last_published_at or page.start,
            url=page.get_url() or "",
            description=Text(page.lead, language),
            municipalities=tuple(page.municipalities.all()),
        )


SOURCES: list[Source] = [entries, grants, evenings]
