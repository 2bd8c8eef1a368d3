"""What is chosen on a phone's map: told in a sheet at the lower edge."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Region, Visit
from tests.browser.search_page import SEARCH, SearchPage, open_map
from tests.browser.test_accessibility import AXE, RUN
from tests.factories import FacilityFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

PHONE = {"width": 360, "height": 740}


def on_map(visitor: Visit, query: str) -> SearchPage:
    """Open the map of a search on a phone."""
    return open_map(visitor, SEARCH + query, width=360)


def is_under(page: Page, key: str) -> bool:
    """Whether the sheet covers the thing's marker."""
    marker = page.locator(f'.map-marker[data-key="{key}"]').bounding_box()
    sheet = page.locator(".map-sheet").bounding_box()
    assert marker is not None
    assert sheet is not None
    return marker["y"] + marker["height"] / 2 > sheet["y"]


def test_the_sheet_tells_what_the_card_tells(visit: Callable[..., Visit], region: Region) -> None:
    search = on_map(visit(**PHONE), "?q=uimahalli")
    page = search.page
    heinola = search.point(f"facility-{region.heinola.pk}")
    heinola.click()
    sheet = page.locator(".map-sheet")
    expect(sheet).to_be_in_viewport(ratio=1)
    expect(sheet.get_by_role("heading")).to_have_text("Heinolan uimahalli")
    expect(sheet).to_contain_text("Heinola")
    expect(sheet.get_by_role("group")).to_have_accessible_name("Heinolan uimahalli")
    expect(sheet.get_by_role("group")).to_be_focused()
    expect(heinola).to_have_class(re.compile("is-selected"))
    assert not is_under(page, f"facility-{region.heinola.pk}")
    # The map that made way did so by itself.
    expect(page.locator(".map-area")).to_be_hidden()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []

    sheet.locator(".list-button").click()
    expect(sheet.locator(".list-button")).to_have_attribute("aria-pressed", "true")
    sheet.locator(".map-listings__close").click()
    expect(sheet).to_have_count(0)
    expect(heinola).to_be_focused()
    expect(page.locator(".view-switch")).to_be_visible()


def test_what_is_not_on_the_page_of_the_list_is_fetched(
    visit: Callable[..., Visit], region: Region
) -> None:
    town = region.library.municipality
    for number in range(21):
        FacilityFactory(
            name=f"Aamuhalli {number}", municipality=town, latitude=61.0, longitude=25.1
        )
    last = FacilityFactory(name="Yöhalli", summary="Auki yölläkin.", latitude=61.6, longitude=26.4)
    visitor = visit(**PHONE)
    search = on_map(visitor, "?q=halli&kind=facility&sort=name")
    page = search.page
    expect(page.locator(f'.card[data-key="facility-{last.pk}"]')).to_have_count(0)
    search.point(f"facility-{last.pk}").click()
    expect(page.locator(".map-sheet")).to_contain_text("Auki yölläkin.")

    # Without an answer the name and the way to its page are there all the same.
    page.locator(".map-listings__close").click()
    page.route(f"**{SEARCH}?*", lambda route: route.abort())
    search.point(f"facility-{last.pk}").click()
    link = page.locator(".map-sheet").get_by_role("link")
    expect(link).to_have_text("Yöhalli")
    expect(link).to_have_attribute("href", last.get_absolute_url())
    visitor.errors.clear()


def test_the_sheet_is_used_by_keyboard_and_goes_when_the_map_is_touched(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = on_map(visit(**PHONE), "?q=uimahalli")
    page = search.page
    heinola = search.point(f"facility-{region.heinola.pk}")
    sheet = page.locator(".map-sheet")
    heinola.focus()
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(heinola).to_be_focused()

    page.keyboard.press("Enter")
    expect(sheet).to_be_visible()
    page.locator(".map__frame").click(position={"x": 20, "y": 150})
    expect(sheet).to_have_count(0)
    expect(page.locator(".is-selected")).to_have_count(0)


def test_things_at_one_place_are_listed_in_the_sheet(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = on_map(visit(**PHONE), "?q=uimahalli&municipality=398")
    page = search.page
    page.locator('.map-marker[data-count="3"]').click()
    links = page.locator(".map-sheet .map-listing a")
    expect(links).to_have_text(["Lahden uimahalli", "Uimakoulu", "Vesijumppa"])


def test_on_a_wide_screen_there_is_no_sheet(visit: Callable[..., Visit], region: Region) -> None:
    search = open_map(visit(), SEARCH + "?q=uimahalli&municipality=398", width=1280)
    search.page.locator('.map-marker[data-count="3"]').click()
    expect(search.page.locator(".leaflet-popup .map-listing a")).to_have_count(3)
    expect(search.page.locator(".map-sheet")).to_have_count(0)
