"""Searching with the script: list, map and address always say the same."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Region, Visit
from tests.browser.search_page import SearchPage
from tests.factories import FacilityFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

SEARCH = "/fi/haku/"


def searching(visit: Visit, address: str = "") -> SearchPage:
    """Open the search page and wait for its map."""
    search = SearchPage(visit.page)
    visit.go(SEARCH + address)
    search.settle()
    return search


def test_a_search_fills_list_and_map_alike_and_leads_to_the_listing(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit())
    page = search.page
    page.get_by_role("searchbox").fill("uimahallissa")
    page.get_by_role("searchbox").press("Enter")
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


def test_card_and_marker_point_at_each_other(visit: Callable[..., Visit], region: Region) -> None:
    search = searching(visit(), "?q=uimahalli")
    heinola = search.point(f"facility-{region.heinola.pk}")
    card = search.card("Heinolan uimahalli")

    card.hover()
    expect(heinola).to_have_class(re.compile("is-pointed"))
    search.card("Vesijumppa").hover()
    expect(heinola).not_to_have_class(re.compile("is-pointed"))
    # What is in a cluster is pointed out by its cluster.
    expect(search.page.locator('.map-marker[data-count="3"]')).to_have_class(
        re.compile("is-pointed")
    )

    heinola.hover()
    expect(card).to_have_class(re.compile("is-pointed"))
    expect(search.page.get_by_role("tooltip")).to_have_text("Heinolan uimahalli")
    heinola.click()
    expect(heinola).to_have_class(re.compile("is-selected"))
    expect(card).to_have_class(re.compile("is-selected"))
    expect(card).to_be_in_viewport()


def test_things_at_one_place_are_listed_with_links(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(), "?q=uimahalli&municipality=398")
    page = search.page
    page.locator('.map-marker[data-count="3"]').click()
    links = page.locator(".leaflet-popup .map-listing a")
    expect(links).to_have_text(["Lahden uimahalli", "Uimakoulu", "Vesijumppa"])
    links.nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uimakoulu")


def test_the_map_is_used_by_keyboard_alone(visit: Callable[..., Visit], region: Region) -> None:
    search = searching(visit(), "?q=uimahalli")
    page = search.page
    page.locator(".map__frame").focus()
    heinola = search.point(f"facility-{region.heinola.pk}")
    for _press in range(10):
        page.keyboard.press("Tab")
        if heinola.evaluate("element => element === document.activeElement"):
            break
    expect(heinola).to_be_focused()
    expect(heinola).to_have_role("button")
    expect(heinola).to_have_accessible_name(re.compile("^Heinolan uimahalli, "))
    expect(search.card("Heinolan uimahalli")).to_have_class(re.compile("is-pointed"))

    page.keyboard.press("Enter")
    link = search.card("Heinolan uimahalli").get_by_role("link")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Heinolan uimahalli")


def test_a_place_with_many_is_opened_and_closed_by_keyboard(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(), "?q=uimahalli")
    page = search.page
    cluster = page.locator('.map-marker[data-count="3"]')
    cluster.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup .map-listing a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(cluster).to_be_focused()


def test_moving_the_map_offers_to_search_there(visit: Callable[..., Visit], region: Region) -> None:
    search = searching(visit())
    page = search.page
    here = page.locator(".map-area")
    expect(here).to_be_hidden()
    everything = search.cards.count()

    search.point(f"facility-{region.heinola.pk}").scroll_into_view_if_needed()
    frame = page.locator(".map__frame")
    box = frame.bounding_box()
    assert box is not None
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.7)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] - 20, start[1] - 260, steps=8)
    page.mouse.up()
    # Moving alone limits nothing.
    expect(here).to_be_visible()
    expect(search.cards).to_have_count(everything)

    here.click()
    expect(page).to_have_url(re.compile("bbox="))
    expect(search.card("Lahden uimahalli")).to_be_visible()
    expect(search.card("Heinolan uimahalli")).to_have_count(0)
    expect(here).to_be_hidden()
    expect(page.locator("#active-filters .chips__list a")).to_have_count(1)


def test_zooming_out_gathers_markers_and_loses_none(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit())
    heinola = search.point(f"facility-{region.heinola.pk}")
    expect(heinola).to_be_visible()
    before = search.on_map()
    out = search.page.locator(".leaflet-control-zoom-out")
    while "leaflet-disabled" not in (out.get_attribute("class") or ""):
        out.click()
        search.settle()
    expect(heinola).to_have_count(0)
    answer = search.map_answer()
    assert search.on_map() == before == answer["total"] - answer["unlocated"]


def test_a_failed_map_says_so_and_can_be_tried_again(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    page = visitor.page
    page.route("**/api/v1/map?*", lambda route: route.fulfill(status=500, body="{}"))
    visitor.go(SEARCH + "?q=uimahalli")
    status = page.locator(".map-status")
    expect(status.get_by_role("button")).to_be_visible()
    expect(page.locator("#results .card")).to_have_count(region.found)

    page.unroute("**/api/v1/map?*")
    status.get_by_role("button").click()
    expect(page.locator(".map-marker").first).to_be_visible()
    expect(status).to_be_empty()
    assert all("500" in error for error in visitor.errors)
    visitor.errors.clear()


def test_a_failed_search_says_so_and_can_be_tried_again(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    search = searching(visitor)
    page = search.page
    page.route("**/haku/?q=*", lambda route: route.abort())
    page.get_by_role("searchbox").fill("uimahalli")
    page.get_by_role("searchbox").press("Enter")
    failure = page.locator("#search-failure")
    expect(failure).to_be_visible()

    page.unroute("**/haku/?q=*")
    failure.get_by_role("button").click()
    expect(search.cards).to_have_count(region.found)
    expect(failure).to_be_hidden()
    assert "q=uimahalli" in page.url
    assert all("ERR_FAILED" in error for error in visitor.errors)
    visitor.errors.clear()


def test_near_me_asks_only_when_pressed_and_puts_the_nearest_first(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit(permissions=["geolocation"], geolocation={"latitude": 61.2, "longitude": 26.03})
    search = searching(visitor, "?q=uimahalli")
    visitor.page.locator("[data-near-me]").click()
    expect(search.cards.first).to_contain_text("Heinolan uimahalli")
    assert "near=61.2000,26.0300" in visitor.page.url
    assert "sort=distance" in visitor.page.url


def test_near_me_explains_a_refusal(visit: Callable[..., Visit], region: Region) -> None:
    search = searching(visit(permissions=[]), "?q=uimahalli")
    search.page.locator("[data-near-me]").click()
    notice = search.page.locator("#search-notice")
    expect(notice).to_be_visible()
    expect(notice).not_to_be_empty()
    expect(search.cards).to_have_count(region.found)


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
    page.locator(".leaflet-popup").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Heinolan uimahalli")


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_basemap_follows_the_colour_scheme(
    visit: Callable[..., Visit], region: Region, scheme: str
) -> None:
    search = searching(visit(color_scheme=scheme))
    page = search.page
    brightness = """() => {
        const canvas = document.querySelector('canvas.map__basemap');
        const {width, height} = canvas;
        const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
        let sum = 0;
        for (let index = 1; index < data.length; index += 4) sum += data[index];
        return sum / (data.length / 4);
    }"""
    in_light, in_dark = f"({brightness})() > 180", f"({brightness})() < 100"
    page.wait_for_function(in_light if scheme == "light" else in_dark)
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    page.wait_for_function(in_dark if scheme == "light" else in_light)


SIZES = [(1280, 900), (360, 740), (320, 640)]


def open_map(visit: Visit, address: str, width: int) -> SearchPage:
    """Open the search page with its map in view, on a phone too."""
    search = SearchPage(visit.page)
    visit.go(address)
    if width < 800:
        visit.page.locator("label:has(#view-map)").click()
    search.settle()
    return search


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_map_shows_all_results_whole_however_far_they_are(
    visit: Callable[..., Visit], region: Region, width: int, height: int
) -> None:
    FacilityFactory(name="Inarin uimahalli", latitude=68.9, longitude=27.0)
    search = open_map(visit(width, height), SEARCH + "?q=uimahalli", width)
    assert search.on_map() == region.found + 1 - region.unlocated

    frame = search.page.locator("service-map").bounding_box()
    legend = search.page.locator(".map-legend").bounding_box()
    buttons = search.page.locator(".leaflet-control-zoom").bounding_box()
    assert frame
    assert legend
    assert buttons
    markers = [one.bounding_box() for one in search.page.locator(".map-marker").all()]
    assert len(markers) >= 2
    for box in markers:
        assert box
        assert frame["x"] <= box["x"] <= buttons["x"] - box["width"]
        assert frame["y"] <= box["y"] <= legend["y"] - box["height"]


@pytest.mark.parametrize("path", ["/fi/haku/", "/sv/sok/", "/en/search/"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_on_the_map_covers_its_sources(
    visit: Callable[..., Visit], region: Region, width: int, height: int, path: str
) -> None:
    search = open_map(visit(width, height), path, width)
    page = search.page
    frame = page.locator("service-map").bounding_box()
    assert frame
    assert frame["y"] + frame["height"] == pytest.approx(height, abs=1)
    parts = [".leaflet-control-scale", ".map-legend", ".map-sources"]
    if width < 800:
        parts.append(".view-switch__options")
    boxes = [page.locator(part).bounding_box() for part in parts]
    for above, below in pairwise(boxes):
        assert above
        assert below
        assert above["y"] + above["height"] <= below["y"]
        assert below["y"] + below["height"] <= height
        assert below["x"] >= 0
        assert below["x"] + below["width"] <= width


def test_the_view_stays_on_the_results_when_the_window_changes(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = open_map(visit(), SEARCH + "?q=uimahalli", 1280)
    page = search.page
    page.set_viewport_size({"width": 1100, "height": 620})
    heinola = search.point(f"facility-{region.heinola.pk}")
    expect(heinola).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 1600, "height": 1000})
    expect(heinola).to_be_in_viewport(ratio=1)
    expect(page.locator(".map-area")).to_be_hidden()


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
    expect(page.get_by_role("searchbox")).to_have_value("uimahalli")
    # What was chosen stays, and the focus is with it.
    expect(page.locator(".chips__group--chosen .chip")).to_be_focused()
    assert page.evaluate("window.sameDocument")

    page.go_back()
    expect(search.cards).to_have_count(1)
    expect(understood).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_have_value("uimahalli heinolassa")


def test_a_correction_is_read_out_and_refused_in_place(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit())
    page = search.page
    page.evaluate("window.sameDocument = true")
    page.get_by_role("searchbox").fill("uimmahalli heinolassa")
    page.get_by_role("searchbox").press("Enter")
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
    expect(page.get_by_role("searchbox")).to_have_value('"uimmahalli" heinolassa')
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
    expect(page.get_by_role("searchbox")).to_have_value("uimahalli")
    expect(search.card("Asikkalan uimahalli")).to_be_visible()


def test_the_map_of_a_place_without_results_stays_empty(
    visit: Callable[..., Visit], region: Region
) -> None:
    FacilityFactory(
        name="Lammikon uimahalli",
        municipality=region.lahti.municipality,
        latitude=region.heinola.latitude,
        longitude=region.heinola.longitude - 0.3,
    )
    search = searching(visit(), "?q=uimahalli+heinolassa")
    page = search.page
    expect(search.points).to_have_count(1)
    frame = page.locator(".map__frame")
    box = frame.bounding_box()
    assert box is not None
    for _drag in range(4):
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 40, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 60, middle, steps=6)
        page.mouse.up()
        search.settle()
    assert search.map_answer()["points"] == []
    expect(search.points).to_have_count(0)
    expect(search.cards).to_have_count(1)


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
