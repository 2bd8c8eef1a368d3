"""What holds on every kind of page: nothing leaves the machine, nothing overflows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import MAPS, Visit
from tests.browser.styles import restyled

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


def test_no_page_asks_another_machine_or_breaks_its_content_security_policy(
    visit: Callable[..., Visit], addresses: list[str]
) -> None:
    visitor = visit()
    visitor.context.add_init_script(COLLECT_VIOLATIONS)
    assert len(addresses) == 44
    for address in addresses:
        page = visitor.go(address)
        visitor.settle()
        if page.locator(MAPS).count():
            expect(page.locator("[data-basemap=ready]")).to_be_visible()
            assert shows_basemap(page), address
        assert page.evaluate("window.violations") == [], address
    assert visitor.strangers == set()
    # A form that is sent is kept from others' pages by a cookie that says nothing of the reader.
    assert [cookie["name"] for cookie in visitor.context.cookies()] == ["csrftoken"]


def test_the_interfaces_own_page_breaks_no_content_security_policy(
    visit: Callable[..., Visit],
) -> None:
    visitor = visit()
    visitor.context.add_init_script(COLLECT_VIOLATIONS)
    page = visitor.go("/api/v1/docs")
    expect(page.locator("#swagger-ui .info")).to_be_visible()
    assert page.evaluate("window.violations") == []
    # What would break it is seen: the test can fail.
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_function("() => window.violations.length > 0")
    visitor.errors.clear()


def test_pages_without_a_form_to_send_leave_no_cookie(
    visit: Callable[..., Visit], addresses: list[str]
) -> None:
    visitor = visit()
    for address in addresses:
        page = visitor.go(address)
        if page.locator("form[method=post]").count():
            visitor.context.clear_cookies()
        assert visitor.context.cookies() == [], address


REST_BELOW_FOOTER = """() => {
    const footer = document.querySelector('.site-footer')?.getBoundingClientRect();
    return footer && document.documentElement.scrollHeight - (footer.bottom + window.scrollY);
}"""


def test_every_page_ends_where_its_footer_ends_and_none_scrolls_sideways(
    visit: Callable[..., Visit], addresses: list[str]
) -> None:
    visitor = visit(height=900)
    beyond, too_wide = {}, {}
    ends = 0
    for address in addresses:
        # Opened on a phone; then its window grows.
        visitor.page.set_viewport_size({"width": 320, "height": 900})
        page = visitor.go(address)
        for width in (320, 360, 920, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            restyled(page)
            content = page.evaluate("document.documentElement.scrollWidth")
            if content > width:
                too_wide[address, width] = content
            rest = page.evaluate(REST_BELOW_FOOTER)
            # In a frame the window's height is the frame's, and there is no footer.
            ends += rest is not None
            if rest is not None and abs(rest) > 2:
                beyond[address, width] = rest
    assert beyond == {}
    assert too_wide == {}
    assert ends == 4 * (len(addresses) - 3)
