"""Marks what a query hit in a text, inflected words and parts of compounds included."""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import SafeString, mark_safe

from search.analysis import Token, Word, analyse_word, is_plain, words_in, written_at
from search.query import Query

_SENTENCE_END = re.compile(r"[.!?]\s+|\n+")

EXCERPT_LENGTH = 180
"""Characters of a longer text that are shown around its first hit, unless told otherwise."""

OPENING = {1: 1, 2: 1, 3: 1, 4: 2, 5: 2}
"""First letters that inflection leaves alone, for words of so many letters; of longer ones 3."""

TEXTS_KEPT = 200
"""Texts in which the hits of a query are remembered: of some pages of results."""

WORDS_KEPT = 3_000
"""Words of texts that are remembered for a query."""


@dataclass(frozen=True)
class _Wanted:
    """The terms that a text is searched for; ``parts`` count where all of a tuple are found."""

    language: str
    terms: frozenset[str]
    related: frozenset[str]
    parts: tuple[tuple[frozenset[str], ...], ...] = ()
    found: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    marked: dict[str, SafeString] = field(default_factory=dict)
    _seen: dict[str, tuple[tuple[Token, Word], ...]] = field(default_factory=dict)

    @functools.cached_property
    def openings(self) -> re.Pattern[str]:
        """What any word that is hit has in it: the first letters of one of the terms.

        Looking for it is much faster than analysing a word. The shorter a word, the sooner
        inflection changes it: “yö” is “öitä”, “vesi” is “veden”.
        """
        terms = (self.terms | self.related).union(*(term for part in self.parts for term in part))
        stems = {term.rpartition(":")[2].lstrip("~") for term in terms}
        begins = {stem[: OPENING.get(len(stem), 3)] for stem in stems if stem}
        return re.compile("|".join(map(re.escape, sorted(begins))) if begins else r"(?!)")

    def candidates(self, text: str) -> list[tuple[Token, Word]]:
        """Return the words of a text that may be hit, analysed."""
        seen, found = self._seen, []
        if len(seen) > WORDS_KEPT:
            seen.clear()
        for piece, offset in self._pieces(text):
            for written, position in written_at(piece):
                words = seen.get(written)
                if words is None:
                    words = seen[written] = self._analysed(written)
                start = offset + position
                for token, word in words:
                    found.append((Token(token.word, start + token.start, start + token.end), word))
        return found

    def _pieces(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield what is worth dividing into words, from one space to another, and where it is."""
        folded = text.casefold()
        if len(folded) != len(text) or not is_plain(text):
            yield text, 0
            return
        end = -1
        for opening in self.openings.finditer(folded):
            if opening.start() > end:
                start = text.rfind(" ", 0, opening.start()) + 1
                end = text.find(" ", opening.end())
                end = len(text) if end < 0 else end
                yield text[start:end], start

    def _analysed(self, written: str) -> tuple[tuple[Token, Word], ...]:
        return tuple(
            (Token(word, start, end), analyse_word(word, self.language))
            for word, start, end in words_in(written)
            if self.openings.search(word)
        )


@functools.lru_cache(maxsize=100)
def _wanted(query: Query, language: str, in_name: bool) -> _Wanted:
    """Return what to look for: where a word is only a limit's, a name holds it, texts need not.

    A limit that passes by its words in any text is an exception: they are why it is found.
    """
    words = [*query.words, *(word for other in query.alternatives for word in other.words)]
    for limit in query.limits:
        if in_name or limit.anywhere:
            words += limit.words
    terms = frozenset(term for word in words for term in word.terms)
    related = frozenset(term for word in words for term in word.related)
    parts = tuple(word.parts for word in words if len(word.parts) > 1) if in_name else ()
    return _Wanted(language, terms, related, parts)


def spans(
    text: str, query: Query, language: str, *, in_name: bool = False
) -> list[tuple[int, int]]:
    """Return where ``text`` is hit, as character positions in order, none overlapping.

    A word whose base form is asked for is hit as a whole, a compound in the part asked for.
    """
    wanted = _wanted(query, language, in_name)
    if not wanted.terms:
        return []
    found = wanted.found.get(text)
    if found is None:
        if len(wanted.found) > TEXTS_KEPT:
            wanted.found.clear()
        found = wanted.found[text] = _spans(text, wanted)
    return found


def _spans(text: str, wanted: _Wanted) -> list[tuple[int, int]]:
    words = wanted.candidates(text)
    if not words:
        return []
    held = frozenset(term for _token, word in words for term in word.bases | word.part_terms)
    apart = [term for parts in wanted.parts if all(part & held for part in parts) for term in parts]
    terms = wanted.terms.union(*apart)
    either = terms | wanted.related
    found: list[tuple[int, int]] = []
    for token, word in words:
        if (word.bases | word.related) & either:
            found.append((token.start, token.end))
            continue
        hits = [part for part in word.parts if part.terms & terms or part.related & either]
        if hits and not _is_aligned(text[token.start : token.end], token.word):
            found.append((token.start, token.end))
            continue
        found += _joined((token.start + part.start, token.start + part.end) for part in hits)
    return found


def _joined(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put parts that touch together, and leave out those that overlap an earlier one."""
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        elif not joined or start > joined[-1][1]:
            joined.append((start, end))
    return joined


def _is_aligned(shown: str, word: str) -> bool:
    """Whether positions in the word hold in the text: composed characters may shift them."""
    return len(shown) >= len(word) and shown.lower().startswith(word)


def marked(text: str, query: Query, language: str, *, in_name: bool = False) -> SafeString:
    """Return the text as HTML with the hits in ``<mark>``; everything else is escaped."""
    known = _wanted(query, language, in_name).marked
    html = known.get(text)
    if html is None:
        pieces, position = [], 0
        for start, end in spans(text, query, language, in_name=in_name):
            pieces.append(f"{escape(text[position:start])}<mark>{escape(text[start:end])}</mark>")
            position = end
        pieces.append(escape(text[position:]))
        if len(known) > TEXTS_KEPT:
            known.clear()
        known[text] = html = mark_safe("".join(pieces))
    return html


def excerpt(text: str, query: Query, language: str, length: int = EXCERPT_LENGTH) -> str:
    """Return the part of a long text around its first hit, or nothing where there is none.

    It has about ``length`` characters.
    """
    hits = spans(text, query, language)
    if not hits:
        return ""
    start, end = sentence_around(text, *hits[0])
    cut = text[start:end].strip()
    if len(cut) <= length:
        return cut
    first = max(0, hits[0][0] - start - length // 3)
    shown = cut[first : first + length]
    if first:
        shown = "… " + shown.partition(" ")[2]
    if first + length < len(cut):
        shown = shown.rpartition(" ")[0] + " …"
    return shown


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence or line around a hit begins and ends."""
    begins = [found.end() for found in _SENTENCE_END.finditer(text, 0, start)]
    following = _SENTENCE_END.search(text, end)
    return begins[-1] if begins else 0, following.end() if following else len(text)
