"""A search in a frame on a site of another origin, and the page on which its code is made."""

import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import Region, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAIT = "[data-state=ready]"


@contextmanager
def foreign_site(body: str) -> Iterator[str]:
    """Serve one page from another origin of this machine; its address."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/"
            page = f"<!doctype html><html lang=fi><title>Kunta</title><body>{body}"
            self.send_response(200 if found else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode() if found else b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def made_code(page: Page) -> str:
    """The code that the builder shows."""
    return page.locator("textarea.code").input_value()


def test_an_editor_makes_the_code_and_it_works_on_another_site(
    visit: Callable[..., Visit], region: Region
) -> None:
    maker = visit(permissions=["clipboard-read", "clipboard-write"])
    page = maker.go(reverse("embed_builder"))
    page.evaluate("window.sameDocument = true")
    preview = page.frame_locator("iframe.preview")
    page.locator("input[name=q]").fill("uimahallissa")
    page.locator("input[name=q]").press("Enter")
    expect(page.locator("#results-count")).to_contain_text(str(region.found))
    page.locator('#filters input[name="kind"][value="facility"]').check()
    expect(page.locator("#results-count")).to_contain_text("3")
    expect(preview.locator(".card")).to_have_count(3)
    page.locator("#embed-height").fill("480")
    page.locator("#embed-height").press("Tab")
    expect(page.locator("iframe.preview")).to_have_attribute("height", "480")
    page.locator("#embed-title").fill("Uimahallit")
    page.locator("#embed-title").press("Tab")
    expect(page.locator("textarea.code")).to_have_value(re.compile('title="Uimahallit"'))
    assert page.evaluate("window.sameDocument")
    assert "height=480" in page.url
    page.locator(".builder__copy button").click()
    expect(page.locator(".builder__copy [role=status]")).not_to_be_empty()
    code = made_code(page)
    assert page.evaluate("navigator.clipboard.readText()") == code

    reader = visit()
    with foreign_site(code) as address:
        there = reader.page
        there.goto(address)
        frame = there.frame_locator('iframe[title="Uimahallit"]')
        expect(frame.locator("service-map")).to_have_attribute("data-state", "ready")
        expect(frame.locator("service-map")).to_have_attribute("data-basemap", "ready")
        expect(frame.locator(".card")).to_have_count(3)
        assert frame.locator(".map-marker").count()
        # Nobody but the two is asked for anything, and nothing is remembered of the reader.
        own = {address.rstrip("/"), reader.base}
        assert {"/".join(url.split("/")[:3]) for url in reader.requests} == own
        assert reader.context.cookies() == []

        with reader.context.expect_page() as opened:
            frame.get_by_role("link", name="Heinolan uimahalli").click()
        expect(opened.value.get_by_role("heading", level=1)).to_have_text("Heinolan uimahalli")
        assert opened.value.evaluate("window.opener") is None
        with reader.context.expect_page() as opened:
            frame.locator(".embed__whole").click()
        expect(opened.value.locator("#results .card")).to_have_count(3)
        assert there.url == address


def test_a_marker_of_a_frame_leads_to_a_new_tab(
    visit: Callable[..., Visit], region: Region
) -> None:
    reader = visit()
    source = f"{reader.base}{reverse('embed')}?q=uimahalli&show=map"
    with foreign_site(f'<iframe src="{html.escape(source)}" width=700 height=600></iframe>') as at:
        reader.page.goto(at)
        frame = reader.page.frame_locator("iframe")
        expect(frame.locator("service-map")).to_have_attribute("data-state", "ready")
        expect(frame.locator(".card").first).to_be_hidden()
        frame.locator(f'[data-key="facility-{region.heinola.pk}"].map-marker').click()
        with reader.context.expect_page() as opened:
            frame.locator(".map-sheet .card__link").click()
        expect(opened.value.get_by_role("heading", level=1)).to_have_text("Heinolan uimahalli")
        frame.locator(".map-listings__close").click()
        frame.locator("label:has(#view-list)").click()
        expect(frame.locator(".card").first).to_be_visible()


def test_no_other_page_can_be_framed(visit: Callable[..., Visit], addresses: list[str]) -> None:
    reader = visit()
    embedded = [path for path in addresses if path.startswith(reverse("embed"))]
    assert len(embedded) == 3
    frames = "".join(
        f'<iframe src="{html.escape(reader.base + path)}"></iframe>' for path in addresses
    )
    with foreign_site(frames) as at:
        # All of them are loaded at once.
        reader.page.goto(at, timeout=60_000)
        for index, path in enumerate(addresses):
            body = reader.page.frame_locator(f"iframe >> nth={index}").locator("body")
            if path in embedded:
                expect(body).to_have_class(re.compile("embed"))
            else:
                expect(body).not_to_contain_text("palvelukartta", ignore_case=True)
    refused = [error for error in reader.errors if "refused" in error.lower() or "frame" in error]
    assert len(refused) >= len(addresses) - len(embedded)
    reader.errors.clear()


@pytest.mark.parametrize("show", ["list", "map", "both"])
def test_a_frame_without_scripts_is_a_list(
    visit: Callable[..., Visit], region: Region, show: str
) -> None:
    reader = visit(java_script_enabled=False)
    source = f"{reader.base}{reverse('embed')}?q=uimahallissa&show={show}"
    # The sandbox too: a frame of another origin may be read before Chromium is told of no scripts.
    boxed = 'sandbox="allow-same-origin" width=700 height=600'
    with foreign_site(f'<iframe src="{html.escape(source)}" {boxed}></iframe>') as at:
        reader.page.goto(at)
        frame = reader.page.frame_locator("iframe")
        expect(frame.locator(".card")).to_have_count(region.found)
        expect(frame.locator(".card").first).to_be_visible()
        expect(frame.locator(".view-switch:visible, service-map:visible")).to_have_count(0)
    # What the sandbox is for.
    reader.errors[:] = [each for each in reader.errors if "'allow-scripts'" not in each]


def test_the_builder_works_without_a_script(visit: Callable[..., Visit], region: Region) -> None:
    page = visit(java_script_enabled=False).go(reverse("embed_builder"))
    page.locator("input[name=q]").fill("uimahalli")
    page.locator('input[name="show"][value="list"]').check()
    page.locator(".looks__update").click()
    assert "show=list" in page.url
    assert "show=list" in made_code(page)


@pytest.mark.parametrize("chosen", ["light", "dark"])
@pytest.mark.parametrize("device", ["light", "dark"])
def test_a_frame_keeps_the_colours_that_were_chosen(
    visit: Callable[..., Visit], region: Region, chosen: str, device: str
) -> None:
    page = visit(color_scheme=device).go(f"{reverse('embed')}?scheme={chosen}&show=both")
    expect(page.locator("service-map")).to_have_attribute("data-basemap", "ready")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(251, 250, 246)", "dark": "rgb(14, 24, 38)"}[chosen]
    land = page.evaluate(
        "getComputedStyle(document.querySelector('service-map')).getPropertyValue('--map-land')"
    )
    assert land.strip() == {"light": "#f3f1e9", "dark": "#1c2a3f"}[chosen]
