"""What of a translation nobody has translated yet, above the page's form in the admin."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language_info
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from pages.still_same import still_same

register = template.Library()

SHOWN = 8


@register.inclusion_tag("pages/admin/_still_same.html", takes_context=True)
def still_same_notice(context: Mapping[str, Any], page: Page) -> dict[str, Any]:
    """Print which texts are still those of the original: ``{% still_same_notice page %}``."""
    found = still_same(page)
    if found is None:
        return {"found": None}
    finder = AdminURLFinder(context["request"].user)
    return {
        "found": found,
        "texts": found.texts[:SHOWN],
        "rest": found.texts[SHOWN:],
        "url": finder.get_edit_url(found.original) or found.original.url,
        "language": get_language_info(found.original.locale.language_code)["name_translated"],
    }
