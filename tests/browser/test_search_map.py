"""The map of the search page: its markers, its keys, its edges."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Region, Visit
from tests.browser.search_page import SEARCH, open_map, searching
from tests.factories import FacilityFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


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


def test_a_moved_map_goes_back_to_all_results_on_request(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(), "?q=uimahalli")
    page = search.page
    whole = page.locator(".map-all")
    expect(whole).to_be_hidden()
    before = search.on_map()
    lahti = page.locator('.map-marker[data-count="3"]')
    drag(page, 0, 320)
    expect(lahti).not_to_be_in_viewport()
    whole.click()
    expect(lahti).to_be_in_viewport()
    expect(whole).to_be_hidden()
    search.settle()
    assert search.on_map() == before
    assert "bbox" not in page.url


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
    in_light, in_dark = f"() => ({brightness})() > 180", f"() => ({brightness})() < 100"
    page.wait_for_function(in_light if scheme == "light" else in_dark)
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    page.wait_for_function(in_dark if scheme == "light" else in_light)


SIZES = [(1280, 900), (360, 740), (320, 640)]


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


def test_where_list_and_map_are_both_seen_there_is_no_switch(
    visit: Callable[..., Visit], region: Region
) -> None:
    page = searching(visit()).page
    expect(page.locator("#results .card").first).to_be_visible()
    expect(page.locator(".view-switch")).to_be_hidden()


def drag(page: Page, right: float, down: float) -> None:
    """Draw the map aside by so many pixels."""
    box = page.locator(".map__frame").bounding_box()
    assert box is not None
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + right, start[1] + down, steps=8)
    page.mouse.up()


def test_where_all_results_are_out_of_view_the_map_says_so_and_goes_there(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(), "?q=uimahalli&kind=facility")
    page = search.page
    status = page.locator(".map-status")
    expect(status).to_be_empty()
    for _draw in range(4):
        drag(page, 330, 0)
    expect(status).to_contain_text("3")
    expect(status).to_contain_text("Heinola")
    expect(search.cards).to_have_count(3)
    status.get_by_role("button").click()
    expect(status).to_be_empty()
    expect(search.point(f"facility-{region.heinola.pk}")).to_be_in_viewport()
    expect(page.locator(".map__frame")).to_be_focused()
    expect(page.locator(".map-area")).to_be_hidden()
    assert "bbox" not in page.url

    # Close to where nothing is, the whole answer is not asked for; it is known all the same.
    for _step in range(6):
        page.locator(".leaflet-control-zoom-in").click()
    for _draw in range(2):
        drag(page, 200, 200)
    expect(status.get_by_role("button")).to_be_visible()
    status.get_by_role("button").click()
    search.settle()
    assert search.on_map() == 3


def test_another_search_says_anew_where_its_results_are(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(), "?q=uimahalli&kind=facility")
    page = search.page
    page.locator('#filters input[name="municipality"][value="016"]').check()
    expect(search.cards).to_have_count(1)
    search.settle()
    expect(page.locator(".map-status")).to_be_empty()
    for _draw in range(4):
        drag(page, 330, 0)
    expect(page.locator(".map-status")).to_contain_text("Asikkala")
    expect(page.locator(".map-status")).not_to_contain_text("Heinola")


def test_results_without_a_place_are_counted_listed_and_told_by_the_map(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(), "?q=uimahallissa")
    page = search.page
    expect(page.locator(".results__title .results__note")).to_contain_text(str(region.unlocated))
    expect(search.card("Lahden Uimarit ry")).to_be_visible()
    page.locator('#filters input[name="kind"][value="association"]').check()
    expect(search.cards).to_have_count(1)
    search.settle()
    expect(page.locator(".map-status")).not_to_be_empty()
    expect(page.locator(".map-status button")).to_have_count(0)
    page.locator('#filters input[name="kind"][value="association"]').uncheck()
    expect(search.cards).to_have_count(region.found)
    expect(page.locator(".map-status")).to_be_empty()
