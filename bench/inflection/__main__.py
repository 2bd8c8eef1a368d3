"""Prints the table of inflection and writes it as JSON."""

import argparse
import json
from pathlib import Path

from bench.inflection import (
    METHODS,
    meetings,
    missed,
    neighbours,
    random_pairs,
    read,
)
from search.analysis import voikko

RESULTS = Path(__file__).resolve().parents[2] / "var" / "bench" / "inflection.json"
TARGET = 0.95


def measure() -> dict[str, dict[str, dict[str, float | int]]]:
    """Measure every method on every table."""
    words, forms = read("words"), read("forms")
    tables = {
        "words": words,
        "forms": forms,
        "unknown to Voikko": [pair for pair in [*words, *forms] if not voikko.readings(pair.lemma)],
    }
    return {
        name: {
            method: {
                "pairs": len(pairs),
                "met": round(1 - len(missed(pairs, terms)) / len(pairs), 4),
                "false_of_20000": len(meetings(random_pairs(pairs), terms)),
                "neighbours": len(neighbours(pairs)),
                "neighbours_met": len(meetings(neighbours(pairs), terms)),
            }
            for method, terms in METHODS.items()
        }
        for name, pairs in tables.items()
    }


def main() -> int:
    """Measure, and return 1 if the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, default=RESULTS, help="where the results go")
    parser.add_argument("--missed", action="store_true", help="list the pairs that do not meet")
    options = parser.parse_args()
    results = measure()
    print(f"{'table':18} {'method':20} {'pairs':>6} {'met':>7} {'false':>6} {'neighbours':>11}")
    for table, methods in results.items():
        for method, figures in methods.items():
            print(
                f"{table:18} {method:20} {figures['pairs']:6} {figures['met']:7.4f} "
                f"{figures['false_of_20000']:6} {figures['neighbours_met']:11}"
            )
    if options.missed:
        for pair in missed(read("words"), METHODS["search"]):
            print(f"missed: {pair.lemma} {pair.form}")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    ours = results["words"]["search"]
    return 0 if ours["met"] >= TARGET and not ours["false_of_20000"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
