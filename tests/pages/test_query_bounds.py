"""How many queries a page takes at most, whatever its type: on the demo."""

from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, get_page_models

from pages.models import HomePage

pytestmark = pytest.mark.django_db

MOST = 20
MOST_AT_HOME = 25
"""In a process that remembers nothing yet."""


def queries_of(client: Client, page: Page) -> int:
    """How many queries the page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.url).status_code == 200, page.url
    return len(captured)


def test_no_page_takes_many_queries(client: Client, var_dir: Path) -> None:
    call_command("seed_demo", verbosity=0)
    pages = list(Page.objects.live().filter(depth__gt=1).specific())
    assert {type(page) for page in pages} == set(get_page_models()) - {Page}
    at_home, elsewhere = {}, {}
    for page in pages:
        if isinstance(page, HomePage):
            cache.clear()
            ContentType.objects.clear_cache()
            at_home[page.url] = queries_of(client, page)
    for page in pages:
        if not isinstance(page, HomePage):
            # What all pages need is remembered: types of content and the roots of sites.
            elsewhere[page.url] = queries_of(client, page)
    assert {url: count for url, count in at_home.items() if count > MOST_AT_HOME} == {}
    assert {url: count for url, count in elsewhere.items() if count > MOST} == {}
