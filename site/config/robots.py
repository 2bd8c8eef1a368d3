"""What crawlers are asked to leave alone, and where the map of the site is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from servicemap.public_address import public_address

DAY = 24 * 60 * 60

NOT_TO_CRAWL = ("/admin/", "/api/")
"""For people who sign in, and for programs."""

ENDLESS_VIEWS = ("search", "calendar")
"""To be found without parameters; with them, each choice leads to more choices without end."""

ENDLESS_FILES = ("search_feed", "my_list", "my_list_table", "my_list_events", "embed")
"""The same again, as files and frames."""


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """Answer as RFC 9309 says."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _paths()), "Allow: /", ""]
    lines.append(f"Sitemap: {public_address(reverse('sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _paths() -> list[str]:
    paths = list(NOT_TO_CRAWL)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            paths += [f"{reverse(view)}?*" for view in ENDLESS_VIEWS]
            paths += [reverse(view) for view in ENDLESS_FILES]
    return paths


@require_safe
@cache_control(public=True, max_age=DAY)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead those who ask at the old address to the icon."""
    return redirect(static("img/apple-touch-icon.png"))
