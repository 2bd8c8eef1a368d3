"""No address that somebody makes up breaks a page: whatever the parameters, there is an answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from wagtail.models import Page

from pages.models import EveningPage, GuidePage
from servicemap.models import LISTING_MODELS, Grant, Municipality
from tests.pages.conftest import var_dir as var_dir

pytestmark = pytest.mark.django_db

NAMES = (
    *("q", "kind", "category", "target", "municipality", "theme", "price", "accessibility"),
    *("when", "weekday", "time", "open", "bbox", "near", "radius", "place", "sort", "lang"),
    *("page", "size", "zoom", "ids", "show", "scheme", "within", "day", "sent", "answer"),
    *("year", "topic", "state", "funder", "grant", "address", "latitude", "longitude"),
)
"""All parameters that a public page reads: each of them gets the same value at once."""

VALUES = (
    *("9" * 5_000, "9" * 18, "-1", "1e400", "nan", "²", "٣"),
    *("a\0b", "x" * 5_000, "%", "<b>", "\udcff", "\u202e"),
    *("9999-12-31..9999-12-31", "0001-01-01", "2026-02-30", "facility-" + "9" * 17),
    *(",,,,", "nan,nan,nan,nan"),
)

ENDS = ("%00", "a%00b/", "%FF", "%ED%B3%BF/", "9" * 5_000, "%2e%2e/", "%0A/")
"""What takes the place of the last part of a path."""

NOT_LISTED = ("_util", "media/", "documents/")
"""Django's and Wagtail's own."""


def nameless_parts(patterns: object, prefix: str = "") -> Iterator[str]:
    """The paths of all views that everybody may open and that need nothing named."""
    for pattern in patterns:  # type: ignore[attr-defined]
        route = prefix + str(pattern.pattern)
        if route.startswith(("admin/", "django-admin/")) or any(
            part in route for part in NOT_LISTED
        ):
            continue
        if not isinstance(pattern, URLPattern):
            yield from nameless_parts(pattern.url_patterns, route)
        elif "<" not in route and "(" not in route:
            yield f"/{route}"


@pytest.fixture
def paths(var_dir: Path) -> list[str]:
    """One page of each type, one of each thing that has a page of its own, and all other views."""
    call_command("seed_demo", verbosity=0)
    pages = Page.objects.live().filter(depth__gt=1, locale__language_code="fi").specific()
    evening = EveningPage.objects.upcoming().last()
    guide, town = GuidePage.objects.earliest("pk"), Municipality.objects.earliest("pk")
    things = [*(model._default_manager.published().first() for model in LISTING_MODELS)]
    return [
        *{type(page): page.get_url() for page in pages}.values(),
        *(thing.get_absolute_url() for thing in (*things, Grant.objects.in_state("open").first())),
        *(thing.get_feedback_url() for thing in things),
        reverse("evening-register", args=[evening.translation_key]),
        reverse("usefulness", args=[guide.pk]),
        reverse("municipality", args=[town.code]),
        reverse("municipality_news_rss", args=[town.slug]),
        *nameless_parts(get_resolver().url_patterns),
    ]


def test_odd_parameters_and_paths_get_an_answer(client: Client, paths: list[str]) -> None:
    client.raise_request_exception = False
    broken = {}
    for path in paths:
        for value in VALUES:
            sent = value.encode("utf-8", "surrogatepass")
            status = client.get(path, dict.fromkeys(NAMES, sent)).status_code
            if status not in (200, 301, 302, 400, 404, 422):
                broken[path, value[:20]] = status
        for end in ENDS:
            address = f"{path.rpartition('/')[0]}/{end}"
            status = client.get(address).status_code
            if status not in (301, 302, 400, 404):
                broken[path, end[:20]] = status
    assert broken == {}
    assert len(paths) > 35
