"""Blocks that do something: videos, searches in a frame, boards that print alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect
from pytest_django import Settings

from tests.browser.conftest import Region, Visit
from tests.pages.bodies import YOUTUBE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAYER = "https://www.youtube-nocookie.com/embed/abcdefghijk"


@pytest.fixture
def path(addresses_in: Callable[[str], list[str]]) -> str:
    """The page with every block, in Finnish."""
    return addresses_in("fi")[-1]


def test_video_asks_nothing_of_its_service_before_the_reader_does(
    visit: Callable[..., Visit], path: str, settings: Settings
) -> None:
    settings.VIDEO_HOSTS = ["www.youtube-nocookie.com"]
    visitor = visit()

    def answer(route: Route) -> None:
        route.fulfill(body="<!doctype html><title>Video</title>", content_type="text/html")

    visitor.context.route("https://www.youtube-nocookie.com/**", answer)
    page = visitor.go(path)
    button = page.locator("consent-video button")
    button.scroll_into_view_if_needed()
    visitor.settle()
    assert visitor.strangers == set()
    button.click()
    expect(page.locator("consent-video iframe")).to_be_focused()
    expect(page.frame_locator("consent-video iframe").locator("title")).to_have_count(1)
    assert visitor.strangers == {PLAYER}


def test_video_of_a_service_that_is_not_allowed_is_a_link(
    visit: Callable[..., Visit], path: str
) -> None:
    page = visit().go(path)
    expect(page.locator("consent-video")).to_have_count(0)
    expect(page.locator(f'a[href="{YOUTUBE}"]')).to_be_visible()


def test_search_in_a_frame_opens_a_listing_in_the_page_itself(
    visit: Callable[..., Visit], path: str, region: Region
) -> None:
    page = visit().go(path)
    frame = page.frame_locator(".found__frame")
    page.locator(".found__frame").scroll_into_view_if_needed()
    frame.get_by_role("link", name="Heinolan kirjasto").click()
    expect(page).to_have_url(re.compile(re.escape(region.library.get_absolute_url()) + "$"))


def test_without_a_script_there_are_links_and_lists(
    visit: Callable[..., Visit], path: str, settings: Settings
) -> None:
    settings.VIDEO_HOSTS = ["www.youtube-nocookie.com"]
    page = visit(java_script_enabled=False).go(path)
    expect(page.locator(f'a[href="{YOUTUBE}"]')).to_be_visible()
    expect(page.locator("main button")).to_have_count(0)
    page.locator(".found__frame").scroll_into_view_if_needed()
    frame = page.frame_locator(".found__frame")
    expect(frame.get_by_role("link", name="Heinolan kirjasto")).to_be_visible()


def test_board_prints_alone(visit: Callable[..., Visit], path: str) -> None:
    page = visit().go(path)
    # What the button asks of the browser; paper itself is emulated below.
    page.evaluate("window.print = () => { document.documentElement.dataset.asked = '' }")
    page.locator("print-part button").first.click()
    expect(page.locator("html[data-asked]")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.get_by_text("Tervehdi tulijaa.")).to_be_visible()
    for other in ("Leipäteksti.", "Tulin katsomaan."):
        expect(page.get_by_text(other)).to_be_hidden()
    expect(page.locator("h1")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_text("Leipäteksti.")).to_be_visible()


def test_search_is_printed_as_names_and_addresses(
    visit: Callable[..., Visit], path: str, region: Region
) -> None:
    page = visit().go(path)
    names = page.locator("found-names")
    expect(names.locator("li").filter(has_text="Heinolan kirjasto")).to_have_count(1)
    expect(names).to_be_hidden()
    page.emulate_media(media="print")
    expect(names).to_be_visible()
    expect(page.locator(".found__frame")).to_be_hidden()
    expect(names).to_contain_text("Lahden uimahalli, Lahti")


def test_who_saves_data_gets_the_names_when_printing_begins(
    visit: Callable[..., Visit], path: str
) -> None:
    visitor = visit()
    visitor.context.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    page = visitor.go(path)
    visitor.settle()
    expect(page.locator("found-names li")).to_have_count(0)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("found-names li")).not_to_have_count(0)
