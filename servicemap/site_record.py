"""Wagtail's own record of where the site is, which follows BASE_URL.

Wagtail builds whole addresses of pages from it, such as those that editors copy.
"""

from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.http.request import split_domain_port
from wagtail.models import Site

from .public_address import site_url

DEFAULT_PORTS = {"http": 80, "https": 443}


def place() -> tuple[str, int] | None:
    """Return the host and port of BASE_URL; None where it names no host that there can be."""
    parts = urlsplit(site_url())
    host, port = split_domain_port(parts.netloc)
    number = int(port) if port else DEFAULT_PORTS.get(parts.scheme)
    return (host, number) if host and number else None


def differing() -> Site | None:
    """Return the default site if there is one and it is not where BASE_URL says. Makes a query."""
    sites = list(Site.objects.filter(is_default_site=True).only("hostname", "port")[:2])
    there = place()
    if len(sites) != 1 or there is None or (sites[0].hostname, sites[0].port) == there:
        return None
    return sites[0]


def keep_in_step(using: str, **kwargs: Any) -> None:
    """After Wagtail has been migrated: move the default site to where BASE_URL says."""
    state = kwargs.get("apps") or apps
    if using != "default" or "site" not in state.all_models.get("wagtailcore", {}):
        return
    site, there = differing(), place()
    # Two sites of one host and port cannot be: the other one is an administrator's choice.
    if site and there and not Site.objects.filter(hostname=there[0], port=there[1]).exists():
        site.hostname, site.port = there
        site.save(update_fields=["hostname", "port"])
