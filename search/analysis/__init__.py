"""Text analysis: words become terms, the same way for documents and queries."""

from .restoring import respelt, restored
from .text import (
    Analysis,
    Token,
    analyse_text,
    analyse_word,
    completed,
    is_plain,
    tokenise,
    words_in,
    written,
    written_at,
)
from .word import Part, Word

__all__ = [
    "Analysis",
    "Part",
    "Token",
    "Word",
    "analyse_text",
    "analyse_word",
    "completed",
    "is_plain",
    "respelt",
    "restored",
    "tokenise",
    "words_in",
    "written",
    "written_at",
]
