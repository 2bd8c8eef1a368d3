"""Pages and grants beside the results, and all of them on a page of their own."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from pages.models import HomePage
from tests.browser.conftest import Region, Visit
from tests.browser.search_page import searching
from tests.factories import FacilityFactory
from tests.pages.factories import standard_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(region: Region, addresses_in: Callable[[str], list[str]]) -> HomePage:
    """The Finnish home page of the demo, with its pages and grants."""
    return HomePage.objects.get(locale__language_code="fi")


def test_found_pages_are_read_out_and_lead_to_the_page(
    visit: Callable[..., Visit], home: HomePage
) -> None:
    search = searching(visit())
    page = search.page
    page.locator("input[name=q]").fill("talousarvio")
    page.locator("input[name=q]").press("Enter")
    rows = page.locator(".page-row")
    expect(rows).to_have_count(3)
    expect(page.locator(".page-row mark").first).to_have_text("Talousarvio")
    # Who does not see the page hears that it is not listings that were found.
    heading = page.locator("#results-pages")
    said = " ".join(heading.inner_text().split())
    expect(page.locator("#search-status")).to_contain_text(said)
    rows.first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Avustuksen hakeminen")


def test_all_are_reached_by_keys_and_without_a_script(
    visit: Callable[..., Visit], home: HomePage
) -> None:
    visitor = visit(width=360, height=740, java_script_enabled=False)
    page = visitor.go("/fi/haku/?q=avustus")
    link = page.locator("#results .beside__all")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".page-row")).to_have_count(20)
    assert page.locator(".page-row").first.bounding_box()["height"] >= 44  # type: ignore[index]
    page.get_by_role("link", name="Seuraava").click()
    expect(page.locator(".page-row").first).to_be_visible()
    assert "page=2" in page.url


def test_what_is_merely_mentioned_is_one_step_below_the_listings(
    visit: Callable[..., Visit], home: HomePage
) -> None:
    for number in range(8):
        FacilityFactory(name=f"Pitsinnypläystalo {number}")
    standard_page(home, "Retket", body=[("paragraph", "<p>Tutustumme pitsinnypläykseen.</p>")])
    search = searching(visit(), "?q=pitsinnypläys")
    page = search.page
    expect(search.cards).to_have_count(8)
    page.locator(".results__jump").click()
    expect(page.locator("#results").get_by_role("link", name="Retket")).to_be_in_viewport()
    assert page.url.endswith("#results-pages")


def test_rows_fit_a_narrow_window(visit: Callable[..., Visit], home: HomePage) -> None:
    long = "Yhdistysyhteistyökumppanuusverkostokokous"
    above = standard_page(home, "Kokoukset")
    standard_page(above, f"{long}en avustukset", lead=f"{long} kokoontuu.")
    for path in (f"/fi/haku/?q={long.lower()}", "/fi/haku/?q=avustus"):
        page = visit(width=320, height=640).go(path)
        expect(page.locator(".page-row").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
