"""Tells those who approve that a change to a listing waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet
from wagtail.admin import signal_handlers
from wagtail.admin.mail import BaseGroupApprovalTaskStateEmailNotifier, Notifier
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_submitted

from .models import MunicipalApprovalTask, User


class MunicipalApprovalNotifier(BaseGroupApprovalTaskStateEmailNotifier):
    """Wagtail's own mail on what waits, to the municipality's editors."""

    notification = "submitted"

    def can_handle(self, instance: Any, **kwargs: Any) -> bool:
        """Only what the municipality approves."""
        return Notifier.can_handle(self, instance, **kwargs) and isinstance(
            instance.task.specific, MunicipalApprovalTask
        )

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> QuerySet[User]:
        """Those who are asked, but not whoever asks."""
        listing = task_state.workflow_state.content_object
        users: QuerySet[User] = task_state.task.specific.approvers(listing)
        asking = kwargs.get("user")
        return users.exclude(pk=asking.pk) if asking else users


tell_approvers = MunicipalApprovalNotifier()

UID = "municipal_approval_submitted"

CONNECTED = (
    (
        workflow_submitted,
        signal_handlers.workflow_submission_email_notifier,
        WorkflowState,
        "workflow_state_submitted_email_notification",
    ),
    (
        task_submitted,
        signal_handlers.task_submission_email_notifier,
        TaskState,
        "group_approval_task_submitted_email_notification",
    ),
    (task_submitted, tell_approvers, TaskState, UID),
)
"""All who write when something is sent for approval, Wagtail's own among them."""


@contextmanager
def nobody_told() -> Iterator[None]:
    """Send changes for approval without any mail about it, in the whole process."""
    silenced = [
        (signal, notifier, sender, uid)
        for signal, notifier, sender, uid in CONNECTED
        if signal.disconnect(sender=sender, dispatch_uid=uid)
    ]
    try:
        yield
    finally:
        for signal, notifier, sender, uid in silenced:
            signal.connect(notifier, sender=sender, dispatch_uid=uid)
