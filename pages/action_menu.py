"""What the buttons below a page's form offer."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from servicemap.action_menu import arrange


@hooks.register("construct_page_action_menu")
def arrange_page_menu(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Arrange a page's buttons as those of listings."""
    page = context.get("page")
    if page is None:
        parent = context["parent_page"].permissions_for_user(request.user)
        arrange(items, may_publish=parent.can_publish_subpage())
    else:
        arrange(items, may_publish=page.permissions_for_user(request.user).can_publish())
