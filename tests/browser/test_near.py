"""Searching near oneself, which is asked for, and near a place that one names."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Region, Visit
from tests.browser.search_page import SEARCH, SearchPage, searching
from tests.browser.test_accessibility import AXE, RUN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SPY = """
window.asked = 0;
const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
navigator.geolocation.getCurrentPosition = (...rest) => { window.asked += 1; ask(...rest); };
"""


def open_panel(page: Page) -> None:
    """Open the panel in which a place is named."""
    page.locator(".near__open").click()
    expect(page.locator("#near-place")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_place_is_asked_for_when_it_is_wanted_and_the_nearest_comes_first(
    visit: Callable[..., Visit], region: Region, width: int
) -> None:
    visitor = visit(
        width=width,
        permissions=["geolocation"],
        geolocation={"latitude": 61.2, "longitude": 26.03},
    )
    visitor.context.add_init_script(SPY)
    page = visitor.go(SEARCH + "?q=uimahalli")
    search = SearchPage(page)
    open_panel(page)
    assert page.evaluate("window.asked") == 0
    page.locator("[data-near-me]").click()
    expect(search.cards.first).to_contain_text("Heinolan uimahalli")
    assert page.evaluate("window.asked") == 1
    expect(search.cards.first).to_contain_text(re.compile(r"\d+ m"))
    assert "near=61.2000,26.0300" in page.url
    assert "sort=distance" in page.url
    expect(page.locator("#near-place")).to_be_hidden()
    expect(page.locator("#results")).to_be_focused()
    # What was asked stays in sight above what was found.
    expect(page.locator("#search-query")).to_be_in_viewport()
    page.reload()
    expect(search.cards.first).to_contain_text("Heinolan uimahalli")
    assert page.evaluate("window.asked") == 0


def test_a_refusal_is_explained_and_changes_nothing(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(permissions=[]), "?q=uimahalli")
    page = search.page
    open_panel(page)
    page.locator("[data-near-me]").click()
    notice = page.locator("#search-notice")
    expect(notice).to_be_visible()
    expect(notice).not_to_be_empty()
    expect(search.cards).to_have_count(region.found)
    assert page.url.endswith("?q=uimahalli")
    # A place can be named instead, in the same panel.
    page.locator("#near-place").fill("heinola")
    page.keyboard.press("Enter")
    expect(search.cards.first).to_contain_text("Heinolan uimahalli")


def test_a_named_place_is_searched_near_to_in_place_and_kept_in_the_address(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    search = searching(visitor, "?q=uimahalli&kind=facility")
    page = search.page
    page.evaluate("window.sameDocument = true")
    open_panel(page)
    page.locator("#near-place").fill("Vääksy")
    page.locator("#near-form button").click()
    expect(search.cards.first).to_contain_text("Asikkalan uimahalli")
    expect(search.cards.first).to_contain_text("km")
    expect(page.locator(".chips__group--chosen")).to_contain_text("Vääksy, Asikkala")
    expect(page.locator("#search-status")).to_contain_text("Vääksy, Asikkala")
    expect(page.locator("#search-sort")).to_have_value("distance")
    search.settle()
    expect(page.locator(".here")).to_be_visible()
    assert "place=Vääksy, Asikkala&near=61." in unquote(page.url).replace("+", " ")
    assert "kind=facility" in page.url
    assert visitor.strangers == set()

    # Filters keep the place, another search near it too.
    page.locator("input[name=q]").fill("uimahallissa")
    page.locator("input[name=q]").press("Enter")
    expect(page).to_have_url(re.compile("q=uimahallissa.*near=61"))
    expect(search.cards.first).to_contain_text("Asikkalan uimahalli")
    page.locator(".chips__group--chosen a", has_text="Vääksy").click()
    expect(page.locator(".here")).to_have_count(0)
    assert "near" not in page.url
    assert "place" not in page.url
    page.go_back()
    expect(page.locator(".here")).to_be_visible()
    assert page.evaluate("window.sameDocument")


def test_an_unknown_place_is_said_and_the_nearest_name_leads_on(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(), "?q=uimahalli")
    page = search.page
    open_panel(page)
    page.locator("#near-place").fill("Heinla")
    page.keyboard.press("Enter")
    field = page.locator("#near-place")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("Heinla.*Heinola", re.DOTALL))
    expect(search.cards).to_have_count(region.found)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []
    page.locator(".near__others a").first.click()
    expect(search.cards.first).to_contain_text("Heinolan uimahalli")
    expect(field).to_be_hidden()


def test_the_panel_closes_by_itself_and_by_escape(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(), "?q=uimahalli")
    page = search.page
    open_panel(page)
    page.keyboard.press("Tab")
    expect(page.locator("#near-place")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#near-place")).to_be_hidden()
    expect(page.locator(".near__open")).to_be_focused()
    open_panel(page)
    page.locator("#results-count").click()
    expect(page.locator("#near-place")).to_be_hidden()


def test_a_place_is_named_without_a_script(visit: Callable[..., Visit], region: Region) -> None:
    page = visit(java_script_enabled=False).go(SEARCH + "?q=uimahalli")
    open_panel(page)
    expect(page.locator("[data-near-me]")).to_be_hidden()
    page.locator("#near-place").fill("Heinola")
    page.locator("#near-form button").click()
    expect(page.locator("#results .card").first).to_contain_text("Heinolan uimahalli")
    assert "near=61.2" in page.url
