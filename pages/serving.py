"""Finds the page of an address at once, rather than step by step from the home page."""

from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from pages.navigation import Wayfinder, pages_around

DEEPEST = Page._meta.get_field("path").max_length // Page.steplen
"""How many levels a tree of pages can have."""


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page as Wagtail does; what has no page of its own is left to Wagtail to find."""
    page = find_page(request, path)
    if page is not None and page.live:
        # Where Wagtail keeps what it has found, so that nobody has to look again.
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    response: HttpResponse = views.serve(request, path)
    return response


def find_page(request: HttpRequest, path: str) -> Page | None:
    """Return the page at a path in the active language; it knows its parent and its languages.

    It knows as well whether any page at all is restricted, and the request's ``Wayfinder`` knows
    what is around it. Two queries, whatever the depth, besides those for the site and its home
    pages, which are remembered. Wagtail makes one to three for each step.
    """
    site = Site.find_for_request(request)
    language = _content_language()
    home_path = _home_path(site, language) if site else None
    if site is None or home_path is None:
        return None
    address = f"{home_path}{path}"
    steps = [step for step in address.split("/") if step]
    if len(steps) > DEEPEST:
        return None
    addresses = [f"/{'/'.join(steps[:count])}/" for count in range(1, len(steps) + 1)]
    # Slugs have an index, addresses have none.
    family = Page.objects.filter(slug__in=steps, url_path__in=addresses)
    around = pages_around(family, site, language)
    found = {page.url_path: page for page in around}
    base = found.get(address)
    model = base.content_type.model_class() if base else None
    if base is None or model is None:
        return None
    page = _whole(model, base.pk)
    if page is not None and len(steps) > 1 and addresses[-2] in found:
        page._cached_parent_obj = found[addresses[-2]]
    Wayfinder.of(request).know(around)
    return page


def _whole(model: type[Page], pk: int) -> Page | None:
    """Return a page with all that the frame around its content asks of it. Makes one query."""
    joined = ["locale", "alias_of__locale"]
    if any(field.name == "image" for field in model._meta.fields):
        joined.append("image")
    restricted = Exists(PageViewRestriction.objects.order_by())
    pages = model._default_manager.select_related(*joined).annotate(any_is_restricted=restricted)
    page: Page | None = pages.filter(pk=pk).first()
    return page


def _content_language() -> str:
    """Return the language whose pages are served; empty where none is."""
    try:
        language: str = get_supported_content_language_variant(get_language() or "")
    except LookupError:
        return ""
    return language


def _home_path(site: Site, language: str) -> str | None:
    """Return where the addresses of a site's pages in a language begin."""
    for root in Site.get_site_root_paths():
        if root.site_id == site.pk and root.language_code == language:
            return str(root.root_path)
    return None
