"""Live figures as bars: what readers see as a picture is the very table that others hear."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pages.figures import MapCounts, count_by_theme, count_map, percent
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
    """A table whose numbers are drawn as bars; ``headline`` sums it up and may be empty."""

    caption: str
    rows_are: str
    headline: str
    headline_label: str
    bars: list[Bar]


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

    def chart(self, measure: Measure) -> Chart | None:
        """Return the chart of a measure; None while the map is empty. Up to two queries more."""
        if not self.counts.total:
            return None
        match measure:
            case Measure.KIND:
                return self._by_kind()
            case Measure.MUNICIPALITY:
                return self._by_municipality()
            case Measure.THEME:
                return self._by_theme()
        return self._confirmed()

    def _by_kind(self) -> Chart:
        counts = self.counts.by_kind
        rows = [
            (str(model._meta.verbose_name_plural).capitalize(), counts[model.kind], model.kind)
            for model in LISTING_MODELS
        ]
        return self._counted(_("Listings by kind"), _("Kind"), "kind", rows)

    def _by_municipality(self) -> Chart:
        counts = self.counts.by_municipality
        found = Municipality.objects.all()
        rows = [(entry.display_name, counts[entry.code], entry.code) for entry in found]
        caption, rows_are = _("Listings by municipality"), _("Municipality")
        return self._counted(caption, rows_are, "municipality", _largest_first(rows))

    def _by_theme(self) -> Chart:
        counts = count_by_theme()
        rows = [
            (theme.display_name, counts[theme.slug], theme.slug) for theme in Theme.objects.all()
        ]
        caption, rows_are = _("Listings by wellbeing theme"), _("Theme")
        chart = self._counted(caption, rows_are, "theme", _largest_first(rows))
        # A listing may have several themes or none: the rows do not add up to a number.
        return replace(chart, headline="")

    def _confirmed(self) -> Chart:
        confirmed, total = self.counts.confirmed, self.counts.total
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
        self, caption: str, rows_are: str, parameter: str, rows: Iterable[tuple[str, int, Any]]
    ) -> Chart:
        total = self.counts.total
        found = list(rows)
        most = max((count for _label, count, _value in found), default=0) or 1
        search = reverse("search")
        return Chart(
            caption=caption,
            rows_are=rows_are,
            headline=str(total),
            headline_label=ngettext("listing on the map", "listings on the map", total),
            bars=[
                Bar(
                    label,
                    str(count),
                    100 * count // most,
                    f"{search}?{urlencode({parameter: value})}" if count else "",
                )
                for label, count, value in found
            ],
        )


def _largest_first(rows: Iterable[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """Order by count, what is as many by its own order."""
    return sorted(rows, key=lambda row: -row[1])
