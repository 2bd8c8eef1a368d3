"""Suggestions under the search field: by keyboard, by pointer, and where they fail."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Region, Visit
from tests.browser.test_accessibility import AXE, RUN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def typed(page: Page, text: str) -> Page:
    """Type into the search field of the search page and wait for suggestions."""
    field = page.locator("input[role=combobox]")
    field.click()
    field.press_sequentially(text)
    expect(page.get_by_role("listbox")).to_be_visible()
    return page


def test_a_listing_is_reached_by_arrow_and_enter(
    visit: Callable[..., Visit], region: Region
) -> None:
    page = typed(visit().go("/fi/haku/"), "heinolan uim")
    field, option = page.locator("input[role=combobox]"), page.locator(".suggestions__option").first
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("search-suggestions [role=status]")).to_have_text(
        "1 ehdotus; siirry nuolinäppäimillä"
    )
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{region.heinola.get_absolute_url()}")


def test_a_place_that_begins_as_typed_comes_first_and_leads_to_what_is_there(
    visit: Callable[..., Visit], region: Region
) -> None:
    page = typed(visit(width=360).go("/fi/haku/"), "heino")
    first = page.locator(".suggestions__option").first
    expect(first).to_contain_text("Heinola")
    expect(first).to_contain_text("kunta")
    first.click()
    page.wait_for_url(re.compile("municipality=111"))
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("#results .card")).to_have_count(2)


def test_escape_closes_and_enter_searches_for_what_was_typed(
    visit: Callable[..., Visit], region: Region
) -> None:
    page = typed(visit().go("/fi/haku/"), "uimah")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("input[role=combobox]")).to_have_value("uimah")
    page.locator("input[role=combobox]").press_sequentially("al")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=uimahal"))
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_past_the_last_option_is_the_field_again(
    visit: Callable[..., Visit], region: Region
) -> None:
    page = typed(visit().go("/fi/haku/"), "uimah")
    for _option in range(page.locator(".suggestions__option").count() + 1):
        page.keyboard.press("ArrowDown")
    expect(page.locator('.suggestions__option[aria-selected="true"]')).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(page.locator(".suggestions__option").last).to_have_attribute("aria-selected", "true")


def test_where_suggestions_fail_the_field_still_searches(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    page = visitor.go("/fi/haku/")
    page.route("**/api/v1/suggest*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.locator("input[role=combobox]").press_sequentially("uimahallissa")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=uimahallissa"))
    expect(page.locator("#results .card")).to_have_count(region.found)
    visitor.errors.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_list(
    visit: Callable[..., Visit], region: Region, scheme: str
) -> None:
    page = typed(visit(color_scheme=scheme).go("/fi/haku/"), "uimah")
    page.keyboard.press("ArrowDown")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []
