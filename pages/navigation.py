"""The ways around the site: its destinations, and the same place in another language."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from .translations import source_language


class Wayfinder:
    """Where the reader is and where one can go from here; reads nothing before it is asked."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

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
            children = root.localized.get_children().live()
            return list(children.select_related("alias_of__locale"))
        # All home pages are at the depth of the site's root, so the path says which is ours.
        home_path = self.page.path[: root.depth * Page.steplen]
        below = Page.objects.filter(path__startswith=home_path, depth=root.depth + 1)
        return list(below.live().select_related("alias_of__locale").order_by("path"))

    def navigation(self) -> list[dict[str, Any]]:
        """Return the main destinations: ``{"title", "url", "current", "language"}``.

        ``current`` is the value for ``aria-current``: "page" on the destination itself, "true"
        below it, empty elsewhere. ``language`` is the title's where it is not that of the page.
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

    def footer_links(self) -> list[dict[str, Any]]:
        """Return the destinations that are not in the menus, in the form of ``navigation``."""
        return [self._link(page) for page in self.destinations if not page.show_in_menus]

    def _link(self, page: Page) -> dict[str, Any]:
        current = ""
        if self.page is not None and self.page.url_path.startswith(page.url_path):
            current = "page" if self.page.pk == page.pk else "true"
        return {
            "title": page.title,
            "url": page.get_url(self.request),
            "current": current,
            "language": source_language(page),
        }

    def languages(self) -> list[dict[str, Any]]:
        """Return this place in every language: ``{"code", "name", "url", "current", "address"}``.

        A page that is not translated leads to its nearest ancestor that is, at last to the
        home page. Other views keep their path and parameters. ``address`` is the absolute one
        that search engines want of the same content in a language, and empty where it has none.
        """
        active = get_language()
        places = self._places_by_language([code for code, _name in settings.LANGUAGES])
        return [
            {
                "code": code,
                "name": get_language_info(code)["name_local"].capitalize(),
                "url": url,
                "current": code == active,
                "address": self.request.build_absolute_uri(url) if is_same else "",
            }
            for code, (url, is_same) in places.items()
        ]

    def _places_by_language(self, codes: list[str]) -> dict[str, tuple[str, bool]]:
        """Return the path in each language, and whether the content is the same there."""
        match = self.request.resolver_match
        if match is None or match.url_name == "wagtail_serve":
            translations = self._translations()
            return {code: translations.get(code) or (_home_url(code), False) for code in codes}
        path = self.request.get_full_path()
        return {code: (translate_url(path, code), True) for code in codes}

    def _translations(self) -> dict[str, tuple[str, bool]]:
        """Return the page's or its nearest translated ancestor's address by language."""
        if self.page is None:
            return {}
        family = Page.objects.ancestor_of(self.page, inclusive=True).filter(depth__gt=1)
        found = (
            Page.objects.filter(translation_key__in=family.values("translation_key"))
            .live()
            .select_related("locale", "alias_of__locale")
            .order_by("depth")
        )
        # Deeper pages come later and take the place of their ancestors.
        return {
            page.locale.language_code: (
                page.get_url(self.request),
                page.translation_key == self.page.translation_key and not source_language(page),
            )
            for page in found
        }


def _home_url(code: str) -> str:
    with translation.override(code):
        return reverse("wagtail_serve", args=[""])
