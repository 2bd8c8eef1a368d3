"""Searching with the script: list, map and address always say the same."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from servicemap.models import Facility
from tests.browser.conftest import Region, Visit
from tests.browser.search_page import SEARCH, SearchPage, searching

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_a_search_fills_list_and_map_alike_and_leads_to_the_listing(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit())
    page = search.page
    page.locator("input[name=q]").fill("uimahallissa")
    page.locator("input[name=q]").press("Enter")
    expect(search.cards).to_have_count(region.found)
    search.settle()

    answer = search.map_answer()
    assert answer["total"] == region.found
    assert answer["unlocated"] == region.unlocated
    assert search.on_map() + region.unlocated == region.found
    assert page.locator("#results-count").inner_text().startswith(str(region.found))
    expect(page.locator("#search-status")).to_contain_text(str(region.found))
    assert "q=uimahallissa" in page.url
    expect(page).to_have_title(re.compile("uimahallissa"))

    search.card("Heinolan uimahalli").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Heinolan uimahalli")
    expect(page.locator("listing-map")).to_have_attribute("data-basemap", "ready")
    expect(page.locator("listing-map .pin--facility")).to_be_visible()


def test_a_filter_narrows_list_map_and_address_and_back_undoes_it(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(), "?q=uimahalli")
    page = search.page
    heinola = page.locator('#filters input[name="municipality"][value="111"]')

    heinola.focus()
    page.keyboard.press("Space")
    expect(search.cards).to_have_count(1)
    expect(search.points).to_have_count(1)
    expect(search.clusters).to_have_count(0)
    assert page.url.endswith("?q=uimahalli&municipality=111")
    expect(heinola).to_be_checked()
    expect(heinola).to_be_focused()

    page.go_back()
    expect(search.cards).to_have_count(region.found)
    expect(heinola).not_to_be_checked()
    search.settle()
    assert search.on_map() == region.found - region.unlocated

    page.go_forward()
    expect(search.cards).to_have_count(1)
    page.locator("#active-filters .chips__list a").first.click()
    expect(search.cards).to_have_count(region.found)
    assert page.url.endswith("?q=uimahalli")


def test_only_what_is_open_now_is_shown_on_request(
    visit: Callable[..., Visit], always_open: Facility
) -> None:
    search = searching(visit(), "?q=uimahalli")
    page = search.page
    page.locator('#filters input[name="open"][value="now"]').check()
    expect(search.cards).to_have_count(1)
    expect(search.points).to_have_count(1)
    expect(search.card(always_open.name)).to_contain_text("Auki nyt")
    assert page.url.endswith("?q=uimahalli&open=now")
    search.settle()
    assert search.map_answer()["total"] == 1

    page.locator("#filters [data-facet=open] summary").click()
    day = page.locator('#filters input[name="open"][value="SU"]')
    day.check()
    expect(day).to_be_visible()
    chips = page.locator(".chips__group--chosen .chips__list a")
    expect(chips).to_have_count(3)
    chips.first.click()
    expect(chips).to_have_count(1)
    assert page.url.endswith("?q=uimahalli&open=SU")


def test_a_failed_search_says_so_and_can_be_tried_again(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    search = searching(visitor)
    page = search.page
    page.route("**/haku/?q=*", lambda route: route.abort())
    page.locator("input[name=q]").fill("uimahalli")
    page.locator("input[name=q]").press("Enter")
    failure = page.locator("#search-failure")
    expect(failure).to_be_visible()

    page.unroute("**/haku/?q=*")
    failure.get_by_role("button").click()
    expect(search.cards).to_have_count(region.found)
    expect(failure).to_be_hidden()
    assert "q=uimahalli" in page.url
    assert all("ERR_FAILED" in error for error in visitor.errors)
    visitor.errors.clear()


def test_a_phone_shows_the_list_first_and_the_map_on_demand(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit(width=360, height=740, has_touch=True)
    page = visitor.go(SEARCH + "?q=uimahalli")
    search = SearchPage(page)
    expect(search.cards).to_have_count(region.found)
    expect(search.cards.first).to_be_visible()
    expect(page.locator("service-map")).to_be_hidden()
    assert not any("/api/v1/map" in url for url in visitor.requests)

    page.locator("label:has(#view-map)").click()
    search.settle()
    expect(search.cards.first).to_be_hidden()
    assert search.on_map() == region.found - region.unlocated

    search.point(f"facility-{region.heinola.pk}").click()
    page.locator(".map-sheet").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Heinolan uimahalli")
    page.go_back()
    # Where one was: on the map.
    search.settle()
    expect(search.cards.first).to_be_hidden()


def test_list_or_map_on_a_phone_is_in_the_address(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit(width=360, height=740)
    page = visitor.go(SEARCH + "?q=uimahalli")
    search = SearchPage(page)
    page.locator("label:has(#view-map)").click()
    expect(page).to_have_url(re.compile("show=map"))
    page.reload()
    search.settle()
    expect(search.cards.first).to_be_hidden()

    # A filter leaves the map where it is, and so does another language.
    page.locator(".filter-button").click()
    page.locator('#filters input[name="municipality"][value="111"]').check()
    expect(page).to_have_url(re.compile("municipality=111.*show=map"))
    page.locator(".filters__apply button").click()
    expect(page.locator("service-map")).to_be_visible()
    swedish = page.locator('.languages__link[hreflang="sv"]').first.get_attribute("href")
    assert swedish is not None
    assert "show=map" in swedish

    page.locator("label:has(#view-list)").click()
    expect(page).not_to_have_url(re.compile("show="))
    page.go_back()
    expect(page.locator("service-map")).to_be_visible()
    assert not any("/api/" in url and "show=" in url for url in visitor.requests)


def test_what_is_chosen_while_results_are_on_their_way_holds(
    visit: Callable[..., Visit], region: Region
) -> None:
    page = visit(width=360, height=740).go(SEARCH + "?q=uimahalli&show=map")
    search = SearchPage(page)
    held: list[Route] = []

    def hold_the_results(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(re.compile("municipality=111"), hold_the_results)
    page.locator(".filter-button").click()
    page.locator('#filters input[name="municipality"][value="111"]').check()
    page.locator(".filters__close").click()
    page.locator("label:has(#view-list)").click()
    expect(page).not_to_have_url(re.compile("show="))
    held[0].continue_()
    expect(page).to_have_url(re.compile("municipality=111"))
    search.settle()
    expect(search.cards.first).to_be_visible()
    assert "show=" not in page.url
    swedish = page.locator('.languages__link[hreflang="sv"]').first.get_attribute("href")
    assert swedish is not None
    assert "municipality=111" in swedish
    assert "show=" not in swedish


def test_without_a_script_an_address_of_the_map_shows_the_list(
    visit: Callable[..., Visit], region: Region
) -> None:
    page = visit(width=360, java_script_enabled=False).go(SEARCH + "?q=uimahalli&show=map")
    expect(page.locator("#results .card").first).to_be_visible()


def test_filters_on_a_phone_open_in_a_sheet_that_stays_while_choosing(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit(width=360, height=740)
    page = visitor.go(SEARCH + "?q=uimahalli")
    search = SearchPage(page)
    page.locator(".filter-button").click()
    filters = page.locator("#filters")
    expect(filters).to_be_visible()
    page.locator('#filters input[name="municipality"][value="111"]').check()
    expect(search.cards).to_have_count(1)
    expect(filters).to_be_visible()
    page.locator(".filters__apply button").click()
    expect(filters).to_be_hidden()
    expect(search.cards).to_have_count(1)
    assert "municipality=111" in page.url


def test_the_filters_can_be_skipped(visit: Callable[..., Visit], region: Region) -> None:
    search = searching(visit(), "?q=uimahalli")
    page = search.page
    skip = page.locator('main .skip-link[href="#results"]')
    expect(skip).not_to_be_in_viewport()
    page.locator("main").focus()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#results :focus")).to_have_count(1)


def test_a_chip_of_the_words_is_dropped_in_place_and_back_brings_it_again(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    search = searching(visitor, "?q=uimahalli+heinolassa&kind=facility")
    page = search.page
    page.evaluate("window.sameDocument = true")
    understood = page.locator(".chips__group--understood a")
    expect(search.cards).to_have_count(1)
    expect(search.points).to_have_count(1)
    expect(understood).to_have_count(1)
    expect(understood).to_have_accessible_name(re.compile("Heinola.*3"))

    understood.focus()
    page.keyboard.press("Enter")
    expect(search.cards).to_have_count(3)
    search.settle()
    assert search.on_map() == 3
    expect(understood).to_have_count(0)
    expect(page.locator("input[name=q]")).to_have_value("uimahalli")
    # What was chosen stays, and the focus is with it.
    expect(page.locator(".chips__group--chosen .chip")).to_be_focused()
    assert page.evaluate("window.sameDocument")

    page.go_back()
    expect(search.cards).to_have_count(1)
    expect(understood).to_have_count(1)
    expect(page.locator("input[name=q]")).to_have_value("uimahalli heinolassa")


def test_a_correction_is_read_out_and_refused_in_place(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit())
    page = search.page
    page.evaluate("window.sameDocument = true")
    page.locator("input[name=q]").fill("uimmahalli heinolassa")
    page.locator("input[name=q]").press("Enter")
    expect(search.cards).to_have_count(1)
    expect(page.locator("#search-status")).to_have_text(
        re.compile(r"uimahalli heinolassa\..*1 tulos$")
    )
    search.settle()
    assert search.on_map() == 1

    page.locator(".results__message a").click()
    expect(page.locator("#results .empty")).to_be_visible()
    expect(search.cards).to_have_count(0)
    expect(page.locator("#results")).to_be_focused()
    expect(page.locator("input[name=q]")).to_have_value('"uimmahalli" heinolassa')
    search.settle()
    assert search.map_answer()["total"] == 0

    page.go_back()
    expect(search.cards).to_have_count(1)
    assert page.evaluate("window.sameDocument")


def test_a_filter_beats_the_words_and_says_so(visit: Callable[..., Visit], region: Region) -> None:
    search = searching(visit(), "?q=uimahalli+heinolassa")
    page = search.page
    expect(search.cards).to_have_count(1)
    page.locator('#filters input[name="municipality"][value="016"]').check()
    expect(search.cards).to_have_count(1)
    expect(search.card("Asikkalan uimahalli")).to_be_visible()
    expect(page.locator(".chips__group--understood")).to_have_count(0)
    expect(page.locator("#search-status")).to_contain_text("heinolassa")
    page.locator("#results .results__note a").click()
    expect(page.locator("input[name=q]")).to_have_value("uimahalli")
    expect(search.card("Asikkalan uimahalli")).to_be_visible()


@pytest.mark.parametrize("path", ["/fi/haku/", "/sv/sok/", "/en/search/"])
def test_many_chips_fit_a_phone(visit: Callable[..., Visit], region: Region, path: str) -> None:
    query = (
        "?q=uimahalli+heinolassa+lapsille+maanantaina+ilmaiseksi+esteetön&kind=facility&when=week"
    )
    page = visit(width=360, height=740).go(path + query)
    for element in ("html", "#results"):
        assert page.locator(element).evaluate("one => one.scrollWidth <= one.clientWidth")
    last = page.locator("#active-filters a").last
    last.focus()
    expect(last).to_be_in_viewport(ratio=1)
