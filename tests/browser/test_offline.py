"""Reading without a connection, in a real Chromium with a real service worker."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from pages.offline import shell
from tests.browser.conftest import MAPS, PATIENCE_MS, Region, Visit
from tests.browser.test_every_page import COLLECT_VIOLATIONS, shows_basemap
from tests.browser.test_my_list import items, kept, key

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

CACHED = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        for (const {url} of await (await caches.open(name)).keys()) {
            found.push([name, new URL(url).pathname + new URL(url).search]);
        }
    }
    return found;
}"""


def cached(page: Page, part: str = "") -> set[str]:
    """The addresses that the browser keeps, in caches whose name has this part."""
    return {address for name, address in page.evaluate(CACHED) if part in name}


def wait_for(page: Page, condition: str, *arguments: Any) -> None:
    """Wait until an asynchronous condition holds; Playwright would take its promise for yes."""
    patience = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(condition, list(arguments)):
        assert time.monotonic() < patience, (condition, arguments, sorted(cached(page)))
        page.wait_for_timeout(50)


HOLDS = """async ([address]) => Boolean(await caches.match(address, {ignoreVary: true}))"""
HOLDS_NOT = """async ([address]) => !(await caches.match(address, {ignoreVary: true}))"""


@pytest.fixture
def offline_visit(visit: Callable[..., Visit]) -> Iterator[Callable[..., Visit]]:
    """Make visitors with a service worker."""
    made: list[Visit] = []

    def make(**options: Any) -> Visit:
        visitor = visit(service_workers="allow", **options)
        visitor.go(reverse("my_list"))
        wait_for(visitor.page, "() => navigator.serviceWorker.controller !== null")
        made.append(visitor)
        return visitor

    yield make
    for visitor in made:
        # What is not fetched without a connection is noted in the console by the browser itself.
        visitor.errors[:] = [one for one in visitor.errors if "ERR_INTERNET_DISC" not in one]


def save(visitor: Visit, *listings: Any) -> Page:
    """Put listings on the list, and wait until their pages are kept."""
    for listing in listings:
        page = visitor.go(listing.get_absolute_url())
        page.locator(".listing__meta list-button button").click()
    ids = ",".join(key(one) for one in listings)
    page = visitor.page
    for address in (
        reverse("my_list"),
        f"{reverse('my_list')}?ids={ids}",
        *(one.get_absolute_url() for one in listings),
    ):
        wait_for(page, HOLDS, address)
    return page


def test_saved_pages_open_without_a_connection(
    offline_visit: Callable[..., Visit], region: Region
) -> None:
    visitor = offline_visit(width=360)
    save(visitor, region.lahti, region.club)
    visitor.context.set_offline(True)

    page = visitor.go(region.lahti.get_absolute_url())
    expect(page.locator("h1")).to_have_text(region.lahti.name)
    expect(page.locator("[data-basemap=ready]")).to_be_visible()
    assert shows_basemap(page)
    expect(page.locator(".offline-notice")).to_have_text(re.compile(r"\d"))
    family = page.evaluate("document.fonts.check('17px Figtree')")
    assert family

    page.locator(".list-link").click()
    page.wait_for_url(f"**{reverse('my_list')}")
    expect(items(page)).to_have_count(2)
    page.get_by_role("link", name=region.club.name).click()
    expect(page.locator("h1")).to_have_text(region.club.name)


