"""What axe-core finds on every kind of page: nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MAPS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"

RUN = """async (tags) => {
    const only = tags ? {runOnly: tags} : {};
    const found = await axe.run(document, {resultTypes: ['violations'], ...only});
    return found.violations.flatMap((rule) => rule.nodes.map(
        (node) => `${rule.id} (${rule.impact}): ${node.target.join(' ')} ${node.failureSummary}`
    ));
}"""

COLOURS = ["cat.color"]
"""All that another scheme changes."""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fi", "en"])
def test_axe_finds_nothing(
    visit: Callable[..., Visit],
    addresses_in: Callable[[str], list[str]],
    language: str,
    width: int,
) -> None:
    visitor = visit(width=width, height=900, color_scheme="light")
    found = {}
    for address in addresses_in(language):
        page = visitor.go(address)
        if page.locator(MAPS).count():
            expect(page.locator("[data-basemap=ready]")).to_be_visible()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        if violations := page.evaluate(RUN):
            found[address, "light"] = violations
        page.emulate_media(color_scheme="dark")
        if violations := page.evaluate(RUN, COLOURS):
            found[address, "dark"] = violations
        page.emulate_media(color_scheme="light")
    assert found == {}


def test_axe_would_find_something(visit: Callable[..., Visit]) -> None:
    page = visit().go("/fi/haku/")
    page.evaluate("document.querySelector('input[type=search]').labels.forEach((l) => l.remove())")
    page.evaluate("document.querySelector('input[type=search]').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('input[type=search]').removeAttribute('placeholder')")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert any(violation.startswith("label") for violation in page.evaluate(RUN))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_would_find_a_faint_colour(visit: Callable[..., Visit], scheme: str) -> None:
    page = visit().go("/fi/haku/")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.emulate_media(color_scheme=scheme)
    faint = f"@media (prefers-color-scheme: {scheme}) {{ h1 {{ color: #777; opacity: 0.5 }} }}"
    page.add_style_tag(content=faint)
    assert any(violation.startswith("color-") for violation in page.evaluate(RUN, COLOURS))
