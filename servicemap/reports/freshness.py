"""How fresh the information is, where, and which listings nobody has confirmed for longest."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from servicemap.editing import CHANGE, may
from servicemap.models import LISTING_MODELS, Listing, ListingKind, Municipality
from servicemap.paginators import ListingPaginator
from servicemap.querysets import FRESH_FOR, ListingQuerySet
from servicemap.shares import whole_percent

from .base import MapReport
from .narrowing import ListingsFilterSet

NEVER = datetime.date(1, 1, 1)
"""Stands for the day on what was never confirmed, so that databases sort it alike."""

FIELDS = ("kind", "key", "name", "place", "aged")
Rows = QuerySet[Any, dict[str, Any]]


def rows_of(kinds: Iterable[ListingQuerySet]) -> Rows:
    """Return listings with their place, of one kind or several, as rows of ``FIELDS``.

    They are in one query, in no order.
    """
    first, *others = (
        listings.order_by()
        .annotate(
            kind=Value(str(listings.model.kind), output_field=CharField()),
            key=F("pk"),
            aged=Coalesce("confirmed_on", Value(NEVER, output_field=DateField())),
        )
        .values(*FIELDS)
        for listings in kinds
    )
    return first.union(*others, all=True) if others else first


@dataclass(frozen=True)
class Share:
    """How many of the listings somewhere were confirmed within a year."""

    total: int
    fresh: int
    url: str

    @property
    def percent(self) -> int | None:
        """The share in whole percents; None where there is nothing."""
        return whole_percent(self.fresh, self.total)

    @property
    def level(self) -> int:
        """From 0, hardly any, to 4, nearly all."""
        return min((self.percent or 0) // 20, 4)


@dataclass(frozen=True)
class ShareRow:
    """The shares of a municipality, by kind, and of all kinds together."""

    name: str
    shares: list[Share]
    together: Share


def share_rows(filters: ListingsFilterSet, towns: Iterable[Municipality]) -> list[ShareRow]:
    """Count what was confirmed by municipality and kind, in one query; the last row is together.

    Shares are of what is old and new alike, even where only one of them is listed below.
    """
    limit = timezone.localdate() - FRESH_FOR
    total, fresh = Counter[tuple[int | None, str]](), Counter[tuple[int | None, str]]()
    parts = [
        listings.order_by()
        .annotate(kind=Value(str(listings.model.kind), output_field=CharField()))
        .values_list("place", "kind")
        .annotate(total=Count("pk"), fresh=Count("pk", filter=Q(confirmed_on__gte=limit)))
        for listings in filters.by_kind(ignored="freshness")
    ]
    counted = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for place, kind, number, confirmed in counted:
        for where in (place, None) if place is not None else (None,):
            total[where, kind] += number
            fresh[where, kind] += confirmed

    chosen = [town.pk for town in filters.chosen("municipality") or ()]
    whose = {"who": who} if (who := filters.chosen("who")) else {}

    def row(name: str, place: int | None) -> ShareRow:
        where = {"municipality": chosen if place is None else [place], **whose}
        shares = [
            Share(total[place, kind], fresh[place, kind], list_url(kind=kind, **where))
            for kind in ListingKind.values
        ]
        together = Share(
            sum(share.total for share in shares),
            sum(share.fresh for share in shares),
            list_url(**where),
        )
        return ShareRow(name, shares, together)

    rows = [row(str(town), town.pk) for town in towns]
    together = gettext("Together") if chosen or whose else gettext("Whole region")
    return [*(one for one in rows if one.together.total), row(together, None)]


def list_url(**chosen: Any) -> str:
    """The address of the report narrowed so: the oldest first."""
    return f"{reverse(FreshnessReport.index_url_name)}?{urlencode(chosen, doseq=True)}"


def kind_name(row: dict[str, Any]) -> str:
    """The kind in words."""
    return str(ListingKind(row["kind"]).label)


def confirmed_text(row: dict[str, Any]) -> str:
    """The day of the confirmation."""
    if row["aged"] == NEVER:
        return gettext("never confirmed")
    return date_format(row["aged"], "SHORT_DATE_FORMAT")


class FreshnessReport(MapReport):
    """Shares by municipality and kind, and below them the listings, the oldest first."""

    slug = "freshness"
    menu_order = 120
    index_url_name = "servicemap_freshness"
    index_results_url_name = "servicemap_freshness_results"
    page_title = _("Freshness of information")
    header_icon = "history"
    results_template_name = "servicemap/admin/freshness_results.html"
    filterset_class = ListingsFilterSet
    default_ordering = "aged"
    paginator_class = ListingPaginator
    list_export = ["name", "kind", "municipality", "confirmed"]
    export_headings = {
        "name": _("Name"),
        "kind": _("Kind"),
        "municipality": _("Municipality"),
        "confirmed": _("Confirmed"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        """The listing, its kind, place and day."""
        return [
            TitleColumn("name", label=_("Name"), get_url=self.url_of, sort_key="name"),
            Column("kind", label=_("Kind"), accessor=kind_name, sort_key="kind"),
            Column("place", label=_("Municipality"), accessor=self.town_of),
            Column("aged", label=_("Confirmed"), accessor=confirmed_text, sort_key="aged"),
        ]

    @cached_property
    def towns(self) -> dict[int, Municipality]:
        """The municipalities by key."""
        return {town.pk: town for town in Municipality.objects.defer("outline")}

    def town_of(self, row: dict[str, Any]) -> str:
        """Where the listing is."""
        town = self.towns.get(row["place"])
        return str(town) if town else "–"

    def url_of(self, row: dict[str, Any]) -> str:
        """The listing's form, or its page where the user may not edit it."""
        listing = self.shown.get((row["kind"], row["key"]))
        if listing is None:
            return ""
        if may(self.request.user, CHANGE, listing):
            name = f"wagtailsnippets_servicemap_{listing._meta.model_name}:edit"
            return reverse(name, args=[listing.pk])
        return listing.get_absolute_url()

    def get_queryset(self) -> Rows:
        """All that is looked at, in its order; those of the same day by name."""
        rows = rows_of(self.filters.by_kind())
        return rows.order_by(self.ordering, "name", "kind", "key")

    def filter_queryset(self, queryset: Rows) -> Rows:
        """The rows are narrowed already."""
        return queryset

    def get_table(self, object_list: Any) -> Any:
        """The page's rows with the listings behind them: a query for each kind."""
        rows = list(object_list)
        self.shown: dict[tuple[str, int], Listing] = {}
        for model in LISTING_MODELS if not self.is_export else ():
            keys = [row["key"] for row in rows if row["kind"] == model.kind]
            for key, listing in model._default_manager.in_bulk(keys).items():
                self.shown[str(model.kind), key] = listing
        return super().get_table(rows)

    def to_row_dict(self, item: dict[str, Any]) -> dict[str, Any]:
        """A line of the export: dates stay dates."""
        never = item["aged"] == NEVER
        return {
            "name": item["name"],
            "kind": kind_name(item),
            "municipality": self.town_of(item),
            "confirmed": "" if never else item["aged"],
        }

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the shares."""
        context = super().get_context_data(*args, **kwargs)
        if self.is_export:
            return context
        return {
            **context,
            "kinds": ListingKind.labels,
            "share_rows": share_rows(self.filters, self.towns.values()),
        }
