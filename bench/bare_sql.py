"""The bare SQL of a search's match, to compare with: words in the index, facets in the entries."""

from django.db import connections

from search.engines import postgres, sqlite
from search.engines.base import SearchRequest
from search.engines.matching import any_form
from search.engines.term_table import ENTRIES, TABLE, index_alias
from search.query import Query, QueryWord

Statement = tuple[str, list[str]]
"""SQL and its parameters."""


def bare_statement(request: SearchRequest, query: Query) -> Statement | None:
    """Return the statement that finds the ids of the same words and facets, if there is one.

    Without synonyms and other alternatives. None where more than words and facets is asked for.
    """
    if request.period or request.bbox or request.near or query.any_word:
        return None
    if any(not limit.facet for limit in query.limits):
        return None
    parts = [_holding(query.words)] if query.words else []
    chosen = [*request.selected.items(), *((each.facet, each.values) for each in query.limits)]
    parts += [_with_facet(name, values) for name, values in chosen if values]
    if not parts:
        return f"SELECT id FROM {ENTRIES}", []
    sql = " INTERSECT ".join(sql for sql, _params in parts)
    return sql, [param for _sql, params in parts for param in params]


def _holding(words: tuple[QueryWord, ...]) -> Statement:
    """Return the statement of what holds a term of every word, as the database's index says it."""
    sets = [any_form(word) for word in words]
    if connections[index_alias()].vendor == "postgresql":
        sql = f"SELECT entry_id FROM {TABLE} WHERE terms @@ %s::tsquery"
        return sql, [" & ".join(f"({postgres.any_of(terms)})" for terms in sets)]
    sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"
    return sql, [" AND ".join(f"({sqlite.any_of(terms)})" for terms in sets)]


def _with_facet(name: str, values: tuple[str, ...]) -> Statement:
    lines = " OR ".join(["('\n' || facets || '\n') LIKE %s"] * len(values))
    sql = f"SELECT id FROM {ENTRIES} WHERE {lines}"
    return sql, [f"%\n{name}={value}\n%" for value in values]
