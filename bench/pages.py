"""Whole pages through Django, without a network."""

import statistics

from django.test import Client

from bench.figures import Report, p95, timings

PAGES = {
    "home": "/fi/",
    "search page": "/fi/haku/?q=jumppa",
    "search page, no words": "/fi/haku/",
    "search page, pages and grants only": "/fi/haku/?q=talousarvio",
    "listing": "/fi/toiminta/tuolijumppa-salpakangas/",
    "news": "/fi/ajankohtaista/",
    "annual cycle": "/fi/vuosikello/",
}
BUDGET_MS = 150


def measure(report: Report) -> None:
    """Measure each page."""
    print("\nPages")
    client = Client(headers={"host": "localhost"})
    for label, path in PAGES.items():
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        found = timings(lambda path=path: client.get(path))
        report.add(f"{label}, p95", p95(found), "ms", BUDGET_MS)
        report.add(f"{label}, median", statistics.median(found), "ms")
