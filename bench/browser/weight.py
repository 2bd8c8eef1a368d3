"""What the search page makes a browser load."""

from playwright.sync_api import Page, Response

from bench.figures import Report

BUDGETS_KB = {"script": 90.0, "stylesheet": 40.0}


def measure(report: Report, page: Page, address: str) -> dict[str, float]:
    """Return the kilobytes that came over the network, compressed as they came, by kind."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{address}/fi/haku/?q=jumppa", wait_until="networkidle")
    sizes: dict[str, float] = {}
    for answer in answers:
        kind = answer.request.resource_type
        sizes[kind] = sizes.get(kind, 0) + answer.request.sizes()["responseBodySize"] / 1000
    print("\nThe search page's weight")
    for kind, kilobytes in sorted(sizes.items()):
        report.add(f"{kind}, compressed", kilobytes, "kB", BUDGETS_KB.get(kind))
    return sizes
