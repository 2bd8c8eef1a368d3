"""How many queries a page takes at most, whatever its type: on the demo."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from wagtail.models import Page, get_page_models

from pages.models import HomePage, NewsPage, StandardPage
from tests.pages.bodies import every_block
from tests.pages.factories import standard_page

pytestmark = pytest.mark.django_db

MOST = 20
MOST_AT_HOME = 25
"""In a process that remembers nothing yet: neither types of content nor the roots of sites."""

MOST_WITH_ALL = 20
MOST_WITH_ALL_TWICE = MOST_WITH_ALL + 2
"""A second list of news and of events may be of another municipality: each asks for its own."""


def queries_of(client: Client, page: Page) -> int:
    """How many queries the page takes while nothing is remembered."""
    url = page.url
    cache.clear()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200, url
    return len(captured)


def page_with_every_block(client: Client, title: str, *towns: str) -> StandardPage:
    """A page with every block, once for each of the municipalities: other things in each."""
    body = []
    for town in towns:
        blocks = every_block()
        for name in ("news", "events", "cycle", "contact_persons"):
            blocks[name]["municipality"] = town
        other = NewsPage.objects.exclude(slug__in=[one["page"].slug for one in cards(body)]).first()
        blocks["page_cards"]["cards"][0]["page"] = other
        body += blocks.items()
    page = standard_page(HomePage.objects.get(locale__language_code="fi"), title, body=body)
    # The sizes of a picture are made for its first reader.
    assert client.get(page.url).status_code == 200
    return page


def cards(body: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    """The cards of pages that are in a body."""
    return [card for name, value in body if name == "page_cards" for card in value["cards"]]


def test_no_page_takes_many_queries(
    client: Client, var_dir: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    call_command("seed_demo", verbosity=0)
    once = page_with_every_block(client, "Kaikki lohkot", "398")
    twice = page_with_every_block(client, "Kaikki kahdesti", "398", "111")
    pages = list(Page.objects.live().filter(depth__gt=1).specific())
    assert {type(page) for page in pages} == set(get_page_models()) - {Page}
    counts = {page: queries_of(client, page) for page in pages}
    most = {page: MOST_AT_HOME if isinstance(page, HomePage) else MOST for page in pages}
    most.update({once: MOST_WITH_ALL, twice: MOST_WITH_ALL_TWICE})
    assert {page.url: count for page, count in counts.items() if count > most[page]} == {}
