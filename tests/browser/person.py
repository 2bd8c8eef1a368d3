"""Somebody at a browser, whose interactions are counted as docs/journeys.md counts them."""

import re

from playwright.sync_api import Locator, Page, expect


class Person:
    """Counts what they do with the page, which scrolling and reading are not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def type(self, field: Locator, text: str) -> None:
        """Write into a field."""
        self.steps += 1
        field.fill(text)

    def tap(self, what: Locator) -> None:
        """Tap or click something that is seen."""
        self.steps += 1
        what.click()

    def choose(self, field: Locator, label: str) -> None:
        """Choose from a list of choices."""
        self.steps += 1
        field.select_option(label=label)

    def see(self, *what: Locator) -> None:
        """Find everything that was looked for on the page."""
        for each in what:
            expect(each.first).to_be_visible()

    def read(self, *texts: str | re.Pattern[str]) -> None:
        """Find texts in the page's content."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
