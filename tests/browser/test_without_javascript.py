"""The same search with scripts switched off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from servicemap.models import Facility
from tests.browser.conftest import Region, Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_what_is_open_now_needs_no_script(
    visit: Callable[..., Visit], always_open: Facility
) -> None:
    page = visit(java_script_enabled=False).go("/fi/haku/")
    page.locator('#filters input[name="open"][value="now"]').check()
    page.locator(".filters__apply button").click()
    cards = page.locator("#results .card")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text(always_open.name)
    assert "open=now" in page.url
    page.locator("#active-filters .chips__list a").click()
    assert "open=" not in page.url
    expect(cards).not_to_have_count(1)


def test_searching_filtering_and_opening_need_no_script(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit(java_script_enabled=False)
    page = visitor.go("/fi/haku/")
    cards = page.locator("#results .card")
    page.locator("input[name=q]").fill("uimahallissa")
    page.locator("#search-form button[type=submit]").click()
    expect(cards).to_have_count(region.found)
    expect(page.locator("service-map")).to_be_hidden()
    expect(page.locator("#search-failure")).to_be_hidden()

    page.locator('#filters input[name="municipality"][value="111"]').check()
    page.locator(".filters__apply button").click()
    expect(cards).to_have_count(1)
    assert "municipality=111" in page.url
    page.locator("#active-filters .chips__list a").first.click()
    expect(cards).to_have_count(region.found)

    cards.filter(has_text="Heinolan uimahalli").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Heinolan uimahalli")
