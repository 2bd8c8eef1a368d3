"""The page on which an editor of another site makes the code, and what that site then shows."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.html import escape
from django.utils.translation import get_language, get_language_info, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from pages.models import PortalSettings
from search.asking import Asked, ask
from search.embed.options import (
    LOOKS,
    MAX_HEIGHT,
    MAX_TITLE,
    MIN_HEIGHT,
    EmbedForm,
    Options,
    looks,
    searched,
)
from search.facets import present_all
from search.opening import with_openings
from search.page import addresses
from search.page.chips import Chip, chosen_chips, understood_chips
from search.page.filters import filters, when_filter
from search.page.notices import notices
from search.page.region import region_map
from search.results import present

MAX_AGE = 300
"""Seconds for which a frame on another site may be shown as it was."""

A_MINUTE = 60
"""The same where it tells what is open."""

KEPT_HIDDEN = ("near", "radius", "bbox", "sort")
"""Parameters without a control of their own: the form carries them along."""

SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"
"""What the frame needs: its own scripts and requests, and links that open in a new tab."""

CODE = (
    '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" sandbox="{}" '
    'style="border: 0"></iframe>'
)


@require_safe
@csp_update({"frame-src": [SELF]})
def embed_builder(request: HttpRequest) -> HttpResponse:
    """Show a search as it would be in a frame, and the code that puts it there."""
    form = EmbedForm(request.GET)
    form.is_valid()
    given = addresses.without(request.GET, *form.errors)
    options, parameters = form.options(), searched(given)
    wanted = form.request()
    asked = ask(wanted)
    response = asked.search()
    facets = present_all(response.facets, wanted.selected)
    understood = understood_chips(given, asked)
    chosen = chosen_chips(given, wanted, facets)
    limits = (*asked.understood, *asked.reading.overruled)
    cleared = addresses.with_text(addresses.only(given, *LOOKS, "height", "lang", "title"), "")
    cleared = addresses.with_text(cleared, asked.text_without(*limits))
    title = options.title or _title(request, asked, [*understood, *chosen])
    path = _embed_path(options, parameters)
    context = {
        "form": form,
        "options": options,
        "total": response.total,
        "found": ngettext("%(count)d result", "%(count)d results", response.total)
        % {"count": response.total},
        "filters": filters(facets, asked),
        "when": when_filter(parameters, asked),
        "notices": notices(given, asked, view="embed_builder"),
        "understood": [_here(chip) for chip in understood],
        "chosen": [_here(chip) for chip in chosen],
        "clear_url": addresses.address(cleared, "embed_builder"),
        "hidden_params": [
            {"name": name, "value": given[name]} for name in KEPT_HIDDEN if given.get(name)
        ],
        "embed_languages": [
            (code, get_language_info(code)["name_local"].capitalize())
            for code, _name in form.fields["lang"].choices  # type: ignore[attr-defined]
        ],
        "heights": {"min": MIN_HEIGHT, "max": MAX_HEIGHT},
        "max_title": MAX_TITLE,
        "usual_title": _title(request, asked, [*understood, *chosen]),
        "frame": {"url": path, "title": title, "height": options.height},
        "code": _code(request.build_absolute_uri(path), title, options.height),
        "search_url": addresses.address(parameters),
    }
    return render(request, "search/embed/builder.html", context)


def _code(url: str, title: str, height: int) -> str:
    """Return the frame as HTML, its values escaped."""
    return CODE.format(*(escape(value) for value in (url, title, height, SANDBOX)))


def _here(chip: Chip) -> Chip:
    return Chip(chip.label, chip.value, chip.parameters, chip.count, "embed_builder")


def _title(request: HttpRequest, asked: Asked, chips: list[Chip]) -> str:
    """Name the frame for those who hear it: the site, and what is searched for in it."""
    settings = PortalSettings.read_for(request)
    words = asked.text_without(*asked.understood)
    parts = [part for part in (words, *(chip.value for chip in chips)) if part]
    return ": ".join(filter(None, [settings.display_site_name, ", ".join(parts)]))


def _embed_path(options: Options, parameters: QueryDict) -> str:
    shown = parameters.copy()
    for name, value in looks(options).items():
        shown[name] = value
    with translation.override(options.language):
        return addresses.address(shown, "embed")


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@cache_control(public=True, max_age=MAX_AGE)
def embed(request: HttpRequest) -> HttpResponse:
    """Show what a search finds, for a frame on another site. Others may not frame any other page.

    It is not counted as a search: whoever opens that site's page has asked for nothing.
    """
    form = EmbedForm(request.GET)
    form.is_valid()
    given = addresses.without(request.GET, *form.errors)
    options, parameters = form.options(), searched(given)
    language = get_language() or "fi"
    wanted = form.request()
    asked = ask(wanted)
    response = asked.search()
    facets = present_all(response.facets, wanted.selected)
    last_page = max(1, -(-response.total // wanted.size))
    if wanted.page > last_page:
        return redirect(addresses.page_address(given, last_page, "embed"))
    context: dict[str, Any] = {
        "options": options,
        "is_elsewhere": not options.within,
        "results": with_openings(present(response.hits, asked.query, language)),
        "total": response.total,
        "unlocated": response.unlocated,
        "page_obj": addresses.shown_page(given, wanted.page, last_page, "embed"),
        "search_url": addresses.address(parameters),
        "home_url": reverse("wagtail_serve", args=[""]),
        "map": region_map(parameters, asked, response, facets, language),
    }
    shown = render(request, "search/embed/embed.html", context)
    if asked.depends_on_the_hour:
        patch_cache_control(shown, max_age=A_MINUTE)
    return shown
