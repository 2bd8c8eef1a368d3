"""What there is of each topic in each municipality, and where there is nothing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from servicemap.models import Category, Municipality, TargetGroup, Theme
from servicemap.models.taxonomy import Register

from .base import MapReport
from .freshness import list_url
from .narrowing import KindFilterSet

TOPIC, THEME, GROUP = "topic", "theme", "group"
ROWS = [(TOPIC, _("Topics")), (THEME, _("Wellbeing themes")), (GROUP, _("Target groups"))]
RELATIONS = {TOPIC: "categories", THEME: "themes", GROUP: "target_groups"}

TREE_DEPTH = 4
"""How many levels below a topic a category may be to be counted in it."""

SHADES = 4


class CoverageFilterSet(KindFilterSet):
    """What is counted, and by what."""

    rows = django_filters.ChoiceFilter(
        label=_("By"), choices=ROWS, initial=TOPIC, empty_label=None, widget=forms.RadioSelect
    )


@dataclass(frozen=True)
class Cell:
    """A number, how dark it is drawn from 0 (nothing) to ``SHADES``, and where it is listed."""

    count: int
    shade: int
    url: str


@dataclass(frozen=True)
class CoverageRow:
    """A topic with its numbers by municipality and in all."""

    name: str
    cells: list[Cell]
    total: Cell


def entry_of(by: str) -> Coalesce | F:
    """What a listing is counted in: of a category, the topic at the top of its branch."""
    if by != TOPIC:
        return F(RELATIONS[by])
    steps = ["categories" + "__parent" * level for level in range(TREE_DEPTH, -1, -1)]
    return Coalesce(*(F(step) for step in steps))


Count2 = Counter[tuple[int | None, int | None]]


def count_coverage(filters: CoverageFilterSet, by: str) -> tuple[Count2, Counter[int | None]]:
    """Count listings by municipality and topic, and by municipality. Makes two queries.

    A listing counts once in a topic, and in each of its topics: the latter numbers are not sums.
    """
    by_both: Count2 = Counter()
    by_place: Counter[int | None] = Counter()
    crossed, whole = [], []
    for listings in filters.by_kind():
        placed = listings.order_by()
        crossed.append(
            placed.annotate(entry=entry_of(by))
            .values_list("place", "entry")
            .annotate(number=Count("pk", distinct=True))
        )
        whole.append(placed.values_list("place").annotate(number=Count("pk")))
    for place, entry, number in _together(crossed):
        by_both[place, entry] += number
    for place, number in _together(whole):
        by_place[place] += number
    return by_both, by_place


def _together(parts: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


class CoverageReport(MapReport):
    """A table of municipalities and topics, shaded by how much there is."""

    slug = "coverage"
    menu_order = 110
    index_url_name = "servicemap_coverage"
    index_results_url_name = "servicemap_coverage_results"
    page_title = _("Coverage by municipality")
    header_icon = "table"
    results_template_name = "servicemap/admin/coverage_results.html"
    filterset_class = CoverageFilterSet
    paginate_by = None

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """Fill in what is usual, so that the form shows what is in force."""
        data = self.request.GET.copy()
        data.setdefault("rows", TOPIC)
        return {**super().get_filterset_kwargs(), "data": data}

    @cached_property
    def by(self) -> str:
        """What the rows are: ``TOPIC``, ``THEME`` or ``GROUP``."""
        return str(self.filters.chosen("rows") or TOPIC)

    @cached_property
    def towns(self) -> list[Municipality]:
        """The columns."""
        return list(Municipality.objects.defer("outline"))

    @cached_property
    def entries(self) -> list[Register]:
        """The rows."""
        rows: Mapping[str, QuerySet[Any]] = {
            TOPIC: Category.objects.filter(parent=None),
            THEME: Theme.objects.all(),
            GROUP: TargetGroup.objects.all(),
        }
        return list(rows[self.by])

    def get_queryset(self) -> list[CoverageRow]:
        """The rows, one for each topic, then what has none, then everything together."""
        counts, whole = count_coverage(self.filters, self.by)
        known = {town.pk for town in self.towns}
        most = max((number for key, number in counts.items() if key[0] in known), default=0)
        kind = self.filters.chosen("kind")
        narrow = {"kind": kind} if kind else {}

        def cell(count: int, shaded: bool = True, **chosen: Any) -> Cell:
            shade = -(-SHADES * count // most) if shaded and most else 0
            url = list_url(**chosen, **narrow) if chosen and count else ""
            return Cell(count, shade, url)

        rows = []
        for entry in [*self.entries, None]:
            key = entry.pk if entry else None
            chosen = {self.by: key} if entry else {}
            cells = [
                cell(
                    counts[town.pk, key],
                    shaded=entry is not None,
                    **({**chosen, "municipality": town.pk} if entry else {}),
                )
                for town in self.towns
            ]
            total = sum(number for (_place, of), number in counts.items() if of == key)
            name = str(entry) if entry else gettext("None of these")
            rows.append(CoverageRow(name, cells, cell(total, shaded=False, **chosen)))
        last = [cell(whole[town.pk], shaded=False, municipality=town.pk) for town in self.towns]
        together = cell(sum(whole.values()), shaded=False)
        return [*rows, CoverageRow(gettext("Listings in all"), last, together)]

    def filter_queryset(self, queryset: Any) -> Any:
        """The rows are counted of what is looked at already."""
        return queryset

    @cached_property
    def list_export(self) -> list[str]:
        """The columns of the export."""
        return ["name", *(town.code for town in self.towns), "total"]

    @cached_property
    def export_headings(self) -> dict[str, Any]:
        """Their names."""
        names = {town.code: str(town) for town in self.towns}
        return {"name": dict(ROWS)[self.by], **names, "total": _("Whole region")}

    def to_row_dict(self, item: CoverageRow) -> dict[str, Any]:
        """A line of the export."""
        numbers = {town.code: cell.count for town, cell in zip(self.towns, item.cells, strict=True)}
        return {"name": item.name, **numbers, "total": item.total.count}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the columns, and whether a listing can be in two rows."""
        context = super().get_context_data(*args, **kwargs)
        *rows, together = context["object_list"]
        unplaced = together.total.count - sum(cell.count for cell in together.cells)
        return {
            **context,
            "towns": self.towns,
            "rows_name": dict(ROWS)[self.by],
            "rows": rows,
            "together": together,
            "unplaced": unplaced,
            "shades": range(SHADES + 1),
        }
