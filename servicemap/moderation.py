"""How a change to a listing gets approved."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from .models import LISTING_MODELS, MunicipalApprovalTask, Role
from .roles import ensure_roles, group_name, role_group

EDITORS = group_name(Role.CONTRIBUTOR)
MODERATORS = group_name(Role.PUBLISHER)
"""What the groups are called that write drafts and that publish everywhere."""

WAGTAILS_NAME = "Moderators approval"
"""What Wagtail's own migration calls its workflow and its task, in English."""


def _name_defaults() -> None:
    """Give the workflow and the task that Wagtail makes for pages names in the site's language."""
    with translation.override(settings.LANGUAGE_CODE):
        Workflow.objects.filter(name=WAGTAILS_NAME).update(name=_("Approval of pages"))
        for task in GroupApprovalTask.objects.filter(name=WAGTAILS_NAME):
            task.name = _("Approval by publishers")
            task.save(update_fields=["name"])
            task.groups.add(role_group(Role.PUBLISHER), role_group(Role.ADMINISTRATOR))


@transaction.atomic
def ensure_listing_workflow() -> Workflow:
    """Keep the roles in step and bind one approval workflow to all listings.

    What an administrator has set up already stays as it is; may be run again.
    """
    ensure_roles()
    _name_defaults()
    types = [ContentType.objects.get_for_model(model) for model in LISTING_MODELS]
    bound = WorkflowContentType.objects.filter(content_type__in=types).first()
    with translation.override(settings.LANGUAGE_CODE):
        workflow: Workflow = (
            bound.workflow
            if bound
            else Workflow.objects.create(name=_("Approval before publishing"))
        )
        if not workflow.workflow_tasks.exists():
            task = MunicipalApprovalTask.objects.filter(active=True).first()
            if task is None:
                task = MunicipalApprovalTask.objects.create(name=_("Approval by the municipality"))
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for content_type in types:
        WorkflowContentType.objects.get_or_create(
            content_type=content_type, defaults={"workflow": workflow}
        )
    return workflow
