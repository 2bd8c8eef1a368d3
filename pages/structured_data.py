"""What a page of the CMS says to machines: schema.org, as JSON-LD."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pages.translations import source_language
from servicemap.json_ld import Node, as_json_ld
from servicemap.models import Municipality
from servicemap.public_address import public_address

if TYPE_CHECKING:
    from pages.models import NewsPage


def news_article(
    page: "NewsPage", municipalities: Iterable[Municipality], request: HttpRequest
) -> SafeString:
    """Return a piece of news and the way to it. Nobody is named: the portal publishes it."""
    from pages.models import PortalSettings

    absolute = public_address
    url = absolute(page.get_url(request) or "")
    home = absolute("/")
    name = str(PortalSettings.read_for(request).display_site_name)
    publisher: Node = {"@type": "Organization", "name": name, "url": home}
    picture = page.share_picture
    article: Node = {
        "@type": "NewsArticle",
        "@id": f"{url}#news",
        "url": url,
        "mainEntityOfPage": url,
        "headline": page.title,
        "description": page.meta_description,
        "inLanguage": source_language(page) or get_language(),
        "datePublished": published_at(page).isoformat(),
        "dateModified": timezone.localtime(
            page.last_published_at or published_at(page)
        ).isoformat(),
        "image": [absolute(picture.url)] if picture else [],
        "publisher": publisher,
        "author": publisher,
        "contentLocation": [
            {"@type": "Place", "name": town.display_name} for town in municipalities
        ],
    }
    return as_json_ld([article])


def published_at(page: "NewsPage") -> datetime.datetime:
    """Return the moment of a piece of news: that of publishing, if it was on its very day."""
    moment = page.first_published_at
    if moment is not None and timezone.localdate(moment) == page.date:
        return timezone.localtime(moment)
    noon = datetime.time(12)
    return timezone.make_aware(datetime.datetime.combine(page.date, noon))
