"""Live figures as bars: what readers see as a picture is the very table that others hear."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pages.figures import ACTING_HERE, MapCounts, count_by_theme, count_map, percent
from servicemap.models import LISTING_MODELS, Municipality, Theme


class Measure(models.TextChoices):
    """What the published listings are counted by."""

    KIND = "kind", gettext_lazy("Listings by kind")
    MUNICIPALITY = "municipality", gettext_lazy("Listings by municipality")
    THEME = "theme", gettext_lazy("Listings by wellbeing theme")
    CONFIRMED = "confirmed", gettext_lazy("Share confirmed within a year")


@dataclass(frozen=True)
class Bar:
    """A row: its name, its number as it is shown, and its length from 0 to 100."""

    label: str
    text: str
    length: int
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """A table whose numbers are drawn as bars.

    ``headline`` sums it up, ``note`` says what is counted where that is not plain; both may be
    empty.
    """

    caption: str
    rows_are: str
    headline: str
    headline_label: str
    bars: list[Bar]
    note: str = ""


@dataclass(frozen=True)
class Extent:
    """What is counted: the whole map, or what is in a municipality and acts there."""

    by_kind: Mapping[str, int]
    total: int
    confirmed: int
    code: str = ""
    name: str = ""


class MapReading:
    """What the map holds; each thing is counted at most once."""

    @classmethod
    def of(cls, request: HttpRequest | None) -> "MapReading":
        """Return the request's reading, so that two charts on a page do not count twice."""
        if request is None:
            return cls()
        reading = getattr(request, "map_reading", None)
        if reading is None:
            reading = request.map_reading = cls()  # type: ignore[attr-defined]
        return reading

    @cached_property
    def counts(self) -> MapCounts:
        """By kind and municipality. Makes one query."""
        return count_map()

    @cached_property
    def municipalities(self) -> dict[str, Municipality]:
        """All of the region by their codes, in the register's order. Makes one query."""
        return {entry.code: entry for entry in Municipality.objects.defer("outline")}

    @cached_property
    def themes(self) -> list[Theme]:
        """All wellbeing themes, in the register's order. Makes one query."""
        return list(Theme.objects.all())

    @cached_property
    def _theme_counts(self) -> dict[str, Counter[str]]:
        return {}

    def _count_by_theme(self, code: str) -> Counter[str]:
        if code not in self._theme_counts:
            self._theme_counts[code] = count_by_theme(code)
        return self._theme_counts[code]

    def chart(self, measure: Measure, municipality: str = "") -> Chart | None:
        """Return the chart of a measure, of all or of a municipality by its code.

        None where the map is empty. Makes up to two queries more.
        """
        extent = self._extent(municipality)
        if not extent.total:
            return None
        match measure:
            case Measure.KIND:
                chart = _by_kind(extent)
            case Measure.MUNICIPALITY:
                chart = self._by_municipality(extent)
            case Measure.THEME:
                chart = self._by_theme(extent)
            case Measure.CONFIRMED:
                chart = _confirmed(extent)
        if not extent.name:
            return chart
        note = " ".join(filter(None, [chart.note, str(ACTING_HERE)]))
        return replace(chart, caption=f"{chart.caption}: {extent.name}", note=note)

    def _extent(self, code: str) -> Extent:
        counts = self.counts
        if not code:
            return Extent(counts.by_kind, counts.total, counts.confirmed)
        return Extent(
            by_kind={model.kind: counts.by_place[code, model.kind] for model in LISTING_MODELS},
            total=counts.by_municipality[code],
            confirmed=counts.confirmed_by_municipality[code],
            code=code,
            name=self.municipalities[code].display_name if code in self.municipalities else "",
        )

    def _by_municipality(self, extent: Extent) -> Chart:
        counts = self.counts.by_municipality
        found = self.municipalities.values()
        rows = [(entry.display_name, counts[entry.code], entry.code) for entry in found]
        caption, rows_are = _("Listings by municipality"), _("Municipality")
        chart = _counted(extent, caption, rows_are, "municipality", _largest_first(rows))
        return replace(
            chart, note=_("An association is counted in every municipality where it acts.")
        )

    def _by_theme(self, extent: Extent) -> Chart:
        counts = self._count_by_theme(extent.code)
        rows = [(theme.display_name, counts[theme.slug], theme.slug) for theme in self.themes]
        caption, rows_are = _("Listings by wellbeing theme"), _("Theme")
        chart = _counted(extent, caption, rows_are, "theme", _largest_first(rows))
        # The rows do not add up to a number.
        return replace(
            chart,
            headline="",
            note=_("A listing is counted in each of its themes, and one without themes in none."),
        )


def _by_kind(extent: Extent) -> Chart:
    rows = [
        (
            str(model._meta.verbose_name_plural).capitalize(),
            extent.by_kind[model.kind],
            model.kind,
        )
        for model in LISTING_MODELS
    ]
    return _counted(extent, _("Listings by kind"), _("Kind"), "kind", rows)


def _confirmed(extent: Extent) -> Chart:
    confirmed, total = extent.confirmed, extent.total
    rows = [
        (_("Confirmed within a year"), confirmed),
        (_("Not confirmed within a year"), total - confirmed),
    ]
    return Chart(
        caption=_("How fresh the information is"),
        rows_are=_("Information"),
        headline=percent(confirmed, total),
        headline_label=_("of the information confirmed within a year"),
        bars=[Bar(label, str(count), 100 * count // total) for label, count in rows],
    )


def _counted(
    extent: Extent,
    caption: str,
    rows_are: str,
    parameter: str,
    rows: Iterable[tuple[str, int, Any]],
) -> Chart:
    found = list(rows)
    most = max((count for _label, count, _value in found), default=0) or 1
    search = reverse("search")
    where = {"municipality": extent.code} if extent.code else {}
    return Chart(
        caption=caption,
        rows_are=rows_are,
        headline=str(extent.total),
        headline_label=ngettext("listing on the map", "listings on the map", extent.total),
        bars=[
            Bar(
                label,
                str(count),
                100 * count // most,
                f"{search}?{urlencode({**where, parameter: value})}" if count else "",
            )
            for label, count, value in found
        ],
    )


def _largest_first(rows: Iterable[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """Order by count, what is as many by its own order."""
    return sorted(rows, key=lambda row: -row[1])
