"""Who looks after the portal: the roles' groups, and who approves changes to listings."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from servicemap.territory import (
    MUNICIPAL,
    concerned_municipalities,
    may_everywhere,
    may_in,
    permission_name,
)

from .accounts import User
from .places import Municipality


class Role(models.TextChoices):
    """The roles of those who sign in to the admin."""

    ADMINISTRATOR = "administrator", _("Administrator")
    PUBLISHER = "publisher", _("Publisher")
    MUNICIPAL = MUNICIPAL, _("Municipal editor")
    CONTRIBUTOR = "contributor", _("Contributor")


class StaffGroupQuerySet(models.QuerySet["StaffGroup"]):
    """Groups of roles."""

    def members(self, role: Role, municipality: int | None = None) -> models.QuerySet[User]:
        """The active users in the role, in that of a municipality if one is given."""
        groups = self.filter(role=role)
        if municipality is not None:
            groups = groups.filter(municipality=municipality)
        return User.objects.filter(is_active=True, groups__staff__in=groups).distinct()


class StaffGroup(models.Model):
    """Says which role a group of Wagtail's is of, whatever an administrator calls the group."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="staff")
    role = models.CharField(max_length=20, choices=Role.choices)
    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, null=True, related_name="staff_group"
    )

    objects = StaffGroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.MUNICIPAL, municipality__isnull=False)
                | ~Q(role=Role.MUNICIPAL) & Q(municipality__isnull=True),
                name="staff_group_municipal_has_municipality",
            ),
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(municipality__isnull=True),
                name="staff_group_once_per_role",
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)


@dataclass(frozen=True)
class Asked:
    """Whose approval is asked: the users, their role, and where they are in it, if it is bound."""

    users: models.QuerySet[User]
    role: Role
    municipalities: frozenset[int] = frozenset()


class MunicipalApprovalTask(Task):
    """Approval by an editor of the listing's municipality, or by somebody who may publish it."""

    class Meta:
        verbose_name = _("approval by the municipality")
        verbose_name_plural = _("approvals by the municipality")

    @classmethod
    def get_description(cls) -> str:
        """What it does, for whoever makes a workflow."""
        return str(
            _(
                "Editors of the listing's municipality can approve; where there are none, "
                "publishers are asked"
            )
        )

    def may_approve(self, listing: Any, user: Any) -> bool:
        """Whether the user may publish the listing where it is and where the change puts it."""
        permission = permission_name(type(listing), "publish")
        return may_in(user, permission, concerned_municipalities(listing))

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Those who approve may also mend."""
        return self.may_approve(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """While a change waits only those who approve may edit."""
        return not self.may_approve(obj, user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """Those who approve."""
        return self.may_approve(obj, user)

    def user_can_unlock(self, obj: Any, user: Any) -> bool:
        """Those who approve."""
        return self.may_approve(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Those of Wagtail's own approval."""
        if not self.may_approve(obj, user):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> models.QuerySet[TaskState]:
        """What waits for this user. Looks at each waiting listing unless the user may all."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        publish = [
            permission
            for permission in user.get_all_permissions()
            if permission.startswith("servicemap.publish_")
        ]
        if user.is_superuser or (publish and all(may_everywhere(user, one) for one in publish)):
            return waiting
        if not publish:
            return waiting.none()
        states = waiting.prefetch_related("workflow_state__content_object__latest_revision")
        own = [
            state.pk
            for state in states
            if state.workflow_state.content_object
            and self.may_approve(state.workflow_state.content_object, user)
        ]
        return waiting.filter(pk__in=own)

    def asked(self, listing: Any) -> Asked:
        """Whom to ask: the editors of all municipalities concerned, else publishers, else
        administrators.
        """
        found = User.objects.filter(is_active=True)
        concerned = concerned_municipalities(listing)
        for municipality in concerned:
            editors = StaffGroup.objects.filter(
                role=Role.MUNICIPAL, municipality__isnull=False, municipality=municipality
            )
            found = found.filter(groups__staff__in=editors)
        if found.exists():
            known = frozenset(key for key in concerned if key is not None)
            return Asked(found.distinct(), Role.MUNICIPAL, known)
        publishers = StaffGroup.objects.members(Role.PUBLISHER)
        if publishers.exists():
            return Asked(publishers, Role.PUBLISHER)
        administrators = User.objects.filter(is_active=True).filter(
            Q(is_superuser=True) | Q(groups__staff__role=Role.ADMINISTRATOR)
        )
        return Asked(administrators.distinct(), Role.ADMINISTRATOR)

    def approvers(self, listing: Any) -> models.QuerySet[User]:
        """Those who are asked."""
        return self.asked(listing).users
