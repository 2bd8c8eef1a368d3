"""News as feeds: in each language, of the whole region or of one municipality."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pages.models import NewsPage, PortalSettings
from pages.structured_data import published_at
from servicemap.models import Municipality
from servicemap.public_address import public_address

ITEMS = 30
MAX_AGE = 300
"""Seconds for which a reader of feeds may keep one."""


@dataclass(frozen=True)
class Scope:
    """What a feed is about: a portal's news, or those of one municipality."""

    portal: str
    municipality: Municipality | None

    @property
    def parameters(self) -> dict[str, str]:
        """How the same is asked of the list of news."""
        return {"municipality": self.municipality.code} if self.municipality else {}


def _municipality_of(name: str) -> Municipality:
    """Return the municipality with this code or name in addresses, or answer that there is none."""
    for town in Municipality.objects.defer("outline"):
        if name in (town.code, town.slug):
            return town
    raise Http404


class NewsFeed(Feed[NewsPage, Scope]):
    """News in RSS."""

    suffix = "rss"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer as Django's feeds do, and say how long the answer holds.

        The feed that is narrowed as the list of news is, by ``municipality``, has its own address.
        """
        if "municipality" in request.GET and not kwargs:
            return redirect(self._path(_municipality_of(request.GET["municipality"])))
        response = super().__call__(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=MAX_AGE)
        return response

    def get_object(self, request: HttpRequest, municipality: str = "") -> Scope:
        """Return what the address names."""
        found = get_object_or_404(Municipality, slug=municipality) if municipality else None
        return Scope(str(PortalSettings.read_for(request).display_site_name), found)

    def title(self, scope: Scope) -> str:
        """Name the portal and the municipality."""
        if scope.municipality is None:
            return _("%(site)s: news") % {"site": scope.portal}
        words = {"site": scope.portal, "municipality": scope.municipality.display_name}
        return _("%(site)s: news of %(municipality)s") % words

    def description(self, scope: Scope) -> str:
        """Say what the feed has."""
        return _("News of the region's associations and of the cooperation")

    def link(self, scope: Scope) -> str:
        """Return the list of the same news; the home page where there is no list."""
        path = NewsPage.index_url(**scope.parameters) or reverse("wagtail_serve", args=[""])
        return public_address(path)

    def feed_url(self, scope: Scope) -> str:
        """Return the feed's own address."""
        return public_address(self._path(scope.municipality))

    def _path(self, municipality: Municipality | None) -> str:
        if municipality is None:
            return reverse(f"news_{self.suffix}")
        return reverse(f"municipality_news_{self.suffix}", args=[municipality.slug])

    def items(self, scope: Scope) -> list[NewsPage]:
        """Return the latest news written in the language of the address."""
        written = NewsPage.objects.published().in_active_language().filter(alias_of=None)
        news = written.concerning(**scope.parameters)
        return list(news.prefetch_related("themes")[:ITEMS])

    def item_title(self, item: NewsPage) -> str:
        """The title."""
        return str(item.title)

    def item_description(self, item: NewsPage) -> str:
        """The lead."""
        return item.meta_description

    def item_link(self, item: NewsPage) -> str:
        """The page."""
        return public_address(item.url or "")

    def item_guid(self, item: NewsPage) -> str:
        """What stays when the page moves."""
        return uuid.uuid5(item.translation_key, get_language() or "").urn

    item_guid_is_permalink = False

    def item_pubdate(self, item: NewsPage) -> datetime.datetime:
        """When it was published."""
        return published_at(item)

    def item_updateddate(self, item: NewsPage) -> datetime.datetime:
        """When it was last changed."""
        return item.last_published_at or published_at(item)

    def item_categories(self, item: NewsPage) -> list[str]:
        """The wellbeing themes."""
        return [theme.display_name for theme in item.themes.all()]


class AtomNewsFeed(NewsFeed):
    """The same in Atom."""

    feed_type = Atom1Feed
    suffix = "atom"
    subtitle = NewsFeed.description
