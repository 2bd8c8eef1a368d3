"""Text analysis: words become terms, the same way for documents and queries."""

from .text import Analysis, Token, Word, analyse_text, analyse_word, tokenise

__all__ = ["Analysis", "Token", "Word", "analyse_text", "analyse_word", "tokenise"]
