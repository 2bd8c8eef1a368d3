"""Tells what has become of a change: whom it was sent to, that it was approved or sent back."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_latest_str
from wagtail.models import WorkflowMixin, WorkflowState

from .who_approves import who_approves

SUBMITTING = frozenset({"action-submit", "action-restart-workflow"})
"""The buttons below forms that send something for approval."""

DECIDING = "action-workflow-action"
"""What forms of Wagtail send when a change is approved or sent back."""


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell(request: HttpRequest, content: Any) -> None:
    """Say below the form that was sent what happens to the change now."""
    if not isinstance(content, WorkflowMixin):
        return
    if not SUBMITTING.isdisjoint(request.POST):
        if waits := _waits(content):
            messages.info(request, waits)
    elif DECIDING in request.POST:
        messages.success(request, _decided(content))


def _waits(content: Any) -> str:
    who = who_approves(content)
    if not who:
        return ""
    text = _("Waiting for approval by %(who)s. Residents see the change once it is approved.")
    return text % {"who": who}


def _decided(content: Any) -> str:
    """What the last decision on it came to."""
    state: WorkflowState = content.workflow_states.latest("created_at", "pk")
    names = {"title": get_latest_str(content)}
    if state.status == WorkflowState.STATUS_APPROVED:
        return _("Approved and published: “%(title)s”.") % names
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("Sent back to be changed: “%(title)s”.") % names
    return _("Approved: “%(title)s”.") % names + " " + _waits(content)
