"""What is wrong with an installation's address."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import DatabaseError
from django.http.request import split_domain_port, validate_host

from . import site_record
from .public_address import site_url


@register(Tags.security, deploy=True)
def check_base_url(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """Warn where search engines, mail and calendars would be told of a place that is not there."""
    url = settings.WAGTAILADMIN_BASE_URL
    parts = urlsplit(url)
    host, _port = split_domain_port(parts.netloc)
    wrong = []
    if parts.scheme != "https":
        wrong.append("does not begin with https://")
    if host in ("", "localhost", "127.0.0.1"):
        wrong.append("names no host that others can reach")
    elif not validate_host(host, settings.ALLOWED_HOSTS):
        wrong.append("names a host that is not among ALLOWED_HOSTS")
    if parts.path.strip("/") or parts.query or parts.fragment:
        wrong.append("has more than a scheme and a host")
    if not wrong:
        return []
    return [
        Warning(
            f"BASE_URL is {url!r}: it {', and '.join(wrong)}.",
            hint="Write for example BASE_URL=https://kartta.example.org",
            id="servicemap.W001",
        )
    ]


@register(Tags.security, deploy=True)
def check_site_record(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """Warn where Wagtail would give out other addresses of pages than BASE_URL has."""
    try:
        site = site_record.differing()
    except DatabaseError:
        # Before the first migrate, or out of reach: then the record cannot be wrong yet.
        return []
    if site is None:
        return []
    return [
        Warning(
            f"Wagtail's default site is at {site.root_url}, BASE_URL at {site_url()}.",
            hint="manage.py migrate moves it, unless another site has the host and port.",
            id="servicemap.W002",
        )
    ]
