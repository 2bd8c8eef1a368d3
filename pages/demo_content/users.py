"""The demo's users and what their groups may do."""

import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupPagePermission, Page
from wagtail.users.models import UserProfile

from servicemap.models import LISTING_MODELS, Association, Membership, User

from .listings import SOURCE

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Characters of a password; none that looks like another."""

OWNED_ASSOCIATION = "kymenvirran-soutajat"


@dataclass(frozen=True)
class DemoUser:
    """Someone who can sign in to the demo."""

    email: str
    role: Any
    last_name: str


EDITOR = DemoUser("toimittaja@seutukartta.example", _("editor"), "Toimittaja")
OWNER = DemoUser(
    "yhdistys@seutukartta.example",
    _("owner of an association, for its own pages to come"),
    "Yhdistys",
)
ADMINISTRATOR = DemoUser("yllapito@seutukartta.example", _("administrator"), "Ylläpito")
USERS = (EDITOR, OWNER, ADMINISTRATOR)


def kept_passwords(path: Path) -> dict[str, str]:
    """Return the users' passwords by e-mail address, made once and kept in the file.

    The file is readable by its owner only, and is whole at every moment.
    """
    kept: dict[str, str] = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            email, _space, password = line.partition(" ")
            kept[email] = password
    passwords = {user.email: kept.get(user.email) or _new_password() for user in USERS}
    if passwords != kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes the file with mode 0600.
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(f"{email} {password}\n" for email, password in passwords.items())
        os.replace(name, path)
    return passwords


def _new_password() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _place in range(4)) for _group in range(4))
    return "-".join(groups)


def load_users(passwords: dict[str, str]) -> int:
    """Create the users that are missing; return how many."""
    there = set(User.objects.values_list("email", flat=True))
    missing = [user for user in USERS if user.email not in there]
    for demo_user in missing:
        create = (
            User.objects.create_superuser
            if demo_user is ADMINISTRATOR
            else User.objects.create_user
        )
        user = create(
            demo_user.email,
            passwords[demo_user.email],
            first_name="Demo",
            last_name=demo_user.last_name,
        )
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "fi"})
        if demo_user is EDITOR:
            user.groups.add(editors_group())
        elif demo_user is OWNER:
            association = Association.objects.get(source=SOURCE, source_id=OWNED_ASSOCIATION)
            Membership.objects.create(
                user=user,
                association=association,
                role=Membership.Role.OWNER,
                state=Membership.State.ACTIVE,
            )
    return len(missing)


def sign_in_lines(passwords: dict[str, str]) -> list[str]:
    """Say who can sign in with what; a password that somebody changed is not shown."""
    users = {user.email: user for user in User.objects.filter(email__in=passwords)}
    lines = []
    for demo_user in USERS:
        user, password = users.get(demo_user.email), passwords[demo_user.email]
        if user is None:
            continue
        shown = password if user.check_password(password) else _("(changed)")
        lines.append(f"{demo_user.email}  {shown}  ({demo_user.role})")
    return lines


def editors_group() -> Group:
    """Return the group of editors; it and the moderators may publish pages and listings."""
    for name in ("Editors", "Moderators"):
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*_listing_permissions(), _permission("wagtailadmin", "access_admin"))
        for root in Page.objects.filter(depth=1):
            for codename in ("add_page", "change_page", "publish_page"):
                GroupPagePermission.objects.get_or_create(
                    group=group, page=root, permission=_permission("wagtailcore", codename)
                )
    return Group.objects.get(name="Editors")


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _listing_permissions() -> list[Permission]:
    return [
        _permission(model._meta.app_label, f"{action}_{model._meta.model_name}")
        for model in LISTING_MODELS
        for action in ("add", "change", "publish", "view")
    ]
