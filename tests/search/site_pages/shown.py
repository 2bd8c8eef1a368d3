"""What the search page, and the page of pages and grants, show."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse


def html_of(client: Client, query: str, path: str = "/fi/haku/", **more: Any) -> str:
    response = client.get(path, {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def rows_in(html: str) -> dict[str, str]:
    """The pages and grants by title: what is said below each, without markup but for marks."""
    rows = re.findall(r'<li class="page-row">(.+?)</li>', html, re.DOTALL)
    found = {}
    for row in rows:
        title, _end, rest = row.partition("</h3>")
        words = re.sub(r"(?!</?mark>)<[^>]+>", " ", rest)
        found[re.sub(r"<[^>]+>", "", title).strip()] = re.sub(r"\s+", " ", words).strip()
    return found


def found(client: Client, query: str, **more: Any) -> list[str]:
    """The titles that are shown, in order."""
    return list(rows_in(html_of(client, query, **more)))


def found_of_all(client: Client, query: str, **more: Any) -> list[str]:
    """All titles that there are, as the page of pages and grants lists them."""
    return found(client, query, path=reverse("search_pages"), **more)
