"""What axe-core finds on every kind of page: nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MAPS, Visit
from tests.browser.styles import restyled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"

RUN = """async (rules) => {
    const only = rules ? {runOnly: {type: 'rule', values: rules}} : {};
    const found = await axe.run(document, {resultTypes: ['violations'], ...only});
    return found.violations.flatMap((rule) => rule.nodes.map(
        (node) => `${rule.id} (${rule.impact}): ${node.target.join(' ')} ${node.failureSummary}`
    ));
}"""

COLOURS = ["color-contrast", "link-in-text-block"]
"""Axe's rules about colours, which are all that another scheme changes."""

FAINT = "(colour) => { document.querySelector('.site-footer__links a').style.color = colour; }"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("scheme", "rules"), [("light", None), ("dark", COLOURS)], ids=["light", "dark"]
)
@pytest.mark.parametrize("language", ["fi", "en"])
def test_axe_finds_nothing(
    visit: Callable[..., Visit],
    addresses_in: Callable[[str], list[str]],
    language: str,
    scheme: str,
    rules: list[str] | None,
    width: int,
) -> None:
    visitor = visit(width=width, height=900, color_scheme=scheme)
    found = {}
    for address in addresses_in(language):
        page = visitor.go(address)
        if page.locator(MAPS).count():
            expect(page.locator("[data-basemap=ready]")).to_be_visible()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        if violations := page.evaluate(RUN, rules):
            found[address] = violations
    assert found == {}


def test_axe_would_find_something(visit: Callable[..., Visit]) -> None:
    page = visit().go("/fi/haku/")
    page.evaluate("document.querySelector('input[type=search]').labels.forEach((l) => l.remove())")
    page.evaluate("document.querySelector('input[type=search]').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('input[type=search]').removeAttribute('placeholder')")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert any(violation.startswith("label") for violation in page.evaluate(RUN))


@pytest.mark.parametrize(
    ("scheme", "colour"), [("light", "rgb(215, 221, 223)"), ("dark", "rgb(22, 36, 58)")]
)
def test_axe_would_find_a_faint_colour(
    visit: Callable[..., Visit], scheme: str, colour: str
) -> None:
    page = visit(color_scheme=scheme).go("/fi/haku/")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN, COLOURS) == []
    page.evaluate(FAINT, colour)
    found = restyled(page).evaluate(RUN, COLOURS)
    assert any(fault.startswith("color-contrast") for fault in found)
