"""What editors do most often on the map and in its registers, for the admin's first page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.permissions import policy_registry

from .dashboard import SHORTCUT, Shortcut
from .models import Activity, Association, CycleEntry, Grant


def _may(user: Any, action: str, model: type[models.Model]) -> bool:
    return bool(policy_registry.get_by_type(model).user_has_permission(user, action))


@hooks.register(SHORTCUT)
def add_association(request: HttpRequest) -> Shortcut | None:
    """An association that is not on the map yet."""
    if not _may(request.user, "add", Association):
        return None
    return Shortcut(
        _("Add an association"),
        "group",
        reverse("wagtailsnippets_servicemap_association:add"),
        order=60,
    )


@hooks.register(SHORTCUT)
def add_activity(request: HttpRequest) -> Shortcut | None:
    """Something that takes place."""
    if not _may(request.user, "add", Activity):
        return None
    return Shortcut(
        _("Add an activity"),
        "calendar",
        reverse("wagtailsnippets_servicemap_activity:add"),
        order=70,
    )


@hooks.register(SHORTCUT)
def add_grant_period(request: HttpRequest) -> Shortcut | None:
    """A new period is added to a grant that is there: the list comes first."""
    if not request.user.has_perm("servicemap.change_grant"):
        return None
    return Shortcut(
        _("Add an application period to a grant"),
        "tag",
        reverse(f"{Grant._meta.app_label}_{Grant._meta.model_name}_modeladmin_index"),
        order=40,
    )


@hooks.register(SHORTCUT)
def add_cycle_entry(request: HttpRequest) -> Shortcut | None:
    """Something of the year that is not in the cycle yet."""
    if not request.user.has_perm("servicemap.add_cycleentry"):
        return None
    return Shortcut(
        _("Add to the annual cycle"),
        "rotate",
        reverse(f"{CycleEntry._meta.app_label}_{CycleEntry._meta.model_name}_modeladmin_create"),
        order=50,
    )
