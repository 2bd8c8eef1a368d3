"""What templates say of pages that are not translated yet."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from wagtail.models import Page

from pages.translations import source_language

register = template.Library()


@register.simple_tag
def lang_of_page(page: Page | None) -> SafeString | str:
    """Return `` lang="fi"`` where a page's content is in another language than the page."""
    code = source_language(page) if isinstance(page, Page) else ""
    # The codes are those of the settings.
    return mark_safe(f' lang="{code}"') if code else ""


@register.inclusion_tag("components/untranslated.html", takes_context=True)
def untranslated_notice(context: Mapping[str, Any]) -> dict[str, Any]:
    """Print, on a page that is not translated yet, in which language its text is."""
    page = context.get("page")
    code = source_language(page) if isinstance(page, Page) else ""
    return {"code": code, "language": get_language_info(code)["name_translated"] if code else ""}
