"""Where somebody's permissions reach: everywhere, or in their own municipality only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Q

MUNICIPAL = "municipal"
"""The role whose groups may act in one municipality only."""


@dataclass(frozen=True)
class Territory:
    """Where a user may act: ``everywhere`` holds the permissions that are bound to no place."""

    everywhere: frozenset[str]
    municipalities: frozenset[int]


def territory_of(user: Any) -> Territory:
    """Return where the user may act. Makes three queries, once for each user object."""
    known: Territory | None = getattr(user, "_territory", None)
    if known is None:
        groups = user.groups.exclude(staff__role=MUNICIPAL)
        general = Permission.objects.filter(
            Q(pk__in=user.user_permissions.values("pk"))
            | Q(pk__in=Permission.objects.filter(group__in=groups).values("pk"))
        )
        names = general.values_list("content_type__app_label", "codename")
        own = user.groups.filter(staff__role=MUNICIPAL)
        known = Territory(
            frozenset(f"{app}.{codename}" for app, codename in names),
            frozenset(own.values_list("staff__municipality_id", flat=True)),
        )
        user._territory = known
    return known


def permission_name(model: type[models.Model], action: str) -> str:
    """The name of a permission as Django asks for it."""
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"


def may_everywhere(user: Any, permission: str) -> bool:
    """Whether the user has the permission in every municipality."""
    if not user.has_perm(permission):
        return False
    return bool(user.is_superuser) or permission in territory_of(user).everywhere


def may_in(user: Any, permission: str, municipalities: Iterable[int | None]) -> bool:
    """Whether the user has the permission in all of the municipalities; None is in nobody's."""
    if not user.has_perm(permission):
        return False
    return may_everywhere(user, permission) or _covers(user, municipalities)


def _covers(user: Any, municipalities: Iterable[int | None]) -> bool:
    concerned = frozenset(municipalities)
    return bool(concerned) and concerned <= territory_of(user).municipalities


def bound_to(user: Any, permission: str) -> frozenset[int] | None:
    """The municipalities in which alone the user has the permission; None if it is everywhere."""
    return None if may_everywhere(user, permission) else territory_of(user).municipalities


def concerned_municipalities(listing: Any) -> frozenset[int | None]:
    """Where a listing belongs: where residents see it, and where its latest draft puts it.

    Makes up to three queries for a listing with unpublished changes, otherwise none.
    """
    found: set[int | None] = set()
    if listing.live:
        found.add(listing.responsible_municipality_id)
    if not listing.live or listing.has_unpublished_changes:
        found.add(_of_latest_draft(listing))
    return frozenset(found)


def _of_latest_draft(listing: Any) -> int | None:
    revision = listing.latest_revision
    if revision is None:
        municipality: int | None = listing.responsible_municipality_id
        return municipality
    draft = revision.content
    if draft.get("municipality") is not None:
        return int(draft["municipality"])
    # An activity without a municipality is where its facility or its organiser is.
    for name in ("facility", "organiser"):
        if draft.get(name) is not None:
            model = type(listing)._meta.get_field(name).related_model
            other = model._default_manager.filter(pk=draft[name]).first()
            if other is not None and other.municipality_id is not None:
                return int(other.municipality_id)
    return None
