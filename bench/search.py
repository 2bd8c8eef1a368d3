"""List with facets, and map, beside the bare full-text query for the same words."""

from django.db import connection

from bench.figures import Report
from search.engines import fts5, get_engine
from search.engines.base import SearchRequest
from search.query import parse

QUERIES = {
    "a rare word": "uimahallissa",
    "a part of compounds": "seura",
    "two words": "jumppaa senioreille",
    "the broadest word": "lahti",
    "no words": "",
}
BUDGET_MS = 25
"""For list and facets, or map, in one process, at up to 10,000 listings."""


def measure(report: Report) -> None:
    """Measure each class of query."""
    engine = get_engine()
    print(f"\nSearch, {len(engine.keys())} listings")
    for label, text in QUERIES.items():
        request = SearchRequest(text=text)
        report.compare(
            f"search: {label}",
            lambda request=request: engine.search(request),
            lambda text=text: _bare(text),
            BUDGET_MS,
        )
        report.compare(
            f"map: {label}",
            lambda request=request: engine.map(request, 9),
            lambda text=text: _bare(text),
            BUDGET_MS,
        )


def _bare(text: str) -> list[tuple[int]]:
    with connection.cursor() as cursor:
        if text:
            cursor.execute(
                f"SELECT rowid FROM {fts5.TABLE} WHERE {fts5.TABLE} MATCH %s",
                [fts5.match_all(parse(text))],
            )
        else:
            cursor.execute("SELECT id FROM search_searchentry")
        return cursor.fetchall()
