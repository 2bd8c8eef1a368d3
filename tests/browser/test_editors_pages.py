"""The editors' first page and reports in a real browser: readable to all, and on paper."""

import datetime
from collections.abc import Callable
from itertools import product
from typing import Literal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from servicemap.models import Feedback
from tests.browser.conftest import Region, Visit
from tests.browser.test_accessibility import AXE, RUN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PARTS = {
    "wagtailadmin_home": ".waiting",
    "servicemap_coverage": ".map-report",
    "servicemap_freshness": ".map-report",
    "servicemap_feedback_report": ".map-report",
}


def test_axe_finds_nothing_in_what_is_ours(editor: Callable[..., Visit], region: Region) -> None:
    type(region.club).objects.update(confirmed_on=datetime.date(2020, 1, 1))
    Feedback.objects.create(association=region.club, topic=Feedback.Topic.ENDED)
    visitor = editor(width=1280)
    found = {}
    for name, part in PARTS.items():
        page = visitor.go(reverse(name))
        expect(page.locator(part)).to_be_visible()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for width, scheme in product((1280, 360), SCHEMES):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            if violations := page.evaluate(RUN.replace("run(document,", f"run('{part}',")):
                found[name, width, scheme] = violations
    assert found == {}
    assert visitor.strangers == set()


def test_report_is_printed_without_what_is_for_the_screen(
    editor: Callable[..., Visit], region: Region
) -> None:
    page = editor().go(reverse("servicemap_coverage"))
    expect(page.locator(".sidebar")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".sidebar")).to_be_hidden()
    table = page.locator(".map-report__table")
    expect(table).to_be_visible()
    box = table.bounding_box()
    assert box
    assert box["x"] < 100


def test_number_leads_to_its_listings(editor: Callable[..., Visit], region: Region) -> None:
    page = editor().go(reverse("servicemap_coverage"))
    together = page.locator(".map-report__together td a").first
    count = int(together.inner_text())
    together.click()
    expect(page.locator("table.listing tbody tr")).to_have_count(count)
