"""Match expressions for the table of terms; migration 0002 makes the table."""

from collections.abc import Iterable

from search.query import Query, QueryWord

from .base import TEXT_FIELDS

TABLE = "search_terms"
RANK = f"bm25({TABLE}, {', '.join(str(weight) for weight in TEXT_FIELDS.values())})"
"""BM25 by SQLite, the weights of the fields in their order; the smaller, the better."""

PART_FIELDS = "{name name_parts keywords keyword_parts}"
"""Where the parts of a compound may stand apart: “uima- ja jäähalli” for “uimahalli”."""


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _any_of(terms: Iterable[str]) -> str:
    return "(" + " OR ".join(_quoted(term) for term in sorted(terms)) + ")"


def _word(word: QueryWord) -> str:
    whole = _any_of(word.terms)
    if not word.parts:
        return whole
    parts = " AND ".join(_any_of(terms) for terms in word.parts)
    return f"({whole} OR ({PART_FIELDS} : ({parts})))"


def match_all(query: Query) -> str:
    """Return the expression for everything that holds all words of the query."""
    return " AND ".join(_word(word) for word in query.words)


def match_all_in_name(query: Query, *, parts: bool) -> str:
    """Return the expression for what has all words of the query in its name.

    With ``parts`` the parts of the name's compounds count too.
    """
    fields = "{name name_parts}" if parts else "{name}"
    return f"{fields} : ({match_all(query)})"


def match_any(query: Query) -> str:
    """Return the expression for everything that holds some word of the query."""
    return " OR ".join(_word(word) for word in query.words)
