"""The demo's users and what their groups may do."""

import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from servicemap.models import Association, Membership, Municipality, Role, User
from servicemap.roles import ensure_municipal_editors, role_group

from .listings import SOURCE

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Characters of a password; none that looks like another."""

OWNED_ASSOCIATION = "kymenvirran-soutajat"

EDITED = "398"
"""The code of the municipality that has an editor: Lahti."""


@dataclass(frozen=True)
class DemoUser:
    """Someone who can sign in to the demo."""

    email: str
    role: Any
    last_name: str
    staff: Role | None = None


EDITOR = DemoUser(
    "toimittaja@seutukartta.example",
    _("publisher: pages, news and approvals of the whole region"),
    "Julkaisija",
    Role.PUBLISHER,
)
MUNICIPAL_EDITOR = DemoUser(
    "lahti@seutukartta.example",
    _("editor of Lahti: its listings, page, contact persons, grants and annual cycle"),
    "Lahden toimittaja",
    Role.MUNICIPAL,
)
CONTRIBUTOR = DemoUser(
    "sisallot@seutukartta.example",
    _("contributor: drafts that others approve"),
    "Sisällöntuottaja",
    Role.CONTRIBUTOR,
)
OWNER = DemoUser(
    "yhdistys@seutukartta.example",
    _("owner of an association, for its own pages to come"),
    "Yhdistys",
)
ADMINISTRATOR = DemoUser(
    "yllapito@seutukartta.example", _("administrator"), "Ylläpito", Role.ADMINISTRATOR
)
USERS = (EDITOR, MUNICIPAL_EDITOR, CONTRIBUTOR, OWNER, ADMINISTRATOR)


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
        if demo_user is MUNICIPAL_EDITOR:
            user.groups.add(ensure_municipal_editors(Municipality.objects.get(code=EDITED)))
        elif demo_user.staff is not None:
            user.groups.add(role_group(demo_user.staff))
        else:
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
