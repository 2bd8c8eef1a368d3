"""Whose approval something waits for, or will, in the admin."""

from typing import Any

from django import template

from servicemap.who_approves import who_approves, who_would_approve

register = template.Library()


@register.simple_tag
def approvers_of(content: Any) -> str:
    """Name whose approval a listing or a page waits for; "" for none: ``{% approvers_of page %}``.

    Makes no query for what does not wait beyond finding out that it does not.
    """
    return who_approves(content)


@register.simple_tag
def future_approvers_of(content: Any, user: Any) -> str:
    """Name whose approval a change by the user would need; "" for none.

    As ``{% future_approvers_of page request.user %}``.
    """
    return who_would_approve(content, user)
