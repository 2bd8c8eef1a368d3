"""The search's own pages in the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pages.saved_search import HOOK as SAVED_SEARCH
from search.gaps.report import QueryReportView
from search.gaps.waiting import gaps
from search.near.admin import find_place
from search.saved import Saved
from servicemap.dashboard import HOOK as WAITING_CARD

hooks.register(WAITING_CARD, gaps)
hooks.register(SAVED_SEARCH, Saved)


class QueryReportMenuItem(MenuItem):
    """The report of queries, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may see the report."""
        return request.user.has_perm("search.view_querycount")


@hooks.register("register_admin_urls")
def query_report_urls() -> list[URLPattern]:
    """The report and its list alone, which filters fetch."""
    return [
        path(
            "reports/search-gaps/",
            QueryReportView.as_view(),
            name=QueryReportView.index_url_name,
        ),
        path(
            "reports/search-gaps/results/",
            QueryReportView.as_view(results_only=True),
            name=QueryReportView.index_results_url_name,
        ),
    ]


@hooks.register("register_admin_urls")
def map_urls() -> list[URLPattern]:
    """What the map in listings' forms asks; the forms know it by its name."""
    return [path("map/address/", find_place, name="admin_find_place")]


@hooks.register("register_reports_menu_item")
def query_report_menu_item() -> MenuItem:
    """First among the reports."""
    return QueryReportMenuItem(
        _("Searched, not found"),
        reverse(QueryReportView.index_url_name),
        name="search-gaps",
        icon_name=QueryReportView.header_icon,
        order=100,
    )


@hooks.register("register_permissions")
def query_report_permission() -> QuerySet[Permission]:
    """Let administrators give a group the right to see the report."""
    return Permission.objects.filter(content_type__app_label="search", codename="view_querycount")
