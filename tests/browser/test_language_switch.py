"""The switch of languages after changes in place: it takes along what the reader did."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Region, Visit
from tests.browser.search_page import SearchPage, searching

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ends(address: str) -> re.Pattern[str]:
    """A pattern of what an address ends with."""
    return re.compile(re.escape(address) + "$")


def switch(page: Page, language: str) -> None:
    """Choose another language in the header, in the menu on a phone."""
    menu = page.locator(".menu__button")
    if menu.is_visible():
        menu.click()
    page.locator(f'.languages__link[hreflang="{language}"]:visible').click()
    page.wait_for_url(f"**/{language}/**")


def test_filters_chosen_in_place_come_along(visit: Callable[..., Visit], region: Region) -> None:
    search = searching(visit(), "?q=uimahallissa")
    page = search.page
    page.locator('[name="kind"][value="facility"]').check()
    expect(search.cards).to_have_count(3)
    page.locator('[name="municipality"][value="111"]').check()
    expect(search.cards).to_have_count(1)
    switch(page, "sv")
    expect(page).to_have_url(ends("/sv/sok/?q=uimahallissa&kind=facility&municipality=111"))
    expect(page.locator('[name="kind"][value="facility"]')).to_be_checked()
    expect(page.locator(".chips__group--chosen")).to_contain_text("Heinola")
    expect(search.cards).to_have_count(1)
    page.go_back()
    expect(page).to_have_url(ends("/fi/haku/?q=uimahallissa&kind=facility&municipality=111"))
    expect(search.cards).to_have_count(1)


def test_map_stays_the_map_on_a_phone(visit: Callable[..., Visit], region: Region) -> None:
    search = searching_map(visit(width=360, height=740))
    page = search.page
    expect(page).to_have_url(ends("?q=uimahallissa&show=map"))
    switch(page, "en")
    expect(page).to_have_url(ends("/en/search/?q=uimahallissa&show=map"))
    expect(page.locator("#view-map")).to_be_checked()
    expect(page.locator("service-map")).to_be_visible()
    search.settle()
    assert search.on_map() == region.found - region.unlocated
    page.locator("label:has(#view-list)").click()
    expect(page).to_have_url(ends("/en/search/?q=uimahallissa"))
    switch(page, "fi")
    expect(page).to_have_url(ends("/fi/haku/?q=uimahallissa"))
    expect(search.cards).to_have_count(region.found)


def test_map_and_filters_are_both_kept_and_given_back(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching_map(visit(width=360, height=740))
    page = search.page
    page.locator(".filter-button").click()
    page.locator('[name="kind"][value="facility"]').check()
    expect(page.locator(".filter-button")).to_contain_text("1")
    assert "kind=facility" in page.url
    assert "show=map" in page.url
    page.locator(".filters__close").click()
    expect(page.locator("service-map")).to_be_visible()
    page.reload()
    expect(page.locator("service-map")).to_be_visible()
    switch(page, "sv")
    expect(page.locator("#view-map")).to_be_checked()
    expect(page.locator('[name="kind"][value="facility"]')).to_be_checked()


def test_day_chosen_in_the_calendar_comes_along(
    visit: Callable[..., Visit], region: Region
) -> None:
    page = visit().go("/fi/kalenteri/?q=jumppa")
    page.get_by_role("link", name="Tänään", exact=True).click()
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    page.wait_for_function("() => location.search.includes('when=')")
    there = page.url.partition("?")[2]
    switch(page, "sv")
    assert page.url.endswith(f"/sv/kalender/?{there}")


def searching_map(visit: Visit) -> SearchPage:
    """Search on a phone and turn to the map."""
    search = SearchPage(visit.page)
    visit.go("/fi/haku/?q=uimahallissa")
    visit.page.locator("label:has(#view-map)").click()
    search.settle()
    return search
