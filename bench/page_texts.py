"""The search of what pages say: 500 pages of 500 words, beside Wagtail's own database search."""

import itertools
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.figures import Report, p95, timings
from bench.processes import resident_megabytes, run, set_up

PAGES, WORDS = 500, 500
SEED = 11
ROUNDS = 60

BUDGET_MS = 3
"""For finding and ranking, p95: pages may not make the search page slower."""

FIRST_BUDGET_S = 15
"""For reading and analysing all pages once, which a process does beside its first request."""

EDIT_BUDGET_MS = 300
"""For the first search after an edit of one page."""

MEMORY_BUDGET_MB = 60
"""More than the process had, with the analyses of words that all searches share."""

QUERIES: dict[str, tuple[int, ...]] = {
    "a common word": (2,),
    "a word of some pages": (150,),
    "a rare word": (6_000,),
    "two words": (5, 40),
    "three words": (3, 9, 30),
}
"""The words that are asked for, by how many others are commoner."""


def measure(report: Report) -> None:
    """Measure on a database of generated pages, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        found = run("page_texts", Path(folder) / "bench.sqlite3")
    print(f"\nWhat pages say: {found['pages']} pages of {WORDS} words")
    report.add("read and analysed for the first time", found["first_s"], "s", FIRST_BUDGET_S)
    report.add("  titles only, meanwhile", found["titles_ms"], "ms")
    report.add("  memory", found["megabytes"], "MB", MEMORY_BUDGET_MB)
    report.add("looked whether anything changed", found["unchanged_ms"], "ms")
    report.add("read anew after an edit of one page", found["edit_ms"], "ms", EDIT_BUDGET_MS)
    ratios = []
    for name, times in found["queries"].items():
        report.add(f"{name} ({times['total']} found), p95", times["p95"], "ms", BUDGET_MS)
        report.add("  with three shown", times["shown"], "ms")
        report.add(f"  Wagtail's own ({times['wagtail_total']} found)", times["wagtail"], "ms")
        ratios.append(times["wagtail"] / times["shown"])
    whole = statistics.geometric_mean(ratios)
    report.add_least("  times as fast as Wagtail's own, with three shown", whole, "×", 1)


def main(database: Path, answer: Path) -> None:
    """Answer with seconds, milliseconds and megabytes; the database is made."""
    set_up(database)
    from django.core.cache import cache
    from django.core.management import call_command
    from django.test import RequestFactory
    from django.utils import translation

    call_command("migrate", verbosity=0)
    translation.activate("fi")
    words = _words()
    pages = _make_pages(words)

    from search.plain_reading import read_plainly
    from search.site_pages.found import matches, rows
    from search.site_pages.site_texts import SiteTexts, site_texts

    read_plainly("sana")
    before = resident_megabytes()
    first_s = _milliseconds(site_texts.read_all) / 1000
    site_texts.get()
    result: dict[str, Any] = {
        "pages": len(site_texts.get()["fi"].entries),
        "first_s": first_s,
        "megabytes": resident_megabytes() - before,
    }
    aside = SiteTexts()
    aside.read_first_in(threading.Thread())
    result["titles_ms"] = _milliseconds(aside.get)

    def look() -> None:
        cache.clear()
        site_texts.get()

    result["unchanged_ms"] = statistics.median(timings(look, 10))
    edits = []
    for page in pages[:5]:
        page.lead = "Lisätty lause."
        page.save_revision().publish()
        edits.append(_milliseconds(site_texts.get))
    result["edit_ms"] = max(edits)
    request = RequestFactory().get("/", headers={"host": "localhost"})
    result["queries"] = {}
    for name, ranks in QUERIES.items():
        text = " ".join(words[rank] for rank in ranks)

        def find(text: str = text) -> None:
            matches(text, "fi")

        def show(text: str = text) -> None:
            found = matches(text, "fi")
            rows(request, found, found.best, with_leads=False)

        def wagtails(text: str = text) -> tuple[int, list[Any]]:
            from wagtail.models import Page

            found = Page.objects.live().search(text, operator="and")
            return found.count(), [page.get_url(request) for page in found[:3]]

        result["queries"][name] = {
            "total": matches(text, "fi").total,
            "p95": p95(timings(find, ROUNDS)),
            "shown": p95(timings(show, ROUNDS)),
            "wagtail_total": wagtails()[0],
            "wagtail": p95(timings(wagtails, ROUNDS)),
        }
    answer.write_text(json.dumps(result), encoding="utf-8")


def _words() -> list[str]:
    """Return the words of the table of inflection, each lemma and its form, in one mixed order."""
    from bench.inflection import read

    pairs = [*read("words"), *read("forms")]
    words = sorted({word for pair in pairs for word in (pair.lemma, pair.form)})
    random.Random(SEED).shuffle(words)
    return words


def _make_pages(words: list[str]) -> list[Any]:
    """Make the pages below a home page: of words as rare as in any language, in short sentences."""
    from wagtail.models import Locale, Page, Site

    from pages.models import HomePage, StandardPage

    draw = random.Random(SEED)
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    root = Page.objects.get(depth=1)
    locale, _made = Locale.objects.get_or_create(language_code="fi")
    home = root.add_child(instance=HomePage(title="Etusivu", question="Mitä?", locale=locale))
    Site.objects.update(root_page=home)
    pages = []
    for number in range(PAGES):
        said = draw.choices(words, cum_weights=weights, k=WORDS)
        title = " ".join(said[:3])
        body = [("heading", " ".join(said[3:6]).capitalize())]
        for start in range(6, WORDS, 60):
            sentences = [said[at : at + 10] for at in range(start, min(start + 60, WORDS), 10)]
            text = " ".join(" ".join(one).capitalize() + "." for one in sentences)
            body.append(("paragraph", f"<p>{text}</p>"))
        page = StandardPage(
            title=f"{title} {number}", slug=f"sivu-{number}", body=body, locale=locale
        )
        home.add_child(instance=page)
        pages.append(page)
    return pages


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
