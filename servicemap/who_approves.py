"""Tells those who send something for approval whom it goes to."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import AbstractGroupApprovalTask, WorkflowMixin, WorkflowState

from .models import MunicipalApprovalTask, Municipality, Role, StaffGroup
from .models.staff import Asked

SUBMITTING = frozenset({"action-submit", "action-restart-workflow"})
"""The buttons below forms that send something for approval."""


def who_approves(content: Any) -> str:
    """Say whose approval a listing or a page waits for, in the active language; "" for none.

    Makes up to ten queries, one for what does not wait.
    """
    # Not what the content knows itself: Wagtail's form for pages has read that before it was sent.
    state = content.workflow_states.active().select_related("current_task_state__task").first()
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return ""
    task = state.current_task_state.task.specific
    if isinstance(task, MunicipalApprovalTask):
        # Not the draft: where the listing is now counts as well as where the change puts it.
        return _in_words(task.asked(state.content_object))
    if isinstance(task, AbstractGroupApprovalTask):
        return _groups(task)
    return str(task)


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


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell(request: HttpRequest, content: Any) -> None:
    """Say below the form that was sent whom it goes to."""
    if SUBMITTING.isdisjoint(request.POST) or not isinstance(content, WorkflowMixin):
        return
    if who := who_approves(content):
        text = _("Waiting for approval by %(who)s. Residents see the change once it is approved.")
        messages.info(request, text % {"who": who})
