"""What search engines are told of: the pages of editors, the views of residents, the listings."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Page, Site

from pages.public_pages import only_public
from servicemap.models import LISTING_MODELS, Grant, Listing
from servicemap.public_address import public_address, site_url

VIEWS = ("search", "calendar", "embed_builder")

Item = TypeVar("Item")


class PublicSitemap(Sitemap[Item]):
    """A part of the map, with addresses of the site as everybody knows it."""

    def get_protocol(self, protocol: str | None = None) -> str:
        """Return that of the site's address, whatever a request came by."""
        return urlsplit(site_url()).scheme

    def get_domain(self, site: Any = None) -> str:
        """Return that of the site's address, whatever host a request came to."""
        return urlsplit(site_url()).netloc


class PageSitemap(PublicSitemap[Page]):
    """All published pages with content of their own, each with its translations.

    Pages that stand in for a translation are left out: they show what another page has.
    """

    @cached_property
    def _pages(self) -> list[Page]:
        trees = Q()
        for site in Site.objects.select_related("root_page"):
            for home in site.root_page.get_translations(inclusive=True):
                trees |= Q(path__startswith=home.path)
        if not trees:
            return []
        pages = only_public(Page.objects.live()).filter(trees, alias_of=None)
        return list(pages.select_related("locale").order_by("path"))

    @cached_property
    def _translations(self) -> dict[Any, list[Page]]:
        found = defaultdict(list)
        for page in self._pages:
            found[page.translation_key].append(page)
        return found

    def items(self) -> list[Page]:
        """Return the pages of all languages. Makes two queries and one for each site."""
        return self._pages

    def location(self, item: Page) -> str:
        """Return the path of a page."""
        return str(item.url)

    def lastmod(self, item: Page) -> datetime.datetime | None:
        """Return when a page was last published."""
        return item.last_published_at or item.latest_revision_created_at

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """Return a page of the map; what is written in several languages says in which."""
        urls: list[dict[str, Any]] = super().get_urls(page, site, protocol)
        for url in urls:
            family = self._translations[url["item"].translation_key]
            if len(family) > 1:
                url["alternates"] = [_alternate(translation) for translation in family]
        return urls


def _alternate(page: Page) -> dict[str, str]:
    return {
        "location": public_address(str(page.url)),
        "lang_code": page.locale.language_code,
    }


class ViewSitemap(PublicSitemap[str]):
    """The views that have no page in the CMS, in each language."""

    i18n = True
    alternates = True

    def items(self) -> list[str]:
        """Return the views by their names."""
        return list(VIEWS)

    def location(self, item: str) -> str:
        """Return the address of a view in the active language."""
        return reverse(item)


class ListingSitemap(PublicSitemap[Listing]):
    """All published listings of a kind, in each language."""

    i18n = True
    alternates = True
    limit = 6_000

    def __init__(self, model: type[Listing]) -> None:
        self.model = model

    def items(self) -> QuerySet[Listing]:
        """Return what residents may see."""
        listings: Any = self.model._default_manager.published()
        found: QuerySet[Listing] = listings.only("slug", "updated_at").order_by("pk")
        return found

    def lastmod(self, item: Listing) -> datetime.datetime:
        """Return when a listing was last changed."""
        return item.updated_at


class GrantSitemap(PublicSitemap[Grant]):
    """All published grants, in each language."""

    i18n = True
    alternates = True

    def items(self) -> QuerySet[Grant]:
        """Return what residents may see."""
        return Grant.objects.published().only("slug", "updated_at").order_by("pk")

    def lastmod(self, item: Grant) -> datetime.datetime:
        """Return when a grant was last changed."""
        return item.updated_at


SITEMAPS: dict[str, Callable[..., Sitemap[Any]]] = {
    "pages": PageSitemap,
    "views": ViewSitemap,
    "grants": GrantSitemap,
    **{str(model.kind): partial(ListingSitemap, model) for model in LISTING_MODELS},
}


@x_robots_tag
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Lead to every part. As Django's view, which goes by the host of the request."""
    parts = [part for name, sitemap in SITEMAPS.items() for part in _parts(name, sitemap())]
    return TemplateResponse(
        request, "sitemap_index.xml", {"sitemaps": parts}, content_type="application/xml"
    )


def _parts(name: str, sitemap: Sitemap[Any]) -> Iterable[SitemapIndexItem]:
    address = public_address(reverse("sitemap-part", kwargs={"section": name}))
    changed: Any = sitemap.get_latest_lastmod()
    for number in range(1, sitemap.paginator.num_pages + 1):
        yield SitemapIndexItem(f"{address}?p={number}" if number > 1 else address, changed)
