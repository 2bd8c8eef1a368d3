"""Addresses of listings, worked out from the index alone."""

import functools

from django.urls import reverse
from django.utils import translation

_ANY = "any-slug"


@functools.lru_cache(maxsize=64)
def _pattern(kind: str, language: str) -> str:
    with translation.override(language):
        return reverse(kind, kwargs={"slug": _ANY})


def listing_url(kind: str, slug: str, language: str) -> str:
    """Return the path of a listing's page in a language; a reverse for each would be slow."""
    return _pattern(kind, language).replace(_ANY, slug)