def test_list_can_be_put_in_order_without_a_connection(
    offline_visit: Callable[..., Visit], region: Region
) -> None:
    visitor = offline_visit()
    save(visitor, region.lahti, region.club, region.heinola)
    visitor.context.set_offline(True)
    page = visitor.go(reverse("my_list"))
    expect(items(page)).to_have_count(3)
    page.locator(f'[data-key="{key(region.club)}"] [data-move="up"]').click()
    page.locator(f'#my-list-entries > [data-key="{key(region.heinola)}"] [data-remove]').click()
    page.reload()
    expect(items(page)).to_have_count(2)
    expect(items(page).first.get_by_role("heading")).to_have_text(region.club.name)
    assert kept(page) == [key(region.club), key(region.lahti)]
    # What is on the page is what was saved, not names alone.
    expect(page.locator("[data-unseen]")).to_have_count(0)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_other_pages_say_that_there_is_no_connection(
    offline_visit: Callable[..., Visit], region: Region, language: str
) -> None:
    visitor = offline_visit(width=360)
    visitor.context.set_offline(True)
    page = visitor.go(f"/{language}/whatever/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    again = page.locator("main .button")
    expect(again).to_be_visible()
    visitor.context.set_offline(False)
    page.goto(visitor.base + region.lahti.get_absolute_url())
    visitor.context.set_offline(True)
    page.goto(visitor.base + region.club.get_absolute_url())
    visitor.context.set_offline(False)
    again.click()
    expect(page.locator("h1")).to_have_text(region.club.name)


def test_friends_list_is_never_mistaken_for_ones_own(
    offline_visit: Callable[..., Visit], region: Region
) -> None:
    visitor = offline_visit()
    save(visitor, region.lahti)
    visitor.context.set_offline(True)
    page = visitor.go(f"{reverse('my_list')}?ids={key(region.club)}")
    expect(page.locator("main .button")).to_have_attribute("href", "")
    assert items(page).count() == 0


def test_edited_listing_is_fresh_while_there_is_a_connection(
    offline_visit: Callable[..., Visit], region: Region
) -> None:
    visitor = offline_visit()
    save(visitor, region.lahti)
    region.lahti.summary = "Remontissa kevääseen."
    region.lahti.save()
    page = visitor.go(region.lahti.get_absolute_url())
    expect(page.locator(".lead")).to_have_text("Remontissa kevääseen.")
    expect(page.locator(".offline-notice")).to_be_empty()
    # And so is the copy.
    wait_for(
        page,
        """async ([address]) => (await (await caches.match(address, {ignoreVary: true})).text())
            .includes("Remontissa")""",
        region.lahti.get_absolute_url(),
    )
    visitor.context.set_offline(True)
    page.reload()
    expect(page.locator(".lead")).to_have_text("Remontissa kevääseen.")


def test_page_leaves_with_its_entry_and_when_it_is_unpublished(
    offline_visit: Callable[..., Visit], region: Region
) -> None:
    visitor = offline_visit()
    page = save(visitor, region.lahti, region.club)
    page.locator(".listing__meta list-button button").click()
    wait_for(page, HOLDS_NOT, region.club.get_absolute_url())
    assert region.lahti.get_absolute_url() in cached(page)

    visitor.go(region.heinola.get_absolute_url())
    page.locator(".listing__meta list-button button").click()
    wait_for(page, HOLDS, region.heinola.get_absolute_url())
    region.heinola.unpublish()
    visitor.go(reverse("my_list"))
    wait_for(page, HOLDS_NOT, region.heinola.get_absolute_url())
    expect(page.locator(".my-list__kept")).to_be_visible()

    page.evaluate("localStorage.clear()")
    visitor.go(reverse("my_list"))
    wait_for(page, HOLDS_NOT, region.lahti.get_absolute_url())
    wait_for(page, HOLDS_NOT, reverse("my_list"))


def test_nothing_is_kept_of_forms_the_api_and_the_admin(
    offline_visit: Callable[..., Visit], region: Region
) -> None:
    visitor = offline_visit()
    page = save(visitor, region.lahti)
    # Even if a page asks for it.
    page.evaluate(
        "(addresses) => navigator.serviceWorker.controller.postMessage({type: 'keep', addresses})",
        [
            region.lahti.get_feedback_url(),
            "/api/v1/search?q=uimahalli",
            "/admin/login/",
            "/healthz",
            "https://example.org/fi/",
            region.heinola.get_absolute_url(),
        ],
    )
    wait_for(page, HOLDS, region.heinola.get_absolute_url())
    for address in ("/fi/haku/?q=uimahalli", "/admin/login/", region.lahti.get_feedback_url()):
        visitor.go(address)
        visitor.settle()
    visitor.go(region.library.get_absolute_url())
    pages = cached(page, "pages")
    assert pages <= {
        region.heinola.get_absolute_url(),
        region.lahti.get_absolute_url(),
        reverse("my_list"),
        f"{reverse('my_list')}?ids={key(region.lahti)}",
    }
    known = {*shell.addresses(shell.CORE), *shell.addresses(shell.OF_LISTS)}
    offline = {f"/{language}/offline/" for language in ("fi", "sv", "en")}
    assert {urlsplit(one).path for one in cached(page, "shell")} - offline <= known
    visitor.errors.clear()


def test_update_takes_over_renews_what_is_kept_and_drops_the_old(
    offline_visit: Callable[..., Visit], region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = offline_visit()
    page = save(visitor, region.lahti)
    before = set(page.evaluate("caches.keys()"))
    region.lahti.summary = "Uudet ajat."
    region.lahti.save()
    monkeypatch.setattr(shell, "version", lambda: "new")
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    wait_for(page, "async () => (await caches.keys()).every((name) => name.endsWith('-new'))")
    assert before.isdisjoint(page.evaluate("caches.keys()"))
    visitor.context.set_offline(True)
    visitor.go(region.lahti.get_absolute_url())
    expect(page.locator(".lead")).to_have_text("Uudet ajat.")


def test_everything_that_lists_and_listings_need_is_in_the_shell(
    visit: Callable[..., Visit], region: Region
) -> None:
    visitor = visit()
    known = {*shell.addresses(shell.CORE), *shell.addresses(shell.OF_LISTS)}
    ids = f"?ids={key(region.lahti)},{key(region.exercise)}"
    for address in (
        region.lahti.get_absolute_url(),
        region.exercise.get_absolute_url(),
        region.club.get_absolute_url(),
        reverse("my_list"),
        reverse("my_list") + ids,
    ):
        page = visitor.go(address)
        visitor.settle()
        if page.locator(MAPS).count():
            expect(page.locator("[data-basemap=ready]")).to_be_visible()
    asked = {urlsplit(url).path for url in visitor.requests}
    static = {path for path in asked if path.startswith("/static/")}
    assert len(static) > 20
    assert static <= known


def test_app_keeps_the_policy_and_asks_nobody_else(
    offline_visit: Callable[..., Visit], region: Region
) -> None:
    visitor = offline_visit()
    asked: list[str] = []
    visitor.context.on("request", lambda request: asked.append(request.url))
    visitor.context.add_init_script(COLLECT_VIOLATIONS)
    page = save(visitor, region.lahti)
    page.reload()
    visitor.settle()
    assert page.evaluate("window.violations") == []
    own = urlsplit(visitor.base).netloc
    assert {urlsplit(url).netloc for url in asked} == {own}
    assert visitor.context.cookies() == []
