"""A guide as search engines read it."""

from typing import Any

from django.http import HttpRequest

from pages.translations import source_language
from servicemap.json_ld import Node
from servicemap.models.translation import active_language
from servicemap.public_address import public_address


def guide_data(request: HttpRequest, guide: Any) -> Node:
    """Return a guide as an Article of schema.org."""
    first = guide.first_published_at
    return {
        "@type": "Article",
        "headline": guide.title,
        "description": guide.meta_description,
        "inLanguage": source_language(guide) or active_language(),
        "url": public_address(guide.get_url(request) or ""),
        "articleSection": str(guide.topic.display_name),
        "datePublished": first.isoformat() if first else "",
        "dateModified": guide.updated.isoformat() if guide.updated else "",
    }
