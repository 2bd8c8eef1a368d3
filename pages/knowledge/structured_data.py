"""A guide as search engines read it."""

from typing import Any

from django.http import HttpRequest

from pages.translations import source_language
from servicemap.json_ld import Node
from servicemap.models.translation import active_language


def guide_data(request: HttpRequest, guide: Any) -> Node:
    """Return a guide as an Article of schema.org."""
    first = guide.first_published_at
    return {
        "@type": "Article",
        "headline": guide.title,
        "description": guide.meta_description,
        "inLanguage": source_language(guide) or active_language(),
        "url": request.build_absolute_uri(guide.get_url(request)),
        "articleSection": str(guide.topic.display_name),
        "datePublished": first.isoformat() if first else "",
        "dateModified": guide.updated.isoformat() if guide.updated else "",
    }
