"""What other services show when a page is shared, in templates."""

from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.translation import get_language
from wagtail.models import Page

from pages.translations import source_of
from servicemap.public_address import public_address

register = template.Library()

LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}
DEFAULT_PICTURE = "img/app-512.png"


@register.inclusion_tag("components/sharing.html", takes_context=True)
def sharing(context: Context) -> dict[str, Any]:
    """Print the description and the Open Graph of what is shown.

    The template's own blocks ``share_title``, else ``title``, and ``description`` say what it is
    about, else the page's description and the portal's name. Makes queries only for
    a page that has a picture.
    """
    request = context.get("request")
    if request is None:
        return {}
    page = context.get("page")
    portal = context.get("portal")
    name = portal["name"] if portal else settings.WAGTAIL_SITE_NAME
    title = _block(context, "share_title") or _block(context, "title") or name
    description = _block(context, "description")
    picture, kind = None, "website"
    if page is not None and hasattr(page, "meta_description"):
        description = description or page.meta_description
        picture = page.share_picture
        kind = "article" if hasattr(page, "date") else "website"
    return {
        "title": title,
        "description": description,
        "kind": kind,
        "site_name": name,
        "locale": LOCALES.get(get_language() or "", ""),
        "url": _canonical(request, page, context.get("page_obj")),
        "picture": {
            "url": public_address(picture.url if picture else static(DEFAULT_PICTURE)),
            "width": picture.width if picture else 512,
            "height": picture.height if picture else 512,
        },
        "is_large": picture is not None,
    }


def _block(context: Context, name: str) -> str:
    """Return what the innermost template writes into a block, as plain text."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return unescape(block.nodelist.render(context)).strip() if block else ""


def _canonical(request: HttpRequest, page: Page | None, page_obj: Any) -> str:
    """Return the one address of what is shown: without filters, and of an alias its original.

    Of a list with pages it is the page that is shown, whatever number was asked for.
    """
    source = source_of(page) if isinstance(page, Page) else None
    if source is not None:
        return public_address(source.get_url(request) or "")
    number = page_obj.number if page_obj else 1
    return public_address(f"{request.path}?page={number}" if number > 1 else request.path)
