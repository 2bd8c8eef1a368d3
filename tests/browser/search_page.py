"""The search page as a reader uses it."""

from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

from tests.browser.conftest import Visit

MAP = "/api/v1/map"
SEARCH = "/fi/haku/"


class SearchPage:
    """What the tests do and see on the search page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._answers: list[Response] = []
        page.on("response", self._remember)

    def _remember(self, response: Response) -> None:
        if MAP in response.url and response.ok:
            self._answers.append(response)

    def map_answer(self) -> dict[str, Any]:
        """What the server last answered to the map."""
        answer: dict[str, Any] = self._answers[-1].json()
        return answer

    @property
    def cards(self) -> Locator:
        """The cards of the list."""
        return self.page.locator("#results .card")

    @property
    def points(self) -> Locator:
        """The markers of single things."""
        return self.page.locator(".map-marker:not([data-count])")

    @property
    def clusters(self) -> Locator:
        """The markers of several things."""
        return self.page.locator(".map-marker[data-count]")

    def on_map(self) -> int:
        """How many things the markers stand for."""
        counts = [int(one.get_attribute("data-count") or 0) for one in self.clusters.all()]
        return sum(counts) + self.points.count()

    def settle(self) -> None:
        """Wait until the list and the map have answered."""
        expect(self.page.locator("#results")).not_to_have_attribute("aria-busy", "true")
        expect(self.page.locator("service-map")).to_have_attribute("data-state", "ready")
        expect(self.page.locator("service-map")).to_have_attribute("data-basemap", "ready")

    def card(self, name: str) -> Locator:
        """The card of a thing."""
        return self.cards.filter(has=self.page.get_by_role("heading", name=name))

    def point(self, key: str) -> Locator:
        """The marker of a thing."""
        return self.page.locator(f'.map-marker[data-key="{key}"]')


def searching(visit: Visit, address: str = "") -> SearchPage:
    """Open the search page and wait for its map."""
    search = SearchPage(visit.page)
    visit.go(SEARCH + address)
    search.settle()
    return search


def open_map(visit: Visit, address: str, width: int) -> SearchPage:
    """Open the search page with its map in view, on a phone too."""
    search = SearchPage(visit.page)
    visit.go(address)
    if width < 800:
        visit.page.locator("label:has(#view-map)").click()
    search.settle()
    return search
