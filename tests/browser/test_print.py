"""Pages on paper: as many sheets as they need, what is read, and nothing that is pressed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Region, Visit
from tests.browser.search_page import searching
from tests.browser.styles import restyled
from tests.factories import ActivityFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONTROLS = (
    "button, select, textarea, input, summary, .menu, .languages, .filters, .view-switch, "
    ".search-form, .leaflet-container, .skip-link, .site-footer__links, .map-legend"
)
A4_AT_SCREEN_SIZE = 688
"""Pixels between the margins of a sheet."""

# A mark of a legend, without words, may be as dark as what it explains.
DARK_GROUNDS = """() => [...document.querySelectorAll('html, body, body *')]
    .filter((element) => element.checkVisibility() && element.textContent.trim())
    .map((element) => [element, getComputedStyle(element).backgroundColor.match(/[\\d.]+/g)])
    .filter(([, [, , , alpha]]) => alpha === undefined || Number(alpha) > 0)
    .filter(([, [red, green, blue]]) => Math.min(red, green, blue) < 200)
    .map(([element]) => element.className || element.localName)"""


def sheets(page: Page) -> int:
    """How many sheets of paper the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def on_paper(page: Page) -> Page:
    """Show the page as it is printed."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_AT_SCREEN_SIZE, "height": 1000})
    return restyled(page)


def shown(page: Page, selector: str) -> list[str]:
    """The classes of what a selector finds and a reader sees."""
    found: list[str] = page.locator(selector).evaluate_all(
        "all => all.filter((each) => each.checkVisibility()).map((each) => each.outerHTML)"
    )
    return found


@pytest.mark.parametrize("kind", ["lahti", "exercise", "club"])
def test_a_listing_is_one_sheet_without_controls(
    visit: Callable[..., Visit], region: Region, kind: str
) -> None:
    page = visit().go(getattr(region, kind).get_absolute_url())
    assert sheets(page) == 1
    assert shown(page, "button, summary") != []
    on_paper(page)
    assert shown(page, CONTROLS) == []
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".qr")).to_be_visible()


def test_results_are_printed_from_the_list_and_from_the_map(
    visit: Callable[..., Visit], region: Region
) -> None:
    for address, width in (("?q=uimahalli", 1280), ("?q=uimahalli&show=map", 360)):
        visitor = visit(width=width)
        search = searching(visitor, address)
        page = search.page
        assert sheets(page) == 1
        on_paper(page)
        assert shown(page, CONTROLS) == []
        expect(search.card("Heinolan uimahalli")).to_be_visible()
        expect(page.locator(".printed")).to_contain_text("/fi/haku/?q=uimahalli")
        expect(page.locator(".results__query")).to_have_text("uimahalli")


def test_no_card_is_cut_between_sheets(visit: Callable[..., Visit], region: Region) -> None:
    for number in range(20):
        ActivityFactory(
            name=f"Uimahallikerho {number}",
            organiser=region.club,
            facility=region.lahti,
            municipality=region.lahti.municipality,
        )
    page = searching(visit(), "?q=uimahallikerho").page
    assert 1 < sheets(page) < 5
    on_paper(page)
    broken = page.locator(".card").evaluate_all(
        "all => all.map((each) => getComputedStyle(each).breakInside)"
    )
    assert broken == ["avoid"] * 20


def test_paper_says_which_search_it_is_after_a_change_in_place(
    visit: Callable[..., Visit], region: Region
) -> None:
    search = searching(visit(), "?q=uimahallissa")
    search.page.locator('[name="kind"][value="facility"]').check()
    expect(search.cards).to_have_count(3)
    on_paper(search.page)
    expect(search.page.locator(".printed")).to_contain_text("q=uimahallissa&kind=facility")
    expect(search.page.locator(".chips")).to_contain_text("Tyyppi")


def test_every_page_is_light_on_paper_whatever_the_screen_is(
    visit: Callable[..., Visit], addresses: list[str]
) -> None:
    visitor = visit(color_scheme="dark")
    dark = {}
    for address in addresses:
        page = visitor.go(address)
        if not page.locator(".site-header").count() or page.locator(".preview").count():
            # What is in a frame is printed with the page around it; its builder is for screens.
            continue
        visitor.settle()
        page.emulate_media(media="screen")
        assert restyled(page).evaluate(DARK_GROUNDS) != []
        page.emulate_media(media="print")
        # Style sheets for paper come into force a moment after.
        for _moment in range(100):
            grounds = page.evaluate(DARK_GROUNDS)
            if not grounds:
                break
            page.wait_for_timeout(100)
        else:
            dark[address] = sorted(set(grounds))
    assert dark == {}
