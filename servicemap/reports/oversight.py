"""Wagtail's reports of what everybody does: for those only who answer for the whole site."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.permission_policies.base import BasePermissionPolicy

from servicemap.models import LISTING_MODELS
from servicemap.territory import may_everywhere, permission_name

IN_MENU = {"site-history", "workflows", "workflow-tasks"}


def oversees(user: Any) -> bool:
    """Whether the user publishes in every municipality, and so sees to the work of others."""
    return all(may_everywhere(user, permission_name(model, "publish")) for model in LISTING_MODELS)


class OversightPolicy(BasePermissionPolicy):
    """Lets those see everybody's doings who oversee them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whatever the action."""
        return oversees(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Whatever the actions."""
        return oversees(user)


def keep_to_overseers() -> None:
    """Make the reports ask. Wagtail shows them to everybody who may open any page."""
    for view in (LogEntriesView, WorkflowView, WorkflowTasksView):
        view.permission_policy = OversightPolicy(None)
        view.permission_required = "view"


@hooks.register("construct_reports_menu")
def leave_out_what_is_refused(request: HttpRequest, items: list[Any]) -> None:
    """Take the reports from the menu of the others."""
    if not oversees(request.user):
        items[:] = [item for item in items if item.name not in IN_MENU]
