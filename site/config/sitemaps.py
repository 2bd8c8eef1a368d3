"""What search engines are told of: the pages of editors, the views of residents, the listings."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from servicemap.models import LISTING_MODELS, Grant, Listing

VIEWS = ("search", "calendar", "embed_builder")


class ViewSitemap(Sitemap[str]):
    """The views that have no page in the CMS, in each language."""

    i18n = True
    alternates = True

    def items(self) -> list[str]:
        """Return the views by their names."""
        return list(VIEWS)

    def location(self, item: str) -> str:
        """Return the address of a view in the active language."""
        return reverse(item)


class ListingSitemap(Sitemap[Listing]):
    """All published listings of a kind, in each language."""

    i18n = True
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


class GrantSitemap(Sitemap[Grant]):
    """All published grants, in each language."""

    i18n = True

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
