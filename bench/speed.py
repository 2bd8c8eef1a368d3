"""Speed of answers and of the index at growing sizes, beside Wagtail's own search."""

import json
import os
import shutil
import statistics
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.databases import FOLDER, generated
from bench.figures import Report
from bench.processes import run

SIZES = (3_000, 10_000, 30_000)
RATIO = 10
"""How many times faster than Wagtail's own search, at ``RATIO_AT`` listings."""
RATIO_AT = 30_000
BUILD_RATE = 1_000
"""Listings indexed in a second, at ``RATIO_AT`` listings."""
SUGGEST_MS = 15
"""For suggestions, p95, at up to 10,000 listings."""


def budget_ms(size: int) -> float:
    """Return the budget of list, facets and map together, p95."""
    return 25 if size <= 10_000 else 150


def measure(report: Report, sizes: Iterable[int] = SIZES) -> None:
    """Measure each size; write everything to var/bench/speed.json."""
    results = {}
    print("\nSpeed on generated listings")
    for size in sizes:
        results[size] = _measured(size)
        _print(report, size, results[size])
    path = FOLDER / "speed.json"
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"\nAll figures: {path}")


def _measured(size: int) -> dict[str, Any]:
    """Index and ask a copy, so that the index is empty next time, too."""
    source = generated(size)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        database, queries = Path(folder) / "copy.sqlite3", Path(folder) / "queries.json"
        shutil.copyfile(source, database)
        built = run("building", database)
        queries.write_text(json.dumps(built.pop("queries")), encoding="utf-8")
        return {"built": built, **run("answering", database, queries)}


def _print(report: Report, size: int, result: dict[str, Any]) -> None:
    limit, built = budget_ms(size), result["built"]
    table = Table(
        title=f"{size} listings: milliseconds, p50 / p95; budget of list + map, p95: {limit:g}",
        title_justify="left",
    )
    table.add_column("class of query")
    for heading in (
        "found",
        "list",
        "map",
        "both",
        "processor",
        "first time",
        "the same again",
        "Wagtail",
        "ratio",
        "bare SQL",
    ):
        table.add_column(heading, justify="right")
    ratios, without_words = [], []
    for name, found in result["classes"].items():
        cells = [name, str(found["total"])]
        cells += [_spread(found["warm"][part]) for part in ("list", "map")]
        for state in ("warm", "cold"):
            if state == "cold":
                cells.append(f"{found['processor_ms']:.1f}")
            both = found[state]["both"]
            over = both["p95"] > limit
            cells.append(_spread(both) + (" !" if over else ""))
            if over:
                label = "" if state == "warm" else ", the first time"
                report.exceeded.append(
                    f"{size} listings, {name}{label}: {both['p95']:.1f} ms, budget {limit:g} ms"
                )
        cells.append(_spread(found["remembered"]["both"]))
        wagtail, bare = found.get("wagtail"), found["bare_sql"]
        ratio = wagtail["p50"] / found["warm"]["list"]["p50"] if wagtail else None
        if ratio is not None:
            (ratios if any(found["queries"]) else without_words).append(ratio)
        cells.append(f"{_spread(wagtail)} ({wagtail['total']})" if wagtail else "–")
        cells.append(f"{ratio:.1f}×" if ratio is not None else "–")
        cells.append(_spread(bare) if bare else "–")
        table.add_row(*cells)
    Console(width=185).print("", table)
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores:
        print(f"The machine is busy (load {load:.1f} on {cores} cores): times are too long.")
    print("Wagtail: a page of twenty of each kind and how many there are; no facets, no map.")
    at = size == RATIO_AT
    if ratios:
        whole = result["ratio_to_wagtail"] = statistics.geometric_mean(ratios)
        label = "list beside Wagtail's own, mean of classes with words"
        report.add_least(label, whole, "×", RATIO if at else None)
    if without_words:
        plain = result["ratio_to_wagtail_without_words"] = statistics.geometric_mean(without_words)
        report.add_least("  without words, where Wagtail asks no index", plain, "×", None)
    rate = size / built["seconds"]
    report.add_least("index build, listings a second", rate, "/s", BUILD_RATE if at else None)
    report.add("  by processor time", size / built["processor_seconds"], "/s")
    report.add("  Wagtail's own index, listings a second", size / built["wagtail_seconds"], "/s")
    report.add("  memory while building, peak", built["megabytes"], "MB")
    report.add("first answer of a process", result["first_answer_ms"], "ms")
    report.add("  warming up after that, beside the first request", result["warming_ms"], "ms")
    report.add("memory of a process before that", result["megabytes_before"], "MB")
    report.add("memory of a process after all queries", result["megabytes"], "MB")
    suggest_budget = SUGGEST_MS if size <= 10_000 else None
    report.add("suggestions, p95", result["suggestions"]["p95"], "ms", suggest_budget)


def _spread(figures: dict[str, float]) -> str:
    return f"{figures['p50']:.1f} / {figures['p95']:.1f}"
