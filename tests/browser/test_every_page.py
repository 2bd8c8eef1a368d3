"""What holds on every kind of page: nothing leaves the machine, nothing overflows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import MAPS, Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

COLLECT_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});
"""


def shows_basemap(page: Page) -> bool:
    """Whether the map is painted in more than one colour."""
    colours: int = page.evaluate(
        """() => {
            const canvas = document.querySelector('canvas.map__basemap');
            const {width, height} = canvas;
            const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
            const seen = new Set();
            for (let index = 0; index < data.length; index += 404) {
                seen.add(data.slice(index, index + 3).join());
            }
            return seen.size;
        }"""
    )
    return colours > 3


def test_no_page_asks_anything_of_another_machine(
    visit: Callable[..., Visit], addresses: list[str]
) -> None:
    visitor = visit()
    assert len(addresses) == 44
    for address in addresses:
        page = visitor.go(address)
        page.wait_for_load_state("networkidle")
        if page.locator(MAPS).count():
            expect(page.locator("[data-basemap=ready]")).to_be_visible()
            assert shows_basemap(page), address
    assert visitor.strangers == set()
    # A form that is sent is kept from others' pages by a cookie that says nothing of the reader.
    assert [cookie["name"] for cookie in visitor.context.cookies()] == ["csrftoken"]


def test_pages_without_a_form_to_send_leave_no_cookie(
    visit: Callable[..., Visit], addresses: list[str]
) -> None:
    visitor = visit()
    for address in addresses:
        page = visitor.go(address)
        if page.locator("form[method=post]").count():
            visitor.context.clear_cookies()
        assert visitor.context.cookies() == [], address


def test_no_page_breaks_its_content_security_policy(
    visit: Callable[..., Visit], addresses: list[str]
) -> None:
    visitor = visit()
    visitor.context.add_init_script(COLLECT_VIOLATIONS)
    for address in addresses:
        page = visitor.go(address)
        if page.locator(MAPS).count():
            expect(page.locator("[data-basemap=ready]")).to_be_visible()
        assert page.evaluate("window.violations") == [], address
    page = visitor.go("/api/v1/docs")
    expect(page.locator("#swagger-ui .info")).to_be_visible()
    assert page.evaluate("window.violations") == []
    # What would break it is seen: the test can fail.
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_function("() => window.violations.length > 0")
    visitor.errors.clear()


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_ends_where_its_footer_ends(
    visit: Callable[..., Visit], addresses: list[str], width: int
) -> None:
    visitor = visit(width=width, height=900)
    beyond = {}
    seen = 0
    for address in addresses:
        page = visitor.go(address)
        if not page.locator(".site-footer").count():
            # In a frame the window's height is the frame's.
            continue
        seen += 1
        rest = page.evaluate(
            """() => {
                const footer = document.querySelector('.site-footer').getBoundingClientRect();
                return document.documentElement.scrollHeight - (footer.bottom + window.scrollY);
            }"""
        )
        if abs(rest) > 2:
            beyond[address] = rest
    assert beyond == {}
    assert seen == len(addresses) - 3


@pytest.mark.parametrize("width", [320, 360, 920])
def test_no_page_scrolls_sideways(
    visit: Callable[..., Visit], addresses: list[str], width: int
) -> None:
    visitor = visit(width=width, height=640)
    too_wide = {}
    for address in addresses:
        page = visitor.go(address)
        content = page.evaluate("document.documentElement.scrollWidth")
        if content > width:
            too_wide[address] = content
    assert too_wide == {}
