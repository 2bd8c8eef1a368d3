"""The ways around the site: its destinations, and the same place in another language."""

from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from servicemap.public_address import public_address

from .translations import source_language

OWN = "_wayfinder"
"""Where a request keeps its own."""

JOINED = ("content_type", "locale", "alias_of__locale", "landingpage")
"""What is read of destinations with them: a landing page says which others it gathers."""


class _Place(NamedTuple):
    """Where to go in a language, and where the same content is, empty where it is not there."""

    url: str
    content_url: str = ""


class Wayfinder:
    """Where the reader is and where one can go from here; reads nothing before it is asked."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @classmethod
    def of(cls, request: HttpRequest) -> "Wayfinder":
        """Return the request's, so that what one asks, all know."""
        known: Wayfinder | None = getattr(request, OWN, None)
        if known is None:
            known = cls(request)
            setattr(request, OWN, known)
        return known

    @cached_property
    def page(self) -> Page | None:
        """The page that the request asks for; None on other views and where there is none."""
        match = self.request.resolver_match
        if match is None or match.url_name != "wagtail_serve":
            return None
        # Wagtail has found it already and keeps it with the request.
        return Page.find_for_request(self.request, match.args[0])

    @cached_property
    def destinations(self) -> list[Page]:
        """The live pages right below the home page of this place. Up to 4 queries."""
        site = Site.find_for_request(self.request)
        if site is None:
            return []
        root = site.root_page
        if self.page is None:
            return list(root.localized.get_children().live().select_related(*JOINED))
        # All home pages are at the depth of the site's root.
        home_path = self.page.path[: root.depth * Page.steplen]
        return [
            page
            for page in self._around
            if page.live and page.depth == root.depth + 1 and page.path.startswith(home_path)
        ]

    @cached_property
    def _around(self) -> list[Page]:
        """What ``pages_around`` this one there is. Makes one query, unless it was told."""
        site = Site.find_for_request(self.request)
        if self.page is None or site is None:
            return []
        family = Page.objects.ancestor_of(self.page, inclusive=True).filter(depth__gt=1)
        return pages_around(family, site, self.page.locale.language_code)

    def know(self, around: list[Page]) -> None:
        """Take the pages around the one that is asked for from who has read them already."""
        self._around = around

    def destination(self, model: type[Page]) -> Page | None:
        """Return the first destination of a type; of its fields it has those of every page."""
        # Joined to each page: Django's own memory of types would ask one by one.
        of_type = (page for page in self.destinations if page.content_type.model_class() is model)
        return next(of_type, None)

    @cached_property
    def place(self) -> Page | None:
        """The page where the reader is, or that the view belongs to which the reader sees."""
        return self.page

    def belong_to(self, page: Page | None) -> None:
        """Say of a view that has no page of its own to which page it belongs."""
        self.place = page

    @cached_property
    def gathering(self) -> Page | None:
        """The landing page of the menus whose cards lead to where the reader is, or above it.

        None where the menus lead there by themselves.
        """
        place = self.place
        menu = [page for page in self.destinations if page.show_in_menus]
        if place is None or any(_is_within(place, page) for page in menu):
            return None
        above = [page for page in self._around or self.destinations if _is_within(place, page)]
        for step in [place, *reversed(above)]:
            for page in menu:
                if _keys(step) & set(_gathered(page)):
                    return page
        return None

    def gathering_link(self) -> dict[str, Any] | None:
        """Return the way to ``gathering``, in the form of ``navigation``."""
        return self._link(self.gathering) if self.gathering else None

    def ancestors(self) -> list[dict[str, Any]]:
        """Return the published pages below the home page and above ``place``, the highest first.

        In the form of ``navigation``. Makes a query if neither the menus nor what is around the
        page that is asked for has all of them.
        """
        place, site = self.place, Site.find_for_request(self.request)
        if place is None or site is None:
            return []
        top = site.root_page.depth + 1
        above = [page for page in self._around or self.destinations if _is_above(page, place)]
        if len([page for page in above if page.depth >= top]) < place.depth - top:
            above = list(place.get_ancestors().select_related(*JOINED))
        return [self._link(page) for page in above if page.live and page.depth >= top]

    def navigation(self) -> list[dict[str, Any]]:
        """Return the main destinations: ``{"title", "url", "current", "language"}``.

        ``current`` is the value for ``aria-current``: "page" on the destination itself, "true"
        below it and on what it gathers, empty elsewhere. ``language`` is the title's where it is
        not that of the page.
        """
        match = self.request.resolver_match
        here = match.url_name if match is not None else None
        views = [
            {
                "title": title,
                "url": reverse(name),
                "current": "page" if here == name else "",
                "language": "",
            }
            for name, title in (("search", _("Search and map")), ("calendar", _("Calendar")))
        ]
        return [*views, *(self._link(page) for page in self.destinations if page.show_in_menus)]

    def footer_groups(self) -> list[dict[str, Any]]:
        """Return the destinations that are not in the menus: ``{"title", "language", "links"}``.

        First those that landing pages of the menus gather, under their titles and in the order of
        their cards, then the others, without a title. ``links`` are in the form of ``navigation``.
        """
        left = [page for page in self.destinations if not page.show_in_menus]
        groups = []
        for landing in self.destinations:
            if not landing.show_in_menus:
                continue
            order = {key: number for number, key in enumerate(_gathered(landing))}
            pages = [page for page in left if _keys(page) & order.keys()]
            pages.sort(key=lambda page: min(order[key] for key in _keys(page) & order.keys()))
            left = [page for page in left if page not in pages]
            groups.append((landing.title, source_language(landing), pages))
        return [
            {"title": title, "language": language, "links": [self._link(page) for page in pages]}
            for title, language, pages in [*groups, ("", "", left)]
            if pages
        ]

    def _link(self, page: Page) -> dict[str, Any]:
        current = ""
        if self.page is not None and self.page.pk == page.pk:
            current = "page"
        elif self.place is not None and (_is_within(self.place, page) or page == self.gathering):
            current = "true"
        return {
            "title": page.title,
            "url": page.get_url(self.request),
            "current": current,
            "language": source_language(page),
        }

    def languages(self) -> list[dict[str, Any]]:
        """Return this place in every language: ``{"code", "name", "url", "current", "address"}``.

        A page that is not translated leads to its nearest ancestor that is, at last to the
        home page. Other views keep their path. What is the same place keeps its parameters: a
        reader who has narrowed a list sees it so in any language. ``address`` is the absolute one
        that search engines want of the same content in a language, and empty where it has none.
        """
        active = get_language()
        places = self._places_by_language([code for code, _name in settings.LANGUAGES])
        return [
            {
                "code": code,
                "name": get_language_info(code)["name_local"].capitalize(),
                "url": place.url,
                "current": code == active,
                "address": public_address(place.content_url) if place.content_url else "",
            }
            for code, place in places.items()
        ]

    def _places_by_language(self, codes: list[str]) -> dict[str, _Place]:
        match = self.request.resolver_match
        if match is None or match.url_name == "wagtail_serve":
            translations = self._translations()
            return {code: translations.get(code) or _Place(_home_url(code)) for code in codes}
        path = self.request.get_full_path()
        urls = {code: translate_url(path, code) for code in codes}
        return {code: _Place(url, url) for code, url in urls.items()}

    def _translations(self) -> dict[str, _Place]:
        """Return the page or its nearest translated ancestor by language."""
        if self.page is None:
            return {}
        path = self.page.path
        keys = {page.translation_key for page in self._around if path.startswith(page.path)}
        found = [page for page in self._around if page.live and page.translation_key in keys]
        query = iri_to_uri(self.request.META.get("QUERY_STRING", ""))
        places = {}
        # Deeper pages come later and take the place of their ancestors.
        for page in found:
            url = page.get_url(self.request)
            is_here = page.translation_key == self.page.translation_key
            content_url = url if is_here and not source_language(page) else ""
            kept = f"{url}?{query}" if is_here and query else url
            places[page.locale.language_code] = _Place(kept, content_url)
        return places


