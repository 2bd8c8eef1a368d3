"""Where the annual cycle comes from: each source gives what takes place in a span of days."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from pages.annual_cycle.items import CycleItem, Time
from pages.public_pages import only_public
from pages.translations import source_language
from servicemap.models import CycleEntry, CycleKind, Grant, GrantPeriod, Municipality, Repeats
from servicemap.models.translation import Text, active_language, language_codes

Source = Callable[[datetime.date, datetime.date], Iterable[CycleItem]]

TOWN = [field.attname for field in Municipality._meta.concrete_fields if field.name != "outline"]
"""What is read of the municipalities that a thing concerns, in the order of the model."""


def entries(first: datetime.date, last: datetime.date) -> Iterator[CycleItem]:
    """What editors have added to the register. Makes one query."""
    rows = CycleEntry.objects.published().between(first, last).with_municipality()
    for entry in rows.annotate(page_path=_page_path()):
        times = tuple(Time(*days) for days in entry.occurrences(first, last))
        if not times:
            continue
        yield CycleItem(
            key=f"entry-{entry.pk}",
            kind=CycleKind(entry.kind),
            title=entry.display_title,
            times=times,
            updated=entry.updated_at,
            url=_page_address(entry.page_id, entry.page_path) or entry.url,
            description=entry.display_description,
            responsible=entry.display_responsible,
            rhythm="" if entry.repeats == Repeats.ONCE else entry.rhythm_from(first),
            municipalities=(entry.municipality,) if entry.municipality else (),
        )


def _page_path() -> Coalesce:
    """Where an entry's page is in the tree, in the reader's language if it is translated.

    Null where it has none that everyone may see.
    """
    public = only_public(Page.objects.live()).order_by()
    translated = public.filter(
        translation_key=OuterRef("page__translation_key"),
        locale__language_code=active_language(),
    )
    own = public.filter(pk=OuterRef("page"))
    return Coalesce(translated.values("url_path")[:1], own.values("url_path"))


def _page_address(pk: int | None, path: str | None) -> str:
    if not path:
        return ""
    page: Page = Page.from_db(None, ("id", "url_path"), (pk, path))
    return page.get_url() or ""


def grants(first: datetime.date, last: datetime.date) -> Iterator[CycleItem]:
    """Grants with the periods in which one can apply. Makes one query."""
    periods = GrantPeriod.objects.published().between(first, last).select_related("grant")
    of_grant: dict[int, tuple[Grant, dict[int, Time], list[Municipality]]] = {}
    for period in _with_towns(periods, "grant__municipalities", "opens_on", "pk"):
        _grant, times, towns = of_grant.setdefault(period.grant_id, (period.grant, {}, []))
        times[period.pk] = Time(period.opens_on, period.closes_on)
        _add_town(towns, period)
    for grant, times, towns in of_grant.values():
        yield CycleItem(
            key=f"grant-{grant.pk}",
            kind=CycleKind.GRANTS,
            title=grant.display_name,
            times=tuple(times.values()),
            updated=grant.updated_at,
            url=reverse("grant", kwargs={"slug": grant.slug}),
            description=grant.display_summary,
            responsible=grant.display_funder,
            municipalities=tuple(towns),
        )


def evenings(first: datetime.date, last: datetime.date) -> Iterator[CycleItem]:
    """Association evenings, each once: its page in the reader's language, if there is one.

    Those that are called off, too, and marked so. Makes one query.
    """
    from pages.models import EveningPage

    pages = EveningPage.objects.published().between(first, last).defer_streamfields()
    order = [active_language(), *language_codes()]
    chosen: dict[uuid.UUID, EveningPage] = {}
    towns: dict[int, list[Municipality]] = {}
    related = pages.select_related("locale", "alias_of__locale")
    for page in _with_towns(related, "municipalities", "start", "pk"):
        _add_town(towns.setdefault(page.pk, []), page)
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
            municipalities=tuple(towns[page.pk]),
            is_cancelled=page.is_cancelled,
        )


def _with_towns(rows: QuerySet[Any], relation: str, *order: str) -> QuerySet[Any]:
    """Read the municipalities along: a row is there once for each of them, in their order."""
    named = {f"town_{field}": F(f"{relation}__{field}") for field in TOWN}
    return rows.annotate(**named).order_by(*order, f"{relation}__order", f"{relation}__name")


def _add_town(towns: list[Municipality], row: Any) -> None:
    """Add the row's municipality, if it has one and it is not there yet."""
    if row.town_id is not None:
        town = Municipality.from_db(None, TOWN, [getattr(row, f"town_{field}") for field in TOWN])
        if town not in towns:
            towns.append(town)


SOURCES: list[Source] = [entries, grants, evenings]
