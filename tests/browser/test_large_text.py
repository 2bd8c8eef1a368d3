"""Text twice as large as usual, as a reader's browser may have it: nothing is lost or cut."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOUBLED = {"fontSizes": {"standard": 32, "fixed": 26}}

CUT_TEXTS = """() => {
    const unseen = 'template, script, style, noscript, option, [aria-hidden=true]';
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const owner = text.parentElement;
        if (!text.data.trim() || owner.closest(unseen) || !owner.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const boxes = [...range.getClientRects()].filter((box) => box.width && box.height);
        for (let frame = owner; frame; frame = frame.parentElement) {
            const style = getComputedStyle(frame);
            // Only for those who listen.
            if (style.clipPath !== 'none') break;
            const [across, along] = [style.overflowX, style.overflowY].map(
                (overflow) => overflow === 'hidden' || overflow === 'clip'
            );
            const edge = frame.getBoundingClientRect();
            const isCut = boxes.some((box) =>
                (across && (box.right > edge.right + 1 || box.left < edge.left - 1)) ||
                (along && (box.bottom > edge.bottom + 1 || box.top < edge.top - 1)));
            if (isCut) {
                found.push(`${frame.className || frame.localName}: ${text.data.trim()}`);
                break;
            }
            if (frame.closest('.leaflet-container') || style.position === 'fixed') break;
        }
    }
    return found;
}"""


def enlarge(visitor: Visit) -> None:
    """Double the size of text that the reader has chosen for all sites."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", DOUBLED)


def faults(visitor: Visit, width: int) -> list[Any]:
    """What is cut, or how wide the page is where it is wider than the window."""
    page = visitor.page
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*page.evaluate(CUT_TEXTS), *([wide] if wide > width else [])]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_nothing_is_cut_or_pushed_aside_on_any_page(
    visit: Callable[..., Visit],
    addresses_in: Callable[[str], list[str]],
    language: str,
    width: int,
) -> None:
    visitor = visit(width=width, height=800)
    enlarge(visitor)
    found = {}
    for address in addresses_in(language):
        visitor.go(address)
        if wrong := faults(visitor, width):
            found[address] = wrong
    assert found == {}


def test_what_is_cut_would_be_found(visit: Callable[..., Visit]) -> None:
    visitor = visit(width=360, height=800)
    enlarge(visitor)
    page = visitor.go("/fi/haku/")
    assert faults(visitor, 360) == []
    narrow = "document.querySelector('{}').style.inlineSize = '{}'"
    page.evaluate(narrow.format(".view-switch__options", "3rem"))
    assert any("view-switch__options" in fault for fault in faults(visitor, 360))
    page.evaluate(narrow.format(".site-header", "40rem"))
    assert 40 * 32 in faults(visitor, 360)


def test_the_switch_covers_nothing_at_the_end_of_the_list(visit: Callable[..., Visit]) -> None:
    visitor = visit(width=360, height=640)
    enlarge(visitor)
    page = visitor.go("/fi/haku/?q=ei-tallaista-ole")
    page.locator("#results a").last.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#results').scrollIntoView({block: 'end'})")
    last = page.locator("#results a").last.bounding_box()
    switch = page.locator(".view-switch__options").bounding_box()
    assert last is not None
    assert switch is not None
    assert last["y"] + last["height"] <= switch["y"]
