"""How often one address may do something, without keeping the address.

The cache holds counters under a keyed hash; the key is random, lives in the cache only and is
made anew each day, so that nobody can tell afterwards whose counter it was. With the cache in
the process's own memory each process counts by itself.
"""

import datetime
import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

SALT_KEY = "rate-limit-salt"
SALT_LIFE = datetime.timedelta(days=1)


def client_address(request: HttpRequest) -> str:
    """Return the address the request came from, as the nearest trusted proxy tells it.

    ``TRUSTED_PROXIES`` is how many of our own proxies are in between: what stands further left
    in ``X-Forwarded-For`` anybody can write.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    count: int = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if count < 1 or len(forwarded) < count:
        return direct
    return forwarded[-count] or direct


def _network(address: str) -> str:
    """Return what one household has: an IPv4 address, or 64 bits of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


class LimitReachedError(Exception):
    """What was asked for would have gone beyond a limit, and has not been done."""


@dataclass(frozen=True)
class RateLimit:
    """At most ``times`` within ``span`` from one address, or to one."""

    name: str
    times: int
    span: datetime.timedelta

    def allow(self, request: HttpRequest) -> bool:
        """Count the request and say whether it is still within the limit."""
        return self.allow_name(_network(client_address(request)))

    def allow_name(self, name: str) -> bool:
        """Count something done by or to whoever has this name, and say the same of it."""
        salt: Any = cache.get_or_set(
            SALT_KEY, lambda: secrets.token_bytes(32), timeout=int(SALT_LIFE.total_seconds())
        )
        digest = hmac.new(salt, name.encode(), hashlib.sha256).hexdigest()
        key = f"rate-limit:{self.name}:{digest}"
        cache.add(key, 0, timeout=int(self.span.total_seconds()))
        try:
            return bool(cache.incr(key) <= self.times)
        except ValueError:
            # It ran out between the two.
            return True
