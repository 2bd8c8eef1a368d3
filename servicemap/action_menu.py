"""What the buttons below forms of listings and pages offer: what somebody is asked for first."""

from typing import Any

from django.http import HttpRequest
from wagtail.permissions import policy_registry

from .models import LISTING_MODELS

APPROVE, CANCEL, PUBLISH, SUBMIT, UNPUBLISH = (
    "approve",
    "action-cancel-workflow",
    "action-publish",
    "action-submit",
    "action-unpublish",
)


def arrange_listing_menu(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Arrange a listing's buttons; Wagtail asks less exactly who may publish it."""
    listing = context.get("instance")
    model = type(listing) if listing is not None else context["model"]
    if model not in LISTING_MODELS:
        return
    policy = policy_registry.get_by_type(model)
    if listing is None:
        may_publish = policy.user_has_permission(request.user, "publish")
    else:
        may_publish = policy.user_has_permission_for_instance(request.user, "publish", listing)
    if not may_publish:
        leave_out(items, PUBLISH, UNPUBLISH)
    arrange(items, may_publish=may_publish)


def arrange(items: list[Any], *, may_publish: bool) -> None:
    """Put first what is asked for, never what takes a change back; ask no publisher to submit."""
    if may_publish:
        leave_out(items, SUBMIT)
    if items and getattr(items[0], "name", "") == CANCEL:
        items.append(items.pop(0))
    approval = next((one for one in items if is_plain_approval(one)), None)
    if approval is None:
        return
    # Approving publishes: the same twice makes one wonder what the difference is.
    leave_out(items, PUBLISH)
    approval.template_name = "servicemap/admin/approve_first.html"
    items.remove(approval)
    items.insert(0, approval)


def is_plain_approval(item: Any) -> bool:
    """Whether a button approves at once, without asking for a comment."""
    return getattr(item, "name", "") == APPROVE and not item.launch_modal


def leave_out(items: list[Any], *names: str) -> None:
    """Take buttons away."""
    items[:] = [item for item in items if getattr(item, "name", "") not in names]
