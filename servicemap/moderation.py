"""Who may edit listings, and how a change gets approved."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from .models import (
    LISTING_MODELS,
    AccessibilityFeature,
    Category,
    ContactPerson,
    CycleEntry,
    Feedback,
    Grant,
    GrantPeriod,
    GrantSubscriber,
    Membership,
    Municipality,
    OutgoingMail,
    Place,
    Synonym,
    TargetGroup,
    Theme,
)

EDITORS = "Editors"
MODERATORS = "Moderators"
"""The groups Wagtail makes: editors suggest, moderators publish."""

REPORT = "view_querycount"
"""The permission to see the report of searches that find nothing."""

WAGTAILS_NAME = "Moderators approval"
"""What Wagtail's own migration calls its workflow and its task, in English."""

REGISTER_MODELS: tuple[type[models.Model], ...] = (
    Municipality,
    Place,
    Category,
    TargetGroup,
    Theme,
    AccessibilityFeature,
    Synonym,
    Membership,
    ContactPerson,
    CycleEntry,
)


def _permit(group: Group, actions: Iterable[str], kinds: Iterable[type[models.Model]]) -> None:
    for model in kinds:
        codenames = [f"{action}_{model._meta.model_name}" for action in actions]
        content_type = ContentType.objects.get_for_model(model)
        group.permissions.add(
            *Permission.objects.filter(content_type=content_type, codename__in=codenames)
        )


def _approval_task(moderators: Group) -> GroupApprovalTask:
    task = GroupApprovalTask.objects.filter(groups=moderators, active=True).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=_("Approval by moderators"))
        task.groups.add(moderators)
    return task


def _name_defaults() -> None:
    """Give the workflow and the task that Wagtail makes for pages names in the site's language."""
    with translation.override(settings.LANGUAGE_CODE):
        Workflow.objects.filter(name=WAGTAILS_NAME).update(name=_("Approval of pages"))
        GroupApprovalTask.objects.filter(name=WAGTAILS_NAME).update(
            name=_("Approval by moderators")
        )


@transaction.atomic
def ensure_listing_workflow() -> Workflow:
    """Bind one approval workflow to all listings and let both groups do their part.

    Editors write drafts and submit them, keep grants, the annual cycle, contact persons
    and synonyms and handle residents' reports;
    moderators also publish, lock, delete and keep the registers. Both see what people search for
    and do not find. What an administrator has set up already stays as it is; may be run again.
    """
    editors, __ = Group.objects.get_or_create(name=EDITORS)
    moderators, __ = Group.objects.get_or_create(name=MODERATORS)
    entry = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for group in (editors, moderators):
        group.permissions.add(entry)
    _permit(editors, ["view", "add", "change"], LISTING_MODELS)
    _permit(
        moderators,
        ["view", "add", "change", "delete", "publish", "lock", "unlock"],
        LISTING_MODELS,
    )
    _permit(moderators, ["view", "add", "change", "delete"], REGISTER_MODELS)
    _permit(editors, ["view", "add", "change"], [Synonym, ContactPerson, CycleEntry])
    _permit(editors, ["view", "change"], [Feedback])
    _permit(moderators, ["view", "change", "delete"], [Feedback, OutgoingMail])
    _permit(editors, ["view", "add", "change"], [Grant, GrantPeriod])
    _permit(moderators, ["view", "add", "change", "delete"], [Grant, GrantPeriod])
    _permit(moderators, ["view", "delete"], [GrantSubscriber])
    missed = Permission.objects.filter(content_type__app_label="search", codename=REPORT)
    for group in (editors, moderators):
        group.permissions.add(*missed)

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
            WorkflowTask.objects.create(
                workflow=workflow, task=_approval_task(moderators), sort_order=0
            )
    for content_type in types:
        WorkflowContentType.objects.get_or_create(
            content_type=content_type, defaults={"workflow": workflow}
        )
    return workflow
