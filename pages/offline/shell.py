"""The static files that a reader's browser keeps for reading without a connection."""

import functools
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

CORE = (
    "css/tokens.css",
    "css/dark.css",
    "css/base.css",
    "css/kinds.css",
    "css/header.css",
    "css/forms.css",
    "css/footer.css",
    "css/list-button.css",
    "css/print.css",
    "fonts/figtree/figtree-latin-wght-normal.woff2",
    "icons/sprite.svg",
    "img/favicon.svg",
    "img/mark.svg",
    "js/list-button.js",
    "js/list-status.js",
    "js/my-list-store.js",
    "js/offline.js",
)
"""What every page needs: kept from the first visit on."""

OF_LISTS = (
    "css/card.css",
    "css/chips.css",
    "css/listing.css",
    "css/listing-print.css",
    "css/map.css",
    "css/map-controls.css",
    "css/my-list.css",
    "css/my-list-print.css",
    "fonts/figtree/figtree-latin-ext-wght-normal.woff2",
    "js/basemap.js",
    "js/leaflet-map.js",
    "js/list-map.js",
    "js/listing-map.js",
    "js/map-markers.js",
    "js/my-list-page.js",
    "js/share-link.js",
    "leaflet/leaflet.css",
    "leaflet/leaflet.extras.js",
    "leaflet/leaflet.js",
    "map/basemap.json",
)
"""What listings and lists need besides: kept once it has been used, or a list is kept."""

WORKER = "js/service-worker.js"


def addresses(names: tuple[str, ...]) -> list[str]:
    """Return the addresses of static files, with the hash of their content in production."""
    return [static(name) for name in names]


def version() -> str:
    """Return a text that changes when any of the files does."""
    return _digest() if settings.DEBUG else _kept_digest()


def _digest() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for name in (WORKER, *CORE, *OF_LISTS):
        found = finders.find(name)
        if not isinstance(found, str):
            raise FileNotFoundError(name)
        digest.update(name.encode() + Path(found).read_bytes())
    return digest.hexdigest()


# While a process runs, its files are what they are.
_kept_digest = functools.cache(_digest)
