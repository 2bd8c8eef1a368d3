"""Puts the reports into the admin: their addresses and their places in the menu."""

from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .coverage import CoverageReport
from .feedback import FeedbackReport
from .freshness import FreshnessReport
from .oversight import keep_to_overseers

REPORTS = (CoverageReport, FreshnessReport, FeedbackReport)

keep_to_overseers()


@hooks.register("register_admin_urls")
def report_addresses() -> list[URLPattern]:
    """All reports' addresses."""
    return [address for report in REPORTS for address in report.addresses()]


def coverage_item() -> MenuItem:
    """What there is where."""
    return CoverageReport.menu_item()


def freshness_item() -> MenuItem:
    """How fresh it is."""
    return FreshnessReport.menu_item()


def feedback_item() -> MenuItem:
    """What residents say of it."""
    return FeedbackReport.menu_item()


for item in (coverage_item, freshness_item, feedback_item):
    hooks.register("register_reports_menu_item", item)
