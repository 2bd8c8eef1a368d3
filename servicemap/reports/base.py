"""What the reports share: who sees them, their place in the menu, and harmless exports."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView

from servicemap.editing import may_see_listings
from servicemap.spreadsheets import SafeExport


class MapReport(SafeExport, ReportView):
    """A report in the admin's menu, under ``reports/<slug>/``."""

    slug: ClassVar[str]
    menu_order: ClassVar[int]
    menu_label: ClassVar[Any] = None
    """What the menu says, if not the report's title."""

    index_url_name: ClassVar[str]
    index_results_url_name: ClassVar[str]

    @classmethod
    def may_be_seen_by(cls, user: Any) -> bool:
        """Whether the report is for the user: here for everybody who works with listings."""
        return may_see_listings(user)

    @classmethod
    def addresses(cls) -> list[URLPattern]:
        """The report, and its results alone, which filters fetch."""
        return [
            path(f"reports/{cls.slug}/", cls.as_view(), name=cls.index_url_name),
            path(
                f"reports/{cls.slug}/results/",
                cls.as_view(results_only=True),
                name=cls.index_results_url_name,
            ),
        ]

    @classmethod
    def menu_item(cls) -> MenuItem:
        """The report in the menu, for those who may see it."""
        return ReportMenuItem(cls)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse those whom the report is not for."""
        if not self.may_be_seen_by(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def export_contents(self) -> object:
        """What the menu says."""
        return self.menu_label or self.page_title

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the reports' own looks."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["media"] += forms.Media(css={"all": ["servicemap/admin/reports.css"]})
        return context


class ReportMenuItem(MenuItem):
    """A report in the menu, for those who may see it."""

    def __init__(self, report: type[MapReport]) -> None:
        super().__init__(
            report.menu_label or report.page_title,
            reverse(report.index_url_name),
            name=report.slug,
            icon_name=report.header_icon,
            order=report.menu_order,
        )
        self.report = report

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may see the report."""
        return self.report.may_be_seen_by(request.user)
