"""Where the site is, as everybody else is told: search engines, feeds, calendars and mail.

The setting BASE_URL says it, whatever host a request came to. What a reader gets to use on the
spot, such as an address to copy, goes by the request instead.
"""

from urllib.parse import urljoin

from django.conf import settings


def site_url() -> str:
    """Return the address of the site without a slash at its end."""
    url: str = settings.WAGTAILADMIN_BASE_URL
    return url.rstrip("/")


def public_address(path: str) -> str:
    """Return the whole address of a path; one that is whole already stays as it is."""
    return urljoin(f"{site_url()}/", path)
