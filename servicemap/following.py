"""What follows when a municipality, a group or a user changes."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from .models import Municipality, StaffGroup, User
from .roles import ensure_municipal_editors


def municipality_saved(instance: Municipality, raw: bool = False, **kwargs: Any) -> None:
    """Give a new municipality its group of editors, and the group the municipality's name."""
    if not raw:
        ensure_municipal_editors(instance)


def staff_group_deleted(instance: StaffGroup, **kwargs: Any) -> None:
    """Delete the group, too: without its municipality its permissions would hold everywhere."""
    Group.objects.filter(pk=instance.group_id).delete()


def user_saved(instance: User, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Let a new user's admin and mail be in the site's language until they choose another."""
    if created and not raw:
        UserProfile.objects.get_or_create(
            user=instance, defaults={"preferred_language": settings.LANGUAGE_CODE}
        )