def _is_within(page: Page, other: Page) -> bool:
    """Whether a page is another one or below it."""
    return str(page.url_path).startswith(other.url_path)


def _is_above(page: Page, other: Page) -> bool:
    """Whether another page is below this one."""
    return page.depth < other.depth and str(other.path).startswith(page.path)


def _gathered(page: Page) -> list[int]:
    """Return the keys of the pages that a destination gathers: none unless it is a landing page."""
    landing = getattr(page, "landingpage", None)
    return landing.gathered if landing is not None else []


def _keys(page: Page) -> set[int]:
    """Return the keys by which cards may name a page: those of a stand-in may name its original."""
    return {page.pk, page.alias_of_id} - {None}


def pages_around(family: PageQuerySet, site: Site, language: str) -> list[Page]:
    """Return what a page's menus and languages may lead to, drafts too. Makes one query.

    ``family`` is the page with all above it: they are there in all languages, and beside them
    what is right below home pages of the page's language. Higher ones come first.
    """
    wanted = Q(translation_key__in=family.order_by().values("translation_key")) | Q(
        depth=site.root_page.depth + 1, locale__language_code=language
    )
    pages = Page.objects.filter(wanted).order_by("depth", "path")
    return list(pages.select_related(*JOINED))


def _home_url(code: str) -> str:
    with translation.override(code):
        return reverse("wagtail_serve", args=[""])
