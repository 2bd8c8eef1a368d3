"""Styles that are to be in force before a test looks at them."""

from playwright.sync_api import Page

IN_FORCE = """async () => {
    // Style sheets for what is not shown yet, as for paper, come last.
    const awaited = [...document.querySelectorAll('link[rel=stylesheet]')]
        .filter((link) => !link.sheet)
        .map((link) => new Promise((done) => {
            link.addEventListener('load', done);
            link.addEventListener('error', done);
        }));
    await Promise.all(awaited);
    // With less motion every change takes a moment, and is there with the next frame.
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    await document.fonts.ready;
}"""


def restyled(page: Page) -> Page:
    """Wait until what has just changed, as the medium or the window's width, shows."""
    page.evaluate(IN_FORCE)
    return page
