"""Changes of the demo that wait for somebody's approval, sent in as in real life."""

import datetime
from typing import Any

from wagtail.log_actions import registry
from wagtail.models import Page, Revision, TaskState, WorkflowState

from pages.models import GuidePage
from servicemap.approval_mail import nobody_told
from servicemap.models import User

from .listings import KINDS, SOURCE
from .users import CONTRIBUTOR, OWNER

LOADED_BEFORE = datetime.timedelta(hours=1)
"""How long before a change was sent what it changes had been saved at the latest."""

WRITERS = {"contributor": CONTRIBUTOR, "owner": OWNER}


def submit(row: dict[str, Any], now: datetime.datetime) -> bool:
    """Save a draft as its writer would and send it for approval; False if there is no such thing.

    The users and the workflows must be there. Nobody gets mail about it.
    """
    content = _content(row)
    writer = User.objects.filter(email=WRITERS[row["by"]].email).first()
    workflow = content.get_workflow() if content else None
    if writer is None or workflow is None:
        return False
    draft = content.get_latest_revision_as_object()
    for field, value in row["fields"].items():
        setattr(draft, field, value)
    draft.full_clean()
    revision = draft.save_revision(user=writer, log_action=True)
    with nobody_told():
        state = workflow.start(draft, writer)
    _date_back(revision, state, now - datetime.timedelta(days=row["days_ago"]))
    return True


def _content(row: dict[str, Any]) -> Any:
    if "guide" in row:
        return GuidePage.objects.filter(slug=row["guide"], alias_of=None).first()
    model = next(model for model in KINDS if model.kind in row)
    source_id = row[str(model.kind)]
    return model._default_manager.filter(source=SOURCE, source_id=source_id).first()


def _date_back(revision: Revision, state: WorkflowState, sent: datetime.datetime) -> None:
    """Let it all have happened then: histories and cards show the days.

    What was there before moves further back: approving a change that is older than another
    revision would be a conflict of two editors.
    """
    content = revision.content_object
    earlier = Revision.objects.for_instance(content).exclude(pk=revision.pk)
    earlier.filter(created_at__gte=sent).update(created_at=sent - LOADED_BEFORE)
    Revision.objects.filter(pk=revision.pk).update(created_at=sent)
    WorkflowState.objects.filter(pk=state.pk).update(created_at=sent)
    TaskState.objects.filter(workflow_state=state).update(started_at=sent)
    logs = registry.get_logs_for_instance(content)
    logs.filter(user=state.requested_by).update(timestamp=sent)
    if isinstance(content, Page):
        Page.objects.filter(pk=content.pk).update(latest_revision_created_at=sent)
