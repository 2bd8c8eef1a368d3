"""An editor puts a listing on the map: by dragging, by keys, and by its address."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from search.suggesting.places import place_index
from servicemap.models import Facility, Municipality
from tests.browser.conftest import Region, Visit
from tests.browser.test_accessibility import AXE, RUN
from tests.servicemap.admin_forms import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_map(visitor: Visit, listing: Facility) -> Page:
    """Open the tab with the map in the listing's form."""
    place_index.clear()
    page = visitor.go(url(Facility, "edit", listing.pk))
    page.get_by_role("tab", name="Sijainti").click()
    expect(page.locator(".leaflet-marker-icon")).to_be_visible()
    expect(page.locator(".map-pin__label").first).to_be_visible()
    return page


def point(page: Page) -> tuple[float, float]:
    """What the number fields say."""
    fields = (page.locator("#id_latitude"), page.locator("#id_longitude"))
    return tuple(float(field.input_value().replace(",", ".")) for field in fields)  # type: ignore[return-value]


def middle(what: Locator) -> tuple[float, float]:
    """The middle of something on the screen."""
    box = what.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_pin_is_dragged_and_brought_back(editor: Callable[..., Visit], region: Region) -> None:
    visitor = editor()
    page = open_map(visitor, region.lahti)
    before = point(page)
    pin = page.locator(".leaflet-marker-icon")
    pin.scroll_into_view_if_needed()
    x, y = middle(pin)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 10, steps=5)
    page.mouse.move(x + 80, y + 30, steps=5)
    page.mouse.up()
    latitude, longitude = point(page)
    assert latitude < before[0]
    assert longitude > before[1]
    expect(page.locator("[data-status]")).to_contain_text("Lahti")
    page.locator("[data-undo]").click()
    assert point(page) == pytest.approx(before, abs=1e-5)
    expect(page.locator("[data-undo]")).to_be_hidden()
    assert visitor.strangers == set()


def test_pin_is_put_by_a_click_and_taken_away(editor: Callable[..., Visit], region: Region) -> None:
    page = open_map(editor(), region.lahti)
    before = point(page)
    box = page.locator("[data-map]")
    box.scroll_into_view_if_needed()
    box.click(position={"x": 300, "y": 60})
    assert point(page) != before
    expect(page.locator(".leaflet-marker-icon")).to_be_focused()
    page.locator("[data-clear]").click()
    expect(page.locator(".leaflet-marker-icon")).to_have_count(0)
    expect(page.locator("#id_latitude")).to_have_value("")
    page.locator("[data-undo]").click()
    page.locator("[data-undo]").click()
    assert point(page) == pytest.approx(before, abs=1e-5)


def test_pin_is_moved_by_keys(editor: Callable[..., Visit], region: Region) -> None:
    page = open_map(editor(), region.lahti)
    before = point(page)
    pin = page.locator(".leaflet-marker-icon")
    pin.focus()
    assert pin.evaluate("pin => getComputedStyle(pin).outlineStyle") == "solid"
    pin.press("ArrowRight")
    pin.press("ArrowUp")
    latitude, longitude = point(page)
    assert latitude > before[0]
    assert longitude > before[1]
    pin.press("Shift+ArrowRight")
    assert point(page)[1] - longitude == pytest.approx(8 * (longitude - before[1]), rel=0.1)
    step = longitude - before[1]
    pin.press("+")
    closer = point(page)
    pin.press("ArrowRight")
    assert point(page)[1] - closer[1] == pytest.approx(step / 2, rel=0.1)
    expect(page.locator("[data-status]")).to_have_text(
        re.compile(rf"{point(page)[0]:.4f}, {point(page)[1]:.4f}, Lahti")
    )


def test_enter_puts_the_pin_in_the_middle(editor: Callable[..., Visit], region: Region) -> None:
    page = open_map(editor(), region.lahti)
    page.locator("[data-clear]").click()
    page.locator("[data-map]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-marker-icon")).to_be_focused()
    assert point(page)


def test_pin_follows_the_address(editor: Callable[..., Visit], region: Region) -> None:
    Facility.objects.filter(pk=region.heinola.pk).update(street_address="Rantakatu 7")
    visitor = editor()
    page = open_map(visitor, region.lahti)
    field = page.locator("#map-pin-address")
    field.fill("Rantakatu 7, Heinola")
    field.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Heinola")
    assert point(page) == pytest.approx((61.2052, 26.0348), abs=1e-5)
    # The form was not sent, and says that the place is not in the chosen municipality.
    expect(page.locator("[data-warning]")).to_contain_text("Lahti")
    page.locator("#id_municipality").select_option(label="Heinola")
    expect(page.locator("[data-warning]")).to_be_hidden()
    # With nothing typed, the form's own address is looked for.
    field.fill("")
    page.locator("#id_street_address").fill("Rantakatu 9")
    page.locator("[data-search] button").first.click()
    expect(page.locator("[data-said]")).to_contain_text("Rantakatu 7")
    field.fill("xyzzyxyzzy")
    field.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("xyzzyxyzzy")
    assert visitor.strangers == set()


def test_error_goes_when_the_map_mends_it(editor: Callable[..., Visit], region: Region) -> None:
    visitor = editor()
    page = open_map(visitor, region.lahti)
    page.locator("#id_latitude").fill("95")
    page.locator("#id_longitude").fill("")
    page.locator("footer").get_by_role("button", name="Tallenna luonnos").click()
    wrong = page.locator("map-pin").locator("xpath=..").locator(".w-field--error")
    expect(wrong).to_have_count(2)
    page.locator("#map-pin-address").fill("zzxqwv 999")
    page.locator("#map-pin-address").press("Enter")
    expect(page.get_by_text("Osoitetta ei löytynyt")).to_be_visible()
    page.locator("[data-map]").focus()
    page.keyboard.press("Enter")
    expect(wrong).to_have_count(0)
    expect(page.locator("#id_latitude")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".w-autosave-indicator__state--saved")).to_be_visible()
    # Chromium itself says that Wagtail refused the draft while it was wrong.
    visitor.errors[:] = [error for error in visitor.errors if "400 (Bad Request)" not in error]


def test_place_is_chosen_among_several(editor: Callable[..., Visit], region: Region) -> None:
    names = Municipality.objects.filter(code__in=["398", "111"])
    for number, town in enumerate(names):
        town.places.create(
            kind="village", name="Kaksoiskylä", latitude=61 + number / 10, longitude=25.7
        )
    page = open_map(editor(), region.lahti)
    page.locator("#map-pin-address").fill("Kaksoiskylä")
    page.locator("#map-pin-address").press("Enter")
    buttons = page.locator("[data-found] button")
    expect(buttons).to_have_count(2)
    buttons.nth(1).click()
    expect(buttons).to_have_count(0)
    assert point(page)[1] == pytest.approx(25.7)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_map(
    editor: Callable[..., Visit], region: Region, scheme: str
) -> None:
    page = open_map(editor(color_scheme=scheme), region.lahti)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN.replace("axe.run(document,", "axe.run('map-pin',")) == []
