"""Asks an indexed database each class of query, cold and warm, beside Wagtail's own search."""

import functools
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.figures import p95
from bench.processes import resident_megabytes, set_up
from bench.queries import Choice

ROUNDS = 4
"""Times that each query is asked after the first; more often in classes of few queries."""

AT_LEAST = 24
"""Answers timed of each class, after the first of each query."""

PATIENCE_S = 15.0
"""Seconds after which Wagtail's search is asked no more of a class: at 30,000 one may take two."""

ZOOM = 9
PREFIXES = [
    "j",
    "ju",
    "jum",
    "jumppa",
    "u",
    "ui",
    "uima",
    "l",
    "la",
    "lahti",
    "s",
    "se",
    "seni",
    "v",
    "ves",
    "vesij",
    "k",
    "ky",
    "kylä",
    "hollolan",
    "re",
]

COMPARED = (
    "a rare word",
    "a common word",
    "the broadest words",
    "a part of compounds",
    "two words",
    "a word at a place",
    "a place, chosen",
    "no words",
    "a deep page",
)
"""Classes that Wagtail's own search can answer: its index has words and municipalities."""


def main(database: Path, queries: Path, answer: Path) -> None:
    """Answer with milliseconds, totals and memory."""
    set_up(database)
    asked = {
        name: [Choice(**values) for values in found]
        for name, found in json.loads(queries.read_text(encoding="utf-8")).items()
        if found
    }
    from search.answers import search_answer

    before = resident_megabytes()
    first = _milliseconds(lambda: search_answer(Choice().request(), "fi"))
    from search.warming import warm_up

    warming = _milliseconds(warm_up)
    classes = {name: _measured(choices) for name, choices in asked.items()}
    result = {
        "first_answer_ms": first,
        "warming_ms": warming,
        "megabytes_before": before,
        "megabytes": resident_megabytes(),
        "classes": classes,
        "suggestions": _suggestions(),
    }
    for name in set(COMPARED) & set(classes):
        classes[name]["wagtail"] = _wagtails(name, asked[name])
    answer.write_text(json.dumps(result), encoding="utf-8")


def _measured(choices: list[Choice]) -> dict[str, Any]:
    """Ask each query once, then all of them some times more."""
    cold = [_asked(choice) for choice in choices]
    busy = time.process_time()
    warm = [_asked(choice) for choice in _again(choices)]
    busy = (time.process_time() - busy) * 1000 / len(warm)
    remembered = [_asked(choice, anew=False) for choice in _again(choices)]
    return {
        "queries": [choice.text for choice in choices],
        "total": max(total for *_times, total in cold),
        "cold": _figures(cold),
        "warm": _figures(warm),
        "remembered": _figures(remembered),
        "processor_ms": busy,
        "bare_sql": _bare(choices),
    }


def _asked(choice: Choice, *, anew: bool = True) -> tuple[float, float, int]:
    """Return the milliseconds of list with facets and of the map, and how many are found.

    Made ``anew``, or as it was answered a moment ago.
    """
    from search.answers import map_answer, recent, search_answer

    if anew:
        recent.clear()
    request = choice.request()
    start = time.perf_counter()
    found = search_answer(request, "fi")
    middle = time.perf_counter()
    map_answer(request, ZOOM, "fi")
    end = time.perf_counter()
    return (middle - start) * 1000, (end - middle) * 1000, found["total"]


def _again(choices: list[Choice]) -> Iterator[Choice]:
    """Yield the queries in turn, often enough for a 95th percentile to mean something."""
    for _round in range(max(ROUNDS, -(-AT_LEAST // len(choices)))):
        yield from choices


def _figures(asked: list[tuple[float, float, int]]) -> dict[str, dict[str, float]]:
    return {
        "list": _spread([listed for listed, _mapped, _total in asked]),
        "map": _spread([mapped for _listed, mapped, _total in asked]),
        "both": _spread([listed + mapped for listed, mapped, _total in asked]),
    }


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {"p50": ordered[len(ordered) // 2], "p95": p95(ordered)}


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _bare(choices: list[Choice]) -> dict[str, float] | None:
    """Time the statements of the match alone, if the class has any."""
    from django.db import connections

    from bench.bare_sql import bare_statement
    from search.asking import ask
    from search.engines.term_table import index_alias

    asked = [ask(choice.request()) for choice in choices]
    found = [bare_statement(each.request, each.query) for each in asked]
    statements = [statement for statement in found if statement]
    if not statements:
        return None
    times = []
    with connections[index_alias()].cursor() as cursor:
        for _round in range(ROUNDS):
            for sql, params in statements:
                start = time.perf_counter()
                cursor.execute(sql, params)
                cursor.fetchall()
                times.append((time.perf_counter() - start) * 1000)
    return _spread(times)


def _wagtails(name: str, choices: list[Choice]) -> dict[str, Any]:
    """Time Wagtail's own search on the same: a page of each kind and how many there are."""
    total, times = 0, []
    started = time.perf_counter()
    for choice in _again(choices):
        start = time.perf_counter()
        total = max(total, _wagtail_page(name, choice))
        times.append((time.perf_counter() - start) * 1000)
        if time.perf_counter() - started > PATIENCE_S:
            break
    return {"total": total, "answers": len(times), **_spread(times)}


def _wagtail_page(name: str, choice: Choice) -> int:
    from wagtail.search.backends import get_search_backend
    from wagtail.search.query import MATCH_ALL

    from servicemap.models import LISTING_MODELS, Municipality

    text: str = choice.text
    codes = choice.selected.get("municipality", [])
    if name == "a word at a place":
        # What a person means by “jumppa hollolassa”, given as a filter: words only match words.
        text, _space, _place = text.partition(" ")
        codes = [_code_of(choice.text)]
    limits = {}
    if codes:
        keys = Municipality.objects.filter(code__in=codes).values_list("pk", flat=True)
        limits = {"municipality_id__in": list(keys)}
    start, total = (choice.page - 1) * 20, 0
    for model in LISTING_MODELS:
        found = get_search_backend().search(
            text or MATCH_ALL, model._default_manager.filter(live=True, **limits), operator="and"
        )
        # Any of the kinds may have the twenty that rank best.
        list(found[start : start + 20])
        total += found.count()
    return total


def _code_of(text: str) -> str:
    from servicemap.generation.inflection import inflect_place
    from servicemap.models import Municipality

    place = text.rpartition(" ")[2]
    names: Iterator[tuple[str, str]] = Municipality.objects.values_list("name", "code").iterator()
    return next(code for name, code in names if inflect_place(name, "at").lower() == place)


def _suggestions() -> dict[str, float]:
    """Time completions of what is being typed."""
    from search.suggesting.suggestions import suggest

    times = [
        _milliseconds(functools.partial(suggest, prefix, "fi"))
        for _round in range(ROUNDS)
        for prefix in PREFIXES
    ]
    return _spread(times)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
