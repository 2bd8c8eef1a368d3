"""The report of pages by what readers answered."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.db.models import Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_languages
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.models.usefulness import UsefulnessNote
from servicemap.shares import whole_percent
from servicemap.spreadsheets import SafeExport


class UsefulnessFilterSet(WagtailFilterSet):
    """Narrows the report down to a language, or to what waits for an editor."""

    locale = django_filters.ChoiceFilter(
        field_name="locale__language_code",
        label=_("Language"),
        choices=lambda: list(get_content_languages().items()),
        empty_label=_("All"),
    )
    waiting = django_filters.BooleanFilter(
        label=_("Has answers that nobody has handled"), method="by_waiting"
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def by_waiting(self, pages: Any, name: str, value: bool) -> Any:
        """Only pages with notes to handle, or only those without."""
        return pages.filter(waiting__gt=0) if value else pages.filter(waiting=0)


class ShareColumn(Column):
    """A share as a percentage."""

    def get_value(self, instance: Any) -> str:
        """Whole percents."""
        return f"{whole_percent(instance.yes, instance.answers)} %"


def answered_pages() -> QuerySet[Page]:
    """Return the pages about which readers have answered, the least useful first.

    Each has ``yes``, ``no``, ``answers``, ``useful_share`` (0–1) and ``waiting`` (notes).
    """
    notes = (
        UsefulnessNote.objects.waiting()
        .filter(page=OuterRef("pk"))
        .order_by()
        .values("page")
        .annotate(count=Count("pk"))
        .values("count")
    )
    pages: QuerySet[Page] = (
        Page.objects.annotate(
            yes=Coalesce(Sum("usefulness_counts__yes"), Value(0)),
            no=Coalesce(Sum("usefulness_counts__no"), Value(0)),
        )
        .annotate(answers=F("yes") + F("no"), waiting=Coalesce(Subquery(notes), Value(0)))
        .filter(Q(answers__gt=0))
        .annotate(useful_share=Cast(F("yes"), FloatField()) / Cast(F("answers"), FloatField()))
        .order_by("useful_share", "-answers", "title")
    )
    return pages


class UsefulnessReportView(SafeExport, ReportView):
    """Pages by what readers answered to “Was this of use?”."""

    page_title = _("Was this of use?")
    header_icon = "help"
    index_url_name = "usefulness_report"
    index_results_url_name = "usefulness_report_results"
    filterset_class = UsefulnessFilterSet
    any_permission_required = ["add", "change", "publish"]
    default_ordering = "useful_share"
    columns = [
        TitleColumn("title", label=_("Page"), url_name="wagtailadmin_pages:edit", sort_key="title"),
        Column("locale", label=_("Language"), accessor="locale.get_display_name"),
        Column("yes", label=_("Of use"), sort_key="yes"),
        Column("no", label=_("Of no use"), sort_key="no"),
        ShareColumn("useful_share", label=_("Share"), sort_key="useful_share"),
        Column("waiting", label=_("Texts to handle"), sort_key="waiting"),
    ]
    list_export = ["title", "locale.language_code", "yes", "no", "useful_share", "waiting"]
    export_headings = {
        "title": _("Page"),
        "locale.language_code": _("Language"),
        "yes": _("Of use"),
        "no": _("Of no use"),
        "useful_share": _("Share"),
        "waiting": _("Texts to handle"),
    }

    @cached_property
    def permission_policy(self) -> Any:
        """Whoever may do something to pages."""
        return policy_registry.get_by_type(Page)

    def get_base_queryset(self) -> QuerySet[Page]:
        """All pages with answers, with their languages."""
        return answered_pages().select_related("locale")

    def get_queryset(self) -> QuerySet[Page]:
        """In the order that the editor chose."""
        pages: QuerySet[Page] = self.order_queryset(self.get_base_queryset())
        return pages
