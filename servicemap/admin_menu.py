"""The admin's menu: grouped by what editors come to do, what is done most often first."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import DismissibleMenuItem, Menu, MenuItem, SubmenuMenuItem
from wagtail.templatetags.wagtailcore_tags import wagtail_feature_release_editor_guide_link

COOPERATION = "register_cooperation_menu_item"
"""The hook of what belongs to cooperation with associations; a register's ``menu_hook``."""

REPORTS = "register_reports_menu_item"
"""Wagtail's own hook of reports, where residents' reports are, too."""

PLACES = {"explorer": 100, "servicemap": 150, "cooperation": 200, "reports": 250, "registers": 400}
"""The order of what is in the menu by its name; settings and help come last as in Wagtail."""

FILES = ("images", "documents")


@hooks.register("register_admin_menu_item")
def cooperation_menu() -> MenuItem:
    """Grants, contact persons and whatever else is registered with the hook."""
    return SubmenuMenuItem(
        _("Cooperation"),
        Menu(register_hook_name=COOPERATION),
        name="cooperation",
        icon_name="clipboard-list",
        order=PLACES["cooperation"],
    )


@hooks.register("construct_main_menu", order=100)
def arrange(request: HttpRequest, items: list[Any]) -> None:
    """Put Wagtail's own items in their places, images and documents into one submenu."""
    for item in items:
        item.order = PLACES.get(item.name, item.order)
        if item.name == "reports":
            item.label = _("Feedback and reports")
            item.icon_name = "comment"
    files = [item for item in items if item.name in FILES]
    if files:
        items[:] = [item for item in items if item.name not in FILES]
        items.append(
            SubmenuMenuItem(
                _("Images and files"),
                Menu(items=files),
                name="files",
                icon_name="media",
                order=300,
            )
        )


@hooks.register("construct_help_menu")
def leave_out_badges(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's release notes are for those who install it; its guide needs no mark of news."""
    items[:] = [item for item in items if not isinstance(item, DismissibleMenuItem)]
    items.append(
        MenuItem(
            _("Wagtail's guide (in English)"),
            wagtail_feature_release_editor_guide_link(),
            name="guide",
            icon_name="help",
            attrs={"target": "_blank", "rel": "noreferrer"},
            order=100,
        )
    )
