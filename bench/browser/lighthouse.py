"""Lighthouse's marks for the pages that residents meet, as a phone sees them."""

import json
import os
import shutil
import statistics
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.figures import Report

HERE = Path(__file__).parent
RUNS = 5
ATTEMPTS = 3
"""Chromium now and then loses the trace of a page; Lighthouse says so and marks nothing."""

PAGES = {
    "home": "/fi/",
    "search page": "/fi/haku/?q=jumppa",
    "listing": "/fi/toiminta/tuolijumppa-salpakangas/",
}
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
"""The mark that the median of the runs should have, of 100."""

METRICS = {
    "first-contentful-paint": "ms",
    "largest-contentful-paint": "ms",
    "total-blocking-time": "ms",
    "cumulative-layout-shift": "",
}
NODE = (18, 16)


class NodeError(RuntimeError):
    """Node.js is missing or too old."""


def install() -> None:
    """Install what the lock file says, unless it is there. Raises ``NodeError``."""
    _check_node()
    kept = HERE / "node_modules" / ".package-lock.json"
    if not kept.exists() or kept.stat().st_mtime < (HERE / "package-lock.json").stat().st_mtime:
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=HERE,
            check=True,
        )


def _check_node() -> None:
    wanted = ".".join(map(str, NODE))
    if not shutil.which("node") or not shutil.which("npm"):
        raise NodeError(f"Lighthouse needs Node.js {wanted} or newer and npm.")
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(int(part) for part in said.strip().lstrip("v").split("."))
    if version < NODE:
        raise NodeError(f"Lighthouse needs Node.js {wanted} or newer; here is {said.strip()}.")


def measure(report: Report, address: str, chromium: str, folder: Path) -> dict[str, Any]:
    """Mark each page some times; return the marks and metrics of all runs."""
    found: dict[str, Any] = {}
    for label, path in PAGES.items():
        runs = [_run(address + path, chromium, folder) for _run_number in range(RUNS)]
        print(f"\nLighthouse {runs[0]['lighthouseVersion']}, {label}, {RUNS} runs")
        found[label] = {}
        for name, least in LEAST.items():
            marks = sorted(round(100 * run["categories"][name]["score"]) for run in runs)
            found[label][name] = marks
            report.add_least(f"{label}, {name}, median", statistics.median(marks), "", least)
            print(f"{'':<4}all: {', '.join(map(str, marks))}")
        for name, unit in METRICS.items():
            values = sorted(run["audits"][name]["numericValue"] for run in runs)
            found[label][name] = values
            report.add(f"{label}, {name}, median", statistics.median(values), unit)
        _say_faults(runs)
    return found


def _run(url: str, chromium: str, folder: Path) -> dict[str, Any]:
    for _attempt in range(ATTEMPTS - 1):
        with suppress(subprocess.CalledProcessError):
            return _marked(url, chromium, folder)
    return _marked(url, chromium, folder)


def _marked(url: str, chromium: str, folder: Path) -> dict[str, Any]:
    answer = folder / "lighthouse.json"
    subprocess.run(
        [
            "node",
            str(HERE / "node_modules" / "lighthouse" / "cli" / "index.js"),
            url,
            "--quiet",
            "--no-enable-error-reporting",
            "--output=json",
            f"--output-path={answer}",
            f"--only-categories={','.join(LEAST)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ],
        env={**os.environ, "CHROME_PATH": chromium},
        check=True,
    )
    result: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    if problem := result.get("runtimeError"):
        raise RuntimeError(f"{url}: {problem['message']}")
    return result


def _say_faults(runs: list[dict[str, Any]]) -> None:
    """Name the audits that take marks away in any run."""
    faults: dict[str, str] = {}
    for run in runs:
        for name in LEAST:
            for audit in run["categories"][name]["auditRefs"]:
                about = run["audits"][audit["id"]]
                if audit["weight"] and about["score"] is not None and about["score"] < 0.9:
                    faults[about["id"]] = f"{about['title']} {about.get('displayValue', '')}"
    for name, text in faults.items():
        print(f"{'':<4}{name}: {text}")
