"""From the home page to a listing by keyboard alone: every stop is seen, none is covered."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pages.models import HomePage
from tests.browser.conftest import Region, Visit
from tests.browser.search_page import SearchPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STOP = """async () => {
  // Where nothing is meant to move, too, the style sheet has a first frame.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})));
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const around = one.closest(".card, label, summary") ?? one;
  const ring = (each) => {
    const its = getComputedStyle(each);
    return its.outlineStyle !== "none" && parseFloat(its.outlineWidth) >= 2;
  };
  const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) =>
    [box.left + box.width * x, box.top + box.height * y]));
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (one.contains(top) || top.contains(one) && top !== document.body
      && top !== document.documentElement || around.contains(top));
  });
  return {
    text: `${one.tagName} ${one.id} ${one.className} ${one.textContent.trim().slice(0, 40)}`,
    ring: ring(one) || ring(around),
    seen: seen && style.visibility === "visible",
  };
}"""
"""What has the focus: whether it has a ring of at least two pixels, and any of it is uncovered."""


def tab_to(page: Page, selector: str, most: int, *, back: bool = False) -> list[str]:
    """Press Tab until an element has the focus; return the stops that are not as they must be."""
    wrong = []
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        stop = page.evaluate(STOP)
        if not stop["ring"] or not stop["seen"]:
            wrong.append(f"{stop['text']}: ring {stop['ring']}, seen {stop['seen']}")
        if page.evaluate("(one) => document.activeElement.matches(one)", selector):
            return wrong
    raise AssertionError(f"{selector} is not reached within {most} stops.")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_listing_is_found_by_keyboard_alone(
    visit: Callable[..., Visit], addresses: list[str], region: Region, width: int
) -> None:
    home = HomePage.objects.live().filter(locale__language_code="fi").get()
    page = visit(width=width, height=740).go(str(home.get_url()))
    search = SearchPage(page)
    wrong = tab_to(page, ".skip-link", 1)
    page.keyboard.press("Enter")
    wrong += tab_to(page, "#home-query", 3)
    page.keyboard.type("uimahallissa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/haku/**")
    expect(search.cards).to_have_count(region.found)

    # On a phone the filters are in a sheet.
    if width < 800:
        wrong += tab_to(page, ".filter-button", 30)
        page.keyboard.press("Enter")
    wrong += tab_to(page, "[name=municipality][value='111']", 60)
    page.keyboard.press("Space")
    expect(search.cards).to_have_count(1)
    expect(page.locator("[name=municipality][value='111']")).to_be_focused()
    if width < 800:
        page.keyboard.press("Escape")
        expect(page.locator("[name=municipality][value='111']")).to_be_hidden()
    wrong += tab_to(page, "#results .card a", 60)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Heinolan uimahalli")
    wrong += tab_to(page, ".listing__report", 60)
    page.keyboard.press("Enter")
    expect(page.locator(".feedback__form")).to_be_visible()
    assert wrong == []


def test_every_stop_of_the_search_page_is_seen(visit: Callable[..., Visit], region: Region) -> None:
    page = visit(height=740).go("/fi/haku/?q=uimahallissa")
    SearchPage(page).settle()
    wrong = tab_to(page, "footer a", 150)
    assert wrong == []
