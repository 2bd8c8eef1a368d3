"""The addresses by which a browser keeps the site: manifest, service worker, offline page."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.models import PortalSettings
from pages.offline import shell

ICONS = (
    ("img/favicon.svg", "any", "image/svg+xml", "any"),
    ("img/app-192.png", "192x192", "image/png", "any"),
    ("img/app-512.png", "512x512", "image/png", "any"),
    ("img/app-maskable-512.png", "512x512", "image/png", "maskable"),
)
"""File, size, type and purpose; drawn from the mark by scripts/draw_icons.py."""

MAX_AGE = 3_600
"""Seconds for which nobody needs to ask for the manifest again."""


@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """Describe the site as an app (W3C Web Application Manifest) in the active language."""
    portal = PortalSettings.read_for(request)
    home = reverse("wagtail_serve", args=[""])
    manifest = {
        "id": "/",
        "name": portal.display_site_name,
        "short_name": portal.display_short_name or portal.display_site_name,
        "lang": get_language(),
        "start_url": home,
        "scope": "/",
        # With ways back and to reload: the site has none of its own.
        "display": "minimal-ui",
        "background_color": "#fbfaf6",
        "theme_color": "#ffffff",
        "icons": [
            {"src": static(name), "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in ICONS
        ],
        "shortcuts": [
            {"name": _("Search and map"), "url": reverse("search")},
            {"name": _("My list"), "url": reverse("my_list")},
        ],
    }
    response = JsonResponse(manifest, content_type="application/manifest+json")
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker: what it keeps, and the script that keeps it.

    It must be at the root, for a worker serves nothing above itself.
    """
    codes = [code for code, _name in settings.LANGUAGES]
    kept = {
        "version": shell.version(),
        "core": shell.addresses(shell.CORE),
        "ofLists": shell.addresses(shell.OF_LISTS),
        "offline": {code: _in_language(code, "offline") for code in codes},
        "lists": [_in_language(code, "my_list") for code in codes],
    }
    script = (
        f"self.KEPT = {json.dumps(kept)};\nimportScripts({json.dumps(static(shell.WORKER))});\n"
    )
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no connection; the service worker shows this in place of a page."""
    response = render(request, "pages/offline.html")
    response["X-Robots-Tag"] = "noindex"
    return response


def _in_language(code: str, view: str) -> str:
    with translation.override(code):
        return reverse(view)
