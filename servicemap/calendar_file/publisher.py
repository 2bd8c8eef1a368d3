"""Who publishes a calendar: where its links lead, and what makes its identifiers its own."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Site

from servicemap.public_address import public_address


@dataclass(frozen=True)
class Publisher:
    """A portal as calendars know it.

    ``key`` outlives a change of the portal's address: nobody who subscribes gets events twice.
    """

    key: uuid.UUID

    @classmethod
    def of(cls, request: HttpRequest) -> "Publisher":
        """Return the portal that is asked. Makes a query unless the request has its site."""
        site = Site.find_for_request(request)
        # Only another home page in its place has another key.
        return cls(site.root_page.translation_key if site else uuid.NAMESPACE_URL)

    def uid(self, name: str) -> str:
        """Return an identifier that no other portal gives, of a name unique in this one."""
        return f"{name}@{self.key}"

    def address(self, path: str) -> str:
        """Return the whole address of a path."""
        return public_address(path)
