"""What other services show when a page is shared, in templates."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import get_language
from wagtail.models import Page

from pages.translations import source_of

register = template.Library()

LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}
DEFAULT_PICTURE = "img/app-512.png"


@register.inclusion_tag("components/sharing.html", takes_context=True)
def sharing(context: Mapping[str, Any]) -> dict[str, Any]:
    """Print the Open Graph of a page or a listing; of other views, the portal's name.

    Makes queries only for a page that has a picture.
    """
    request = context.get("request")
    if request is None:
        return {}
    page, listing = context.get("page"), context.get("listing")
    portal = context.get("portal")
    name = portal["name"] if portal else settings.WAGTAIL_SITE_NAME
    title, description, picture, kind = name, "", None, "website"
    if listing is not None:
        title, description = str(listing.display_name), str(listing.display_summary)
    elif page is not None and hasattr(page, "meta_description"):
        title, description = page.seo_title or page.title, page.meta_description
        picture = page.share_picture
        kind = "article" if hasattr(page, "date") else "website"
    absolute = request.build_absolute_uri
    return {
        "title": title,
        "description": description,
        "kind": kind,
        "site_name": name,
        "locale": LOCALES.get(get_language() or "", ""),
        "url": _canonical(request, page),
        "picture": {
            "url": absolute(picture.url if picture else static(DEFAULT_PICTURE)),
            "width": picture.width if picture else 512,
            "height": picture.height if picture else 512,
        },
        "is_large": picture is not None,
    }


def _canonical(request: HttpRequest, page: Page | None) -> str:
    """Return the one address of what is shown: without filters, and of an alias its original."""
    source = source_of(page) if isinstance(page, Page) else None
    if source is not None:
        return str(source.get_full_url(request))
    number = request.GET.get("page", "")
    query = f"?page={number}" if number.isdecimal() and int(number) > 1 else ""
    return request.build_absolute_uri(f"{request.path}{query}")
