"""What residents say is wrong, and how soon somebody puts it right."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from servicemap.models import Feedback, ListingKind, Municipality
from servicemap.shares import whole_percent

from .base import MapReport

SOON = datetime.timedelta(days=7)
"""Within what time a report ought to be handled."""

DAYS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("365 days"))]
USUAL_DAYS = "365"


class FeedbackFilterSet(WagtailFilterSet):
    """Which reports are counted."""

    days = django_filters.ChoiceFilter(
        label=_("Time span"),
        choices=DAYS,
        initial=USUAL_DAYS,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=ListingKind.choices, empty_label=_("All"), widget=forms.RadioSelect
    )
    municipality = django_filters.ModelMultipleChoiceFilter(
        label=_("Municipality"),
        queryset=Municipality.objects.defer("outline"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Feedback
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """Only what came within the span, about the kind, in the municipalities."""
        chosen = self.form.cleaned_data
        days = int(chosen.get("days") or USUAL_DAYS)
        since = timezone.now() - datetime.timedelta(days=days)
        rows = queryset.filter(created_at__gte=since)
        if kind := chosen.get("kind"):
            rows = rows.filter(**{f"{kind}__isnull": False})
        if towns := chosen.get("municipality"):
            rows = rows.filter(place__in=[town.pk for town in towns])
        return rows


@dataclass(frozen=True)
class FeedbackRow:
    """Reports of one sort: how many, and how soon they were handled."""

    group: str
    name: str
    received: int
    waiting: int
    soon_percent: int | None
    """Of those that are handled or have waited longer than ``SOON``."""

    median_days: float | None
    """How long handling took, of those that are handled."""

    oldest_days: int | None
    """How long the oldest that nobody has handled has waited."""


Report = tuple[str, int | None, datetime.datetime, datetime.datetime | None]


def summary(
    group: str, name: str, reports: Iterable[Report], now: datetime.datetime
) -> FeedbackRow:
    """Sum up reports: topic, municipality, when received and when handled."""
    reports = list(reports)
    took = [handled - received for *_of, received, handled in reports if handled]
    waited = [now - received for *_of, received, handled in reports if not handled]
    judged = len(took) + sum(one > SOON for one in waited)
    return FeedbackRow(
        group=group,
        name=name,
        received=len(reports),
        waiting=len(waited),
        soon_percent=whole_percent(sum(one <= SOON for one in took), judged),
        median_days=round(median(one / datetime.timedelta(days=1) for one in took), 1)
        if took
        else None,
        oldest_days=max(waited).days if waited else None,
    )


class FeedbackReport(MapReport):
    """Residents' reports by reason and by municipality; what they wrote is not here."""

    slug = "feedback"
    menu_order = 130
    index_url_name = "servicemap_feedback_report"
    index_results_url_name = "servicemap_feedback_report_results"
    page_title = _("Reports from residents")
    # The register of the reports themselves is in the same menu.
    menu_label = _("Residents’ reports in figures")
    header_icon = "warning"
    results_template_name = "servicemap/admin/feedback_results.html"
    filterset_class = FeedbackFilterSet
    paginate_by = None
    list_export = [
        *("group", "name", "received", "waiting", "soon_percent", "median_days", "oldest_days")
    ]
    export_headings = {
        "group": _("By"),
        "name": _("Name"),
        "received": _("Received"),
        "waiting": _("Not handled"),
        "soon_percent": _("Handled within a week, %"),
        "median_days": _("Median time to handle, days"),
        "oldest_days": _("Oldest not handled, days"),
    }

    @classmethod
    def may_be_seen_by(cls, user: Any) -> bool:
        """Those who read residents' reports."""
        return bool(
            user.has_perm("servicemap.view_feedback") or user.has_perm("servicemap.change_feedback")
        )

    @cached_property
    def towns(self) -> list[Municipality]:
        """The municipalities."""
        return list(Municipality.objects.defer("outline"))

    def get_base_queryset(self) -> QuerySet[Feedback]:
        """The reports with the place of what they are about."""
        return Feedback.objects.order_by().annotate(
            place=Coalesce(
                "association__municipality",
                "facility__municipality",
                "activity__municipality",
                "activity__facility__municipality",
            )
        )

    def get_queryset(self) -> list[FeedbackRow]:
        """The rows: all together, by reason, by municipality. Makes one query."""
        if not self.filters.is_valid():
            return []
        found = self.filters.filter_queryset(self.get_base_queryset())
        reports = list(found.values_list("topic", "place", "created_at", "handled_at"))
        if not reports:
            return []
        now = timezone.now()

        def row(group: str, name: str, belong: Iterable[Report]) -> FeedbackRow:
            return summary(group, name, belong, now)

        reason, town = gettext("Reason"), gettext("Municipality")
        rows = [row("", gettext("All reports"), reports)]
        for value, label in Feedback.Topic.choices:
            rows.append(row(reason, str(label), (one for one in reports if one[0] == value)))
        for place in self.towns:
            rows.append(row(town, str(place), (one for one in reports if one[1] == place.pk)))
        rows.append(row(town, gettext("No municipality"), (one for one in reports if not one[1])))
        return [one for one in rows if one.received]

    def filter_queryset(self, queryset: Any) -> Any:
        """The rows are counted of what is looked at already."""
        return queryset

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """Fill in what is usual, so that the form shows what is in force."""
        data = self.request.GET.copy()
        data.setdefault("days", USUAL_DAYS)
        return {**super().get_filterset_kwargs(), "data": data}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the rows by group."""
        context = super().get_context_data(*args, **kwargs)
        rows = context["object_list"]
        groups = list(dict.fromkeys(row.group for row in rows if row.group))
        tables = [(name, [row for row in rows if row.group == name]) for name in groups]
        waiting = f"{reverse('servicemap_feedback_modeladmin_index')}?state__exact=new"
        return {
            **context,
            "whole": rows[0] if rows else None,
            "tables": tables,
            "waiting_url": waiting,
        }
