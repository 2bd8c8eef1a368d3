"""Whose approval a change of a listing or a page waits for, or will."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import AbstractGroupApprovalTask, Page, Task, WorkflowState
from wagtail.permissions import policy_registry

from .models import MunicipalApprovalTask, Municipality, Role, StaffGroup
from .models.staff import Asked


def who_approves(content: Any) -> str:
    """Say whose approval a listing or a page waits for, in the active language; "" for none.

    Makes up to ten queries, one for what does not wait.
    """
    # Not what the content knows itself: Wagtail's form for pages has read that before it was sent.
    state = content.workflow_states.active().select_related("current_task_state__task").first()
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return ""
    # Not the draft: where the listing is now counts as well as where the change puts it.
    return _asked_by(state.current_task_state.task, state.content_object)


def who_would_approve(content: Any, user: Any) -> str:
    """Say whose approval a change by the user would need; "" for none, and for what is new.

    Makes up to twelve queries, none or those of Wagtail's own check for those who may publish.
    """
    if content.pk is None or _may_publish(content, user):
        return ""
    workflow = content.get_workflow()
    task = workflow.tasks.first() if workflow else None
    return _asked_by(task, content) if task else ""


def _may_publish(content: Any, user: Any) -> bool:
    if isinstance(content, Page):
        return bool(content.permissions_for_user(user).can_publish())
    policy = policy_registry.get_by_type(type(content))
    return bool(policy.user_has_permission_for_instance(user, "publish", content))


def _asked_by(task: Task, content: Any) -> str:
    specific = task.specific
    if isinstance(specific, MunicipalApprovalTask):
        return _in_words(specific.asked(content))
    if isinstance(specific, AbstractGroupApprovalTask):
        return _groups(specific)
    return str(specific)


def _in_words(asked: Asked) -> str:
    if asked.role != Role.MUNICIPAL:
        return _role(asked.role)
    towns = Municipality.objects.filter(pk__in=asked.municipalities).defer("outline")
    names = sorted(map(str, towns))
    return ngettext(
        "the editors of the municipality (%(towns)s)",
        "the editors of the municipalities (%(towns)s)",
        len(names),
    ) % {"towns": ", ".join(names)}


def _role(role: str) -> str:
    if role == Role.PUBLISHER:
        return _("the publishers")
    return _("the administrators")


def _groups(task: AbstractGroupApprovalTask) -> str:
    """The task's groups that have members: by their role, else by their name."""
    groups = task.groups.filter(user__is_active=True).distinct().order_by("name")
    roles = dict(StaffGroup.objects.filter(group__in=groups).values_list("group", "role"))
    # Whoever administers may do everything: nobody waits for them where others are asked.
    if Role.PUBLISHER in roles.values():
        groups = groups.exclude(staff__role=Role.ADMINISTRATOR)
    named = {Role.PUBLISHER, Role.ADMINISTRATOR}
    found = [
        _role(roles[group.pk]) if roles.get(group.pk) in named else group.name for group in groups
    ]
    return ", ".join(found) or _("the administrators")
