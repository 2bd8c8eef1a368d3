"""The coordinators' report of what is searched for, and what of it is not found."""

import datetime
from typing import Any
from urllib.parse import urlencode

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from search.gaps.counts import SHOWN_FROM, QueryCount
from servicemap.spreadsheets import SafeExport, file_name

NOT_FOUND, PAGES_ONLY, CORRECTED, EVERYTHING = "missed", "pages", "corrected", "all"
VIEWS = [
    (NOT_FOUND, _("Searched, not found")),
    (PAGES_ONLY, _("Found only on pages")),
    (CORRECTED, _("Found when corrected")),
    (EVERYTHING, _("All searches")),
]
DAYS = [
    ("7", _("7 days")),
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("365 days")),
]
USUAL_DAYS = "30"
COUNTED = {NOT_FOUND: "missed", PAGES_ONLY: "found_on_pages", CORRECTED: "found_corrected"}
"""What a query must have been at least once to be in a list; all searches are in the last one."""

NUMBER = "query-report__number"
"""The class of cells with numbers."""

Totals = QuerySet[Any, dict[str, Any]]


class QueryFilterSet(WagtailFilterSet):
    """Which searches are counted; ``dates`` take the place of ``days``."""

    show = django_filters.ChoiceFilter(
        label=_("Which searches"),
        choices=VIEWS,
        initial=NOT_FOUND,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    days = django_filters.ChoiceFilter(
        label=_("Time span"),
        choices=DAYS,
        initial=USUAL_DAYS,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    dates = django_filters.DateFromToRangeFilter(
        label=_("Chosen days"), widget=DateRangePickerWidget
    )
    language = django_filters.ChoiceFilter(
        label=_("Language of the page"),
        choices=settings.LANGUAGES,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = QueryCount
        fields: list[str] = []

    @property
    def shown(self) -> str:
        """``NOT_FOUND``, ``PAGES_ONLY``, ``CORRECTED`` or ``EVERYTHING``."""
        return str(self._chosen("show") or NOT_FOUND)

    @property
    def span(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last day that are counted."""
        today = timezone.localdate()
        dates = self._chosen("dates")
        if dates and (dates.start or dates.stop):
            first = timezone.localdate(dates.start) if dates.start else datetime.date.min
            return first, timezone.localdate(dates.stop) if dates.stop else today
        days = int(self._chosen("days") or USUAL_DAYS)
        return today - datetime.timedelta(days=days - 1), today

    def filter_queryset(self, queryset: Any) -> Totals:
        """Add up the counts that are chosen."""
        counts = queryset.between(*self.span)
        if language := self._chosen("language"):
            counts = counts.filter(language=language)
        totals: Totals = counts.totals()
        if self.shown == EVERYTHING:
            return totals
        return totals.filter(**{f"{COUNTED[self.shown]}__gt": 0})

    def _chosen(self, name: str) -> Any:
        return self.form.cleaned_data.get(name) if self.is_valid() else None


def public_search_url(row: dict[str, Any]) -> str:
    """The address at which the public site answers the query now, in the language it was asked."""
    with translation.override(row["language"]):
        return f"{reverse('search')}?{urlencode({'q': row['query']})}"


def language_name(row: dict[str, Any]) -> str:
    """The name of the language of the page on which the query was asked."""
    return str(dict(settings.LANGUAGES).get(row["language"], row["language"]))


def percent_text(row: dict[str, Any]) -> str:
    """The share of the searches that found nothing."""
    return f"{row['missed_percent']} %"


def last_day_text(row: dict[str, Any]) -> str:
    """The last day on which the query was asked."""
    return date_format(row["last_day"], "SHORT_DATE_FORMAT")


class QueryPaginator(WagtailPaginator):
    """Says how many queries there are."""

    @cached_property
    def items_count_label(self) -> str:
        """Such as “8 queries”."""
        return ngettext("%(count)d query", "%(count)d queries", self.count) % {"count": self.count}


class QueryReportView(SafeExport, ReportView):
    """Queries by how often they were asked and found nothing, as a page, CSV and XLSX."""

    model = QueryCount
    permission_required = "view"
    page_title = _("Searches of the site")
    header_icon = "search"
    index_url_name = "search_query_report"
    index_results_url_name = "search_query_report_results"
    results_template_name = "search/admin/query_report_results.html"
    filterset_class = QueryFilterSet
    paginator_class = QueryPaginator
    columns = [
        TitleColumn("query", label=_("Query"), get_url=public_search_url, sort_key="query"),
        NumberColumn("asked", label=_("Searches"), sort_key="asked", classname=NUMBER),
        NumberColumn("missed", label=_("Without results"), sort_key="missed", classname=NUMBER),
        Column(
            "missed_percent",
            label=_("Share"),
            accessor=percent_text,
            sort_key="missed_percent",
            classname=NUMBER,
        ),
        NumberColumn(
            "found_corrected",
            label=_("Found when corrected"),
            sort_key="found_corrected",
            classname=NUMBER,
        ),
        NumberColumn(
            "found_on_pages",
            label=_("Found only on pages"),
            sort_key="found_on_pages",
            classname=NUMBER,
        ),
        Column(
            "last_day",
            label=_("Last asked"),
            accessor=last_day_text,
            sort_key="last_day",
            classname=NUMBER,
        ),
        Column("language", label=_("Language"), accessor=language_name, sort_key="language"),
    ]
    list_export = [
        *("query", "asked", "missed", "missed_percent", "found_corrected", "found_on_pages"),
        *("last_day", "language"),
    ]
    export_headings = {
        "query": _("Query"),
        "asked": _("Searches"),
        "missed": _("Without results"),
        "missed_percent": _("Without results, %"),
        "found_on_pages": _("Found only on pages"),
        "found_corrected": _("Found when corrected"),
        "last_day": _("Last asked"),
        "language": _("Language"),
    }

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """Fill in what is usual, so that the form shows what is in force."""
        data = self.request.GET.copy()
        data.setdefault("show", NOT_FOUND)
        data.setdefault("days", USUAL_DAYS)
        return {**super().get_filterset_kwargs(), "data": data}

    @cached_property
    def active_filters(self) -> list[Any]:
        """Without the choice that the links above the list show already."""
        shown = self.filters.form["show"].auto_id
        return [chip for chip in super().active_filters if chip.auto_id != shown]

    def get_ordering(self) -> str:
        """By the chosen column, otherwise what matters most first."""
        self.default_ordering = f"-{COUNTED.get(self.filters.shown, 'asked')}"
        ordering: str = super().get_ordering()
        return ordering

    def get_filtered_queryset(self) -> Totals:
        """The rows in their order; ties by the alphabet, so that pages do not overlap."""
        totals: Totals = self.filters.filter_queryset(self.get_base_queryset())
        return totals.order_by(self.ordering, "query", "language")

    def get_filename(self) -> str:
        """Which searches, and the span: an export is kept."""
        first, last = self.filters.span
        days = (first, last) if first > datetime.date.min else (last,)
        return file_name(dict(VIEWS)[self.filters.shown], *days)

    @cached_property
    def no_results_message(self) -> str:
        """Why nothing is shown, in plain words."""
        if self.filters.shown == EVERYTHING:
            message = _(
                "Nothing to show for this time. A query appears here once it has been asked "
                "at least %(count)d times."
            )
        elif self.filters.shown == PAGES_ONLY:
            message = _(
                "Nothing to show for this time. A query appears here once it has been asked "
                "at least %(count)d times and has found pages or grants only at least once."
            )
        elif self.filters.shown == CORRECTED:
            message = _(
                "Nothing to show for this time. A query appears here once it has been asked "
                "at least %(count)d times and has found something only when corrected."
            )
        else:
            message = _(
                "Nothing to show for this time. A query appears here once it has been asked "
                "at least %(count)d times and has found nothing at least once."
            )
        return str(message) % {"count": SHOWN_FROM}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the span, the views and the smallest number that is shown."""
        first, last = self.filters.span
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["media"] += forms.Media(css={"all": ["search/admin/query-report.css"]})
        context |= {
            "first_day": first if first > datetime.date.min else None,
            "last_day": last,
            "shown_from": SHOWN_FROM,
            "tabs": [
                {
                    "label": label,
                    "url": self._view_url(value),
                    "current": value == self.filters.shown,
                }
                for value, label in VIEWS
            ],
        }
        return context

    def _view_url(self, value: str) -> str:
        parameters = self.request.GET.copy()
        for name in ("p", "ordering", "_w_filter_fragment", "export"):
            parameters.pop(name, None)
        parameters["show"] = value
        return f"{self.index_url}?{parameters.urlencode()}"
