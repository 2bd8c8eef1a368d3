"""A search that is sent to somebody else: the same list, map, filters and words for them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Region, Visit
from tests.browser.search_page import SearchPage, searching

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def what_is_seen(page: Page) -> dict[str, object]:
    """The words, filters, order, list and markers of a search page."""
    search = SearchPage(page)
    return {
        "title": page.title(),
        "words": page.locator("#search-query").input_value(),
        "filters": page.locator("#filters :checked").evaluate_all(
            "all => all.map((one) => `${one.name}=${one.value}`)"
        ),
        "chips": page.locator("#active-filters .chip").all_inner_texts(),
        "order": page.locator("#search-sort").input_value(),
        "near": page.locator("#near-place").input_value(),
        "cards": search.cards.get_by_role("heading").all_inner_texts(),
        "markers": page.locator(".map-marker").evaluate_all(
            "all => all.map((one) => one.dataset.key ?? one.dataset.count).sort()"
        ),
    }


def test_the_address_shows_the_same_to_somebody_else(
    visit: Callable[..., Visit], region: Region
) -> None:
    """Words, a filter, a place and an order, each chosen by hand."""
    visitor = visit()
    search = searching(visitor)
    page = search.page
    page.locator("#search-query").fill("uimahallissa")
    page.locator("#search-form button[type=submit]").click()
    expect(search.cards).to_have_count(region.found)
    page.locator('#filters [name="municipality"][value="398"]').check()
    expect(search.cards).to_have_count(4)
    page.locator(".near__open").click()
    page.locator("#near-place").fill("Heinola")
    page.locator("#near-place").press("Enter")
    expect(page).to_have_url(re.compile("near="))
    page.locator("#search-sort").select_option("name")
    expect(page).to_have_url(re.compile("sort=name"))
    search.settle()
    first = what_is_seen(page)
    assert len(first["cards"]) == 4  # type: ignore[arg-type]

    friend = visit()
    friend.page.goto(page.url)
    SearchPage(friend.page).settle()
    assert what_is_seen(friend.page) == first

    page.reload()
    search.settle()
    assert what_is_seen(page) == first


def test_a_searched_area_is_shared_with_its_map(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    search = searching(visitor, "?q=uimahallissa")
    page = search.page
    page.locator(".leaflet-control-zoom-in").click()
    page.locator(".map-area").click()
    expect(page).to_have_url(re.compile("bbox="))
    search.settle()
    first = what_is_seen(page)
    assert first["cards"]
    friend = visit()
    friend.page.goto(page.url)
    SearchPage(friend.page).settle()
    assert what_is_seen(friend.page) == first


def test_going_back_step_by_step_undoes_each_choice(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(), "?q=uimahallissa")
    page = search.page
    seen = [what_is_seen(page)]
    for value in ("398", "111"):
        page.locator(f'#filters [name="municipality"][value="{value}"]').check()
        expect(page).to_have_url(re.compile(f"municipality={value}"))
        search.settle()
        seen.append(what_is_seen(page))
    assert seen[0] != seen[1] != seen[2]
    for before in reversed(seen[:-1]):
        page.go_back()
        expect(page.locator("#filters :checked[name=municipality]")).to_have_count(
            sum(str(each).startswith("municipality") for each in before["filters"])  # type: ignore[attr-defined]
        )
        search.settle()
        assert what_is_seen(page) == before
