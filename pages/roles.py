"""Lets the editors of a municipality keep its own pages."""

from typing import Any

from django.contrib.auth.models import Permission
from wagtail.models import GroupPagePermission

from servicemap.roles import ensure_municipal_editors

from .models import MunicipalityPage

ACTIONS = ("change_page", "publish_page", "lock_page", "unlock_page")


def municipality_page_saved(instance: MunicipalityPage, raw: bool = False, **kwargs: Any) -> None:
    """Give the page to the municipality's group."""
    if not raw:
        give_to_editors(instance)


def give_to_editors(page: MunicipalityPage) -> None:
    """Let the editors of the page's municipality change and publish it; may be run again."""
    group = ensure_municipal_editors(page.municipality)
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=ACTIONS
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
