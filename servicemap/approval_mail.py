"""Tells those who approve that a change to a listing waits."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.mail import BaseGroupApprovalTaskStateEmailNotifier, Notifier
from wagtail.models import TaskState

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
