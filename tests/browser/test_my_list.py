"""The reader's own list, from the first “My list” to the printed sheet, in a real browser."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from search.my_list.ids import MAX_ENTRIES
from tests.browser.conftest import Region, Visit
from tests.browser.search_page import SEARCH, SearchPage
from tests.browser.test_accessibility import AXE, RUN

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

PLACE = "seutukartta.my-list"


def key(listing: Any) -> str:
    return f"{listing.kind}-{listing.pk}"


def kept(page: Page) -> list[str]:
    """The keys that the browser keeps, in order."""
    found = page.evaluate(f"JSON.parse(localStorage.getItem('{PLACE}') ?? '[]')")
    return [entry["key"] for entry in found]


def keep(visitor: Visit, *listings: Any) -> None:
    """Let the browser keep a list from before the first page is opened."""
    entries = [
        one
        if isinstance(one, dict)
        else {"key": key(one), "name": one.name, "url": one.get_absolute_url()}
        for one in listings
    ]
    visitor.go(reverse("my_list"))
    visitor.page.evaluate(
        "([place, text]) => localStorage.setItem(place, text)", [PLACE, json.dumps(entries)]
    )


def own_list(visitor: Visit) -> Page:
    page = visitor.go(reverse("my_list"))
    expect(page.locator("#my-list-waiting")).to_be_hidden()
    return page


def items(page: Page) -> Locator:
    return page.locator("#my-list-entries > [data-key]")


def keys(page: Page) -> list[str]:
    found: list[str] = items(page).evaluate_all("all => all.map((one) => one.dataset.key)")
    return found


def item(page: Page, listing: Any) -> Locator:
    return page.locator(f'#my-list-entries > [data-key="{key(listing)}"]')


def has_focus(locator: Locator) -> None:
    expect(locator).to_be_focused()


def test_results_go_on_the_list_and_come_off_again(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit(width=360)
    search = SearchPage(visitor.page)
    page = visitor.go(f"{SEARCH}?q=uimahallissa")
    button = search.card("Heinolan uimahalli").locator("list-button button")
    expect(button).to_have_attribute("aria-pressed", "false")
    size = button.bounding_box()
    assert size
    assert size["height"] >= 44
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-list-count]")).to_have_text("1")
    expect(page.locator(".list-status")).to_contain_text("Heinolan uimahalli")
    assert kept(page) == [key(region.heinola)]
    # The card is a link, the button on it is not.
    assert "haku" in page.url

    # New results know of the list, too.
    page.locator("#search-query").fill("heinola")
    page.locator("#search-form button[type=submit]").click()
    expect(page).to_have_url(re.compile("q=heinola"))
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-list-count]")).to_be_hidden()
    assert kept(page) == []
    assert visitor.context.cookies() == []


def test_list_is_kept_put_in_order_and_emptied_by_keyboard(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    for listing in (region.lahti, region.exercise, region.club):
        page = visitor.go(listing.get_absolute_url())
        page.locator(".listing__meta list-button button").focus()
        page.keyboard.press("Space")
        expect(page.locator(".list-status")).to_contain_text(listing.name)
    page.locator(".list-link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('my_list')}")
    expect(items(page)).to_have_count(3)
    assert keys(page) == [key(one) for one in (region.lahti, region.exercise, region.club)]

    up = item(page, region.club).locator('[data-move="up"]')
    up.focus()
    page.keyboard.press("Enter")
    has_focus(up)
    expect(page.locator("#my-list-status")).to_contain_text(region.club.name)
    page.keyboard.press("Enter")
    # At the top there is no further up: the focus goes to the button beside it.
    has_focus(item(page, region.club).locator('[data-move="down"]'))
    order = [key(one) for one in (region.club, region.lahti, region.exercise)]
    assert keys(page) == kept(page) == order
    page.reload()
    expect(items(page)).to_have_count(3)
    assert keys(page) == order

    item(page, region.lahti).locator("[data-remove]").focus()
    page.keyboard.press("Enter")
    undo = page.locator(".entry-undo button")
    has_focus(undo)
    assert kept(page) == [key(region.club), key(region.exercise)]
    page.keyboard.press("Enter")
    assert keys(page) == kept(page) == order
    has_focus(item(page, region.lahti).locator("h3 a"))

    page.locator("[data-clear]").focus()
    page.keyboard.press("Enter")
    has_focus(undo)
    assert kept(page) == []
    expect(page.locator("#my-list-empty")).to_be_visible()
    expect(page.locator("#my-list-ways")).to_be_hidden()
    page.keyboard.press("Enter")
    assert keys(page) == kept(page) == order
    expect(page.locator("#my-list-empty")).to_be_hidden()


def test_empty_list_says_how_to_begin(visit: Callable[..., Visit], region: Region) -> None:
    page = own_list(visit(width=360))
    expect(page.locator("#my-list-empty")).to_be_visible()
    page.locator("#my-list-empty a").click()
    page.wait_for_url("**/haku/")


def test_shared_list_is_read_and_added_to_the_friends_own(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor, friend = visit(), visit(width=360)
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keep(visitor, region.club, region.lahti, region.exercise)
    page = own_list(visitor)
    page.locator("share-link button").click()
    expect(page.locator(".share__status")).to_have_text(re.compile(r"\w"))
    link = page.evaluate("navigator.clipboard.readText()")

    keep(friend, region.heinola, region.lahti)
    theirs = friend.page
    theirs.goto(link)
    assert keys(theirs) == [key(one) for one in (region.club, region.lahti, region.exercise)]
    assert kept(theirs) == [key(region.heinola), key(region.lahti)]
    theirs.locator("#my-list-save button").click()
    expect(theirs.locator(".list-status")).to_have_text(re.compile(r"\w"))
    merged = [key(one) for one in (region.heinola, region.lahti, region.club, region.exercise)]
    assert kept(theirs) == merged
    expect(theirs.locator("#my-list-save button")).to_be_hidden()
    has_focus(theirs.locator("#my-list-save a"))
    theirs.keyboard.press("Enter")
    expect(items(theirs)).to_have_count(4)
    assert keys(theirs) == merged


def test_shared_list_opens_without_a_script(visit: Callable[..., Visit], region: Region) -> None:
    page = visit(java_script_enabled=False, width=360).go(
        f"{reverse('my_list')}?ids={key(region.lahti)},{key(region.club)}"
    )
    assert items(page).count() == 2
    expect(page.get_by_role("link", name=region.lahti.name)).to_be_visible()
    expect(page.locator("list-map, #my-list-save, .entry__controls").first).to_be_hidden()
    assert page.locator("button:visible").count() == 0
    with page.expect_download() as download:
        page.locator('a[href*=".csv"]').click()
    assert region.club.name in download.value.path().read_text(encoding="utf-8")
    page.goto(page.url.split("?")[0])
    expect(page.locator(".empty.script-off")).to_be_visible()


def test_what_is_no_longer_published_is_told_by_its_name(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    keep(visitor, region.lahti, region.library)
    region.library.unpublish()
    page = own_list(visitor)
    gone = item(page, region.library)
    expect(gone.get_by_role("heading")).to_have_text(region.library.name)
    expect(gone.locator(".entry__gone")).to_be_visible()
    assert gone.get_by_role("link").count() == 0
    gone.locator("[data-remove]").click()
    assert kept(page) == [key(region.lahti)]


def test_other_tabs_follow(visit: Callable[..., Visit], region: Region) -> None:
    visitor = visit()
    keep(visitor, region.lahti, region.club)
    page = own_list(visitor)
    other = visitor.context.new_page()
    other.goto(visitor.base + region.exercise.get_absolute_url())
    other.locator(".listing__meta list-button button").click()
    expect(items(page)).to_have_count(3)
    expect(page.locator("[data-list-count]")).to_have_text("3")
    assert keys(page)[-1] == key(region.exercise)
    item(page, region.exercise).locator("[data-remove]").click()
    pressed = other.locator(".listing__meta list-button button")
    expect(pressed).to_have_attribute("aria-pressed", "false")


def test_renamed_listing_has_its_new_name_and_the_list_remembers_it(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    keep(visitor, {"key": key(region.lahti), "name": "Vanha nimi", "url": "/fi/vanha/"})
    page = own_list(visitor)
    expect(item(page, region.lahti).get_by_role("heading")).to_have_text(region.lahti.name)
    remembered = page.evaluate(f"JSON.parse(localStorage.getItem('{PLACE}'))[0]")
    assert remembered["name"] == region.lahti.name
    assert remembered["url"] == region.lahti.get_absolute_url()


@pytest.mark.parametrize(
    "garbage", ["", "null", "{", "[1, null, {}]", '{"key": "activity-1"}', '[{"key": "<b>"}]']
)
def test_whatever_the_browser_holds_the_page_works(
    visit: Callable[..., Visit], region: Region, garbage: str
) -> None:
    visitor = visit()
    visitor.go(reverse("my_list"))
    visitor.page.evaluate("([a, b]) => localStorage.setItem(a, b)", [PLACE, garbage])
    page = own_list(visitor)
    expect(page.locator("#my-list-empty")).to_be_visible()
    page = visitor.go(region.lahti.get_absolute_url())
    page.locator(".listing__meta list-button button").click()
    assert kept(page) == [key(region.lahti)]


def test_full_list_says_so(visit: Callable[..., Visit], region: Region) -> None:
    visitor = visit()
    many = [
        {"key": f"activity-{90_000 + number}", "name": f"Kerho {number}", "url": ""}
        for number in range(MAX_ENTRIES)
    ]
    keep(visitor, *many)
    page = visitor.go(region.lahti.get_absolute_url())
    button = page.locator(".listing__meta list-button button")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    full = page.locator(".list-status").get_attribute("data-full")
    assert full
    expect(page.locator(".list-status")).to_have_text(full)
    assert len(kept(page)) == MAX_ENTRIES


def test_browser_that_keeps_nothing_is_offered_nothing(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    visitor.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})"
    )
    page = visitor.go(region.lahti.get_absolute_url())
    expect(page.locator("share-link button")).to_be_visible()
    assert page.locator("list-button button:visible").count() == 0
    expect(own_list(visitor).locator("#my-list-empty")).to_be_visible()


def test_failed_answer_leaves_the_names_and_a_second_try(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    keep(visitor, region.lahti)
    visitor.page.route("**/*ids=*", lambda route: route.abort())
    page = own_list(visitor)
    expect(page.locator("#my-list-failure")).to_be_visible()
    assert kept(page) == [key(region.lahti)]
    visitor.page.unroute("**/*ids=*")
    page.locator("#my-list-failure button").click()
    expect(items(page)).to_have_count(1)
    expect(page.locator("#my-list-failure")).to_be_hidden()
    visitor.errors.clear()


def test_list_is_taken_along(visit: Callable[..., Visit], region: Region) -> None:
    visitor = visit()
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keep(visitor, region.lahti, region.exercise, region.club)
    page = own_list(visitor)
    item(page, region.club).locator('[data-move="up"]').click()
    page.locator("[data-copy-text]").click()
    expect(page.locator(".list-status")).to_have_text(re.compile(r"\w"))
    text = page.evaluate("navigator.clipboard.readText()")
    names = [region.lahti.name, region.club.name, region.exercise.name]
    assert [part.split("\n")[0] for part in text.strip().split("\n\n")] == names
    with page.expect_download() as download:
        page.locator('a[href*=".csv"]').click()
    table = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(";")[0].strip('"') for row in table[1:]] == names
    item(page, region.exercise).locator("[data-remove]").click()
    expect(page.locator('a[href*=".ics"]')).to_be_hidden()


def test_printed_list_has_names_and_places_and_no_controls(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    keep(visitor, region.lahti, region.exercise, region.club)
    page = own_list(visitor)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="print")
    for listing in (region.lahti, region.exercise, region.club):
        expect(item(page, listing).get_by_role("heading")).to_be_visible()
    assert page.locator("button:visible, list-map:visible, .site-footer:visible").count() == 0


def test_map_shows_the_list_and_leads_to_its_entries(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    keep(visitor, region.lahti, region.heinola, region.club)
    page = own_list(visitor)
    markers = page.locator("list-map .map-marker")
    expect(markers).to_have_count(2)
    page.locator(f'list-map .map-marker[data-key="{key(region.heinola)}"]').focus()
    page.keyboard.press("Enter")
    has_focus(item(page, region.heinola).locator("h3 a"))
    item(page, region.heinola).locator("[data-remove]").click()
    expect(markers).to_have_count(1)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_own_list_is_accessible_and_fits(
    visit: Callable[..., Visit], region: Region, width: int, scheme: str
) -> None:
    visitor = visit(width=width, color_scheme=scheme)
    gone = {"key": "activity-99999", "name": "Poistettu kerho", "url": ""}
    keep(visitor, region.lahti, gone, region.exercise, region.club)
    page = own_list(visitor)
    expect(items(page)).to_have_count(4)
    item(page, region.exercise).locator("[data-remove]").click()
    expect(page.locator("[data-basemap=ready]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = page.locator("#my-list button:visible").evaluate_all(
        "all => all.filter((one) => !one.closest('list-map'))"
        ".map((one) => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_list_goes_along_into_another_language(
    visit: Callable[..., Visit], region: Region, language: str
) -> None:
    visitor = visit()
    keep(visitor, region.lahti, region.club)
    own_list(visitor)
    with translation.override(language):
        page = own_list(visitor)
    expect(items(page)).to_have_count(2)
    href = item(page, region.club).get_by_role("link").first.get_attribute("href")
    assert href
    assert href.startswith(f"/{language}/")
