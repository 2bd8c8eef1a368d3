"""Measures the site in Chromium: `python -m bench.browser [lighthouse] [weight] [smoothness]`."""

import argparse
import json
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.browser import lighthouse, smoothness, weight
from bench.browser.serving import DEMO, copied, prepare, served
from bench.databases import FOLDER, generated
from bench.figures import Report
from tests.browser.chromium import QUIET, chromium_path

NAMES = ("lighthouse", "weight", "smoothness")
LISTINGS = 10_000


def main() -> int:
    """Measure what was asked for, and return 1 if a budget is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m bench.browser", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(NAMES)}; all unless given")
    names = parser.parse_args().names or NAMES
    if unknown := set(names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    report, found = Report(), {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if {"lighthouse", "weight"} & set(names):
            found |= _on_the_demo(report, names, folder)
        if "smoothness" in names:
            found["smoothness"] = _with_many(report, folder)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "browser.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return report.finish()


def _on_the_demo(report: Report, names: list[str], folder: Path) -> dict[str, object]:
    found: dict[str, object] = {}
    database = folder / DEMO
    prepare(database, folder, demo=True)
    with served(database, folder) as address, sync_playwright() as driver:
        chromium = chromium_path(driver)
        if chromium is None:
            raise SystemExit("No Chromium: install one or name it in the variable CHROMIUM.")
        if "weight" in names:
            browser = driver.chromium.launch(executable_path=chromium, args=list(QUIET))
            found["weight"] = weight.measure(report, browser.new_page(), address)
            browser.close()
        if "lighthouse" in names:
            try:
                lighthouse.install()
            except lighthouse.NodeError as error:
                report.exceeded.append(str(error))
            else:
                found["lighthouse"] = lighthouse.measure(report, address, chromium, folder)
    return found


def _with_many(report: Report, folder: Path) -> dict[str, object]:
    database = copied(generated(LISTINGS), folder)
    prepare(database, folder, demo=False)
    with served(database, folder) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(driver), args=list(QUIET))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        found = smoothness.measure(report, page, address, LISTINGS)
        browser.close()
        return found


if __name__ == "__main__":
    raise SystemExit(main())
