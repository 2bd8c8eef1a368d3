"""Keeps the roles' groups in step with ``data/roles.toml``; gives, and never takes away."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from .models import Municipality, Role, StaffGroup
from .registers import DATA

FILE = DATA / "roles.toml"
IN_COLLECTIONS = ("image", "document")


@dataclass(frozen=True)
class Declaration:
    """What a role may do, as the file says."""

    name: str
    name_sv: str
    name_en: str
    adopts: str = ""
    """The group that Wagtail makes, which becomes this role's."""

    everything: bool = False
    pages: tuple[str, ...] = ()
    """Actions on all pages."""

    collections: tuple[str, ...] = ()
    """Actions on images and documents in all collections."""

    may: dict[str, list[str]] = field(default_factory=dict)
    """Actions by ``app.model``."""

    @property
    def site_name(self) -> str:
        """The name in the site's own language."""
        names = {"sv": self.name_sv, "en": self.name_en}
        return names.get(settings.LANGUAGE_CODE, self.name)

    def permissions(self, known: dict[str, int]) -> set[int]:
        """The keys of the permissions; what an app that is not installed would have is left out."""
        if self.everything:
            return set(known.values())
        wanted = {
            f"{app}.{action}_{model}"
            for name, actions in self.may.items()
            for app, _dot, model in [name.partition(".")]
            for action in actions
        }
        return {known[name] for name in wanted if name in known}


@cache
def declarations() -> dict[Role, Declaration]:
    """What the file says of each role."""
    with FILE.open("rb") as file:
        return {Role(role): Declaration(**entry) for role, entry in tomllib.load(file).items()}


def group_name(role: Role, municipality: Municipality | None = None) -> str:
    """The name that the role's group is given."""
    name = declarations()[role].site_name
    return name.format(municipality=municipality.name) if municipality else name


def role_group(role: Role) -> Group:
    """The group of a role that is bound to no municipality."""
    return StaffGroup.objects.select_related("group").get(role=role).group


def _known_permissions() -> dict[str, int]:
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {f"{app}.{codename}": pk for app, codename, pk in rows}


@transaction.atomic
def ensure_roles() -> None:
    """Make the groups that are missing and give all of them what they lack; may be run again."""
    known = _known_permissions()
    for role in Role:
        if role != Role.MUNICIPAL:
            _give(role, [_ensure_group(role)], known)
    missing = Municipality.objects.filter(staff_group=None).defer("outline")
    for municipality in missing:
        _make_municipal_group(municipality)
    _give(Role.MUNICIPAL, Group.objects.filter(staff__role=Role.MUNICIPAL), known)


@transaction.atomic
def ensure_municipal_editors(municipality: Municipality) -> Group:
    """Return the group of a municipality's editors; make it, or let it follow a new name."""
    staff = StaffGroup.objects.select_related("group").filter(municipality=municipality).first()
    if staff is None:
        group = _make_municipal_group(municipality)
        _give(Role.MUNICIPAL, [group], _known_permissions())
        return group
    before = group_name(Role.MUNICIPAL).partition("{")[0]
    if staff.group.name.startswith(before):
        wanted = _free_name(municipality, staff.group)
        if staff.group.name != wanted:
            staff.group.name = wanted
            staff.group.save(update_fields=["name"])
    return staff.group


def _make_municipal_group(municipality: Municipality) -> Group:
    group = Group.objects.create(name=_free_name(municipality))
    StaffGroup.objects.create(group=group, role=Role.MUNICIPAL, municipality=municipality)
    return group


def _free_name(municipality: Municipality, group: Group | None = None) -> str:
    name = group_name(Role.MUNICIPAL, municipality)[:140]
    taken = Group.objects.filter(name=name)
    if group is not None:
        taken = taken.exclude(pk=group.pk)
    return f"{name} ({municipality.code})" if taken.exists() else name


def _ensure_group(role: Role) -> Group:
    staff = StaffGroup.objects.select_related("group").filter(role=role).first()
    if staff is not None:
        return staff.group
    name, adopts = group_name(role), declarations()[role].adopts
    group = Group.objects.filter(name=name).first()
    if group is None and adopts:
        group = Group.objects.filter(name=adopts).first()
    if group is None:
        group = Group.objects.create(name=name)
    elif group.name != name:
        group.name = name
        group.save(update_fields=["name"])
    StaffGroup.objects.create(group=group, role=role)
    return group


def _give(role: Role, groups: Iterable[Group], known: dict[str, int]) -> None:
    """Give the groups of a role what they lack."""
    declared = declarations()[role]
    pages = [name for name in known if name.startswith("wagtailcore.") and name.endswith("_page")]
    if not declared.everything:
        pages = [f"wagtailcore.{action}_page" for action in declared.pages]
    kept = _names_in_collections(declared, known)
    groups = list(groups)
    wanted = declared.permissions(known)
    through: Any = Group.permissions.through
    through.objects.bulk_create(
        [
            through(group_id=group.pk, permission_id=permission)
            for group in groups
            for permission in wanted
        ],
        ignore_conflicts=True,
    )
    for group in groups:
        for root in Page.objects.filter(depth=1) if pages else ():
            _add_missing(GroupPagePermission, pages, known, group=group, page=root)
        for collection in Collection.objects.filter(depth=1) if kept else ():
            _add_missing(GroupCollectionPermission, kept, known, group=group, collection=collection)


def _names_in_collections(declared: Declaration, known: dict[str, int]) -> list[str]:
    actions = declared.collections or ("add", "change", "delete", "choose")
    if not (declared.collections or declared.everything):
        return []
    names = [
        f"{app}.{action}_{model}"
        for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
        for action in actions
    ]
    if declared.everything:
        names += [f"wagtailcore.{action}_collection" for action in ("add", "change", "delete")]
    return [name for name in names if name in known]


def _add_missing(through: Any, names: Iterable[str], known: dict[str, int], **where: Any) -> None:
    there = set(through.objects.filter(**where).values_list("permission_id", flat=True))
    through.objects.bulk_create(
        [through(**where, permission_id=known[name]) for name in names if known[name] not in there]
    )


def keep_roles_in_step(sender: Any, using: str, **kwargs: Any) -> None:
    """After the last app has been migrated, when all permissions are there: make the groups."""
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    # Migrating back beyond the roles leaves no table for them; flushing says nothing of apps.
    state = kwargs.get("apps") or apps
    is_there = "staffgroup" in state.all_models.get("servicemap", {})
    if sender.label == last.label and using == "default" and is_there:
        from .moderation import ensure_listing_workflow

        ensure_listing_workflow()
