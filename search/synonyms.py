"""What else to look for: synonyms of a query's words, from the register that editors manage.

A query's words meet an entry's words in any inflected form, in the entry's own language; a term
that begins with “=” is met by that very form only. What the words mean may be in another
language. With the direction “both” all terms of an entry mean the same; with “one way” its words
are widened by what they mean and nothing else is. Nothing is widened twice: synonyms of synonyms
do not count, so that a chain of entries never carries a query away. Nor does a synonym meet the
categories at the root: “sauvakävely” may find what speaks of “ulkoilu”, but not all that is
below “Liikunta ja ulkoilu”.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.analysis import analyse_word, tokenise
from search.register_cache import RegisterCache
from search.stop_words import STOP_WORDS_BY_LANGUAGE
from search.word_patterns import keys_of, partitive_of, word_patterns
from servicemap.models import Category, Synonym
from servicemap.models.synonyms import leave_out, split_terms
from servicemap.models.translation import field_in, language_codes

MOST_ALTERNATIVES = 8
"""Alternatives of one word or phrase: more would cost more than they find."""


@dataclass(frozen=True)
class Alternative:
    """A synonym: its words in lower case, all of which must be found, in this order or another.

    ``terms`` has each word's base forms in the synonym's language, as the index has them:
    finding any of them is finding the word. It is ``at_root`` where categories at the root are
    called so.
    """

    words: tuple[str, ...]
    language: str
    terms: tuple[frozenset[str], ...]
    at_root: bool = False


@dataclass(frozen=True)
class Widening:
    """Words of a query, ``start`` to before ``end``, and what will do instead of all of them."""

    start: int
    end: int
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class _Rule:
    pattern: tuple[frozenset[str], ...]
    alternatives: tuple[Alternative, ...]


_Term = tuple[str, str]
"""A word or phrase and its language."""
_Row = tuple[str, str, str, str, str]
_Registers = tuple[tuple[_Row, ...], tuple[tuple[str, ...], ...]]
_Rules = dict[str, tuple[_Rule, ...]]


def synonyms_of(words: Sequence[str]) -> tuple[Widening, ...]:
    """Return what the words of a query may be widened by; ``words`` as ``tokenise`` gives them.

    Phrases come before the words inside them; spans may overlap. Best alternatives first, at
    most ``MOST_ALTERNATIVES`` of them. Makes one query a minute, else none.
    """
    rules = synonym_cache.get()
    found: dict[tuple[int, int], dict[Alternative, None]] = {}
    for start, word in enumerate(words):
        for rule in _rules_at(rules, word):
            end = start + len(rule.pattern)
            if _matches(rule, words[start:end]):
                spelled = tuple(words[start:end])
                span = found.setdefault((start, end), {})
                span.update(
                    (alternative, None)
                    for alternative in rule.alternatives
                    if alternative.words != spelled
                )
    spans = sorted(found, key=lambda span: (span[0], -span[1]))
    return tuple(
        Widening(start, end, tuple(found[start, end])[:MOST_ALTERNATIVES])
        for start, end in spans
        if found[start, end]
    )


def everyday_noun(word: str) -> str | None:
    """Return the word in -is that has synonyms and of which this is the partitive, if any.

    “Korista” is that of “koris”, basketball: hardly anybody asks for what is “out of a basket”.
    """
    noun = partitive_of(word)
    rules = synonym_cache.get().get(f"fi {noun}", ()) if noun else ()
    return noun if any(len(rule.pattern) == 1 for rule in rules) else None


def _rules_at(rules: _Rules, word: str) -> Iterator[_Rule]:
    seen: set[int] = set()
    for key in sorted(keys_of(word)):
        for rule in rules.get(key, ()):
            if id(rule) not in seen:
                seen.add(id(rule))
                yield rule


def _matches(rule: _Rule, words: Sequence[str]) -> bool:
    return len(words) == len(rule.pattern) and all(
        not wanted.isdisjoint(keys_of(word))
        for word, wanted in zip(words, rule.pattern, strict=True)
    )


def _read_rows() -> _Registers:
    """Read the synonyms and the names of the categories at the root. Makes two queries."""
    # Equals come first: they are better alternatives than what is only narrower.
    rows = Synonym.objects.filter(is_active=True).order_by("direction", "pk")
    names = [field_in("name", language) for language in language_codes()]
    roots = Category.objects.filter(parent=None).order_by("pk")
    return (
        tuple(rows.values_list("language", "words", "means_language", "means", "direction")),
        tuple(roots.values_list(*names)),
    )


def _build(read: _Registers) -> _Rules:
    rows, roots = read
    at_root = frozenset(
        term
        for names in roots
        for language, name in zip(language_codes(), names, strict=True)
        for token in tokenise(name)
        for term in analyse_word(token.word, language).bases
    )
    rules: dict[str, list[_Rule]] = {}
    for language, words, means_language, means, direction in rows:
        wide: list[_Term] = [(term, language) for term in split_terms(words)]
        narrow: list[_Term] = [(term, means_language or language) for term in split_terms(means)]
        if direction == Synonym.Direction.BOTH:
            everything = [*wide, *narrow]
            pairs = [(term, [t for t in everything if t != term]) for term in everything]
        else:
            pairs = [(term, narrow) for term in wide]
        for (text, spoken), others in pairs:
            pattern = word_patterns(text, spoken)
            alternatives = tuple(
                alternative for other in others if (alternative := _alternative(*other, at_root))
            )
            if not pattern or not alternatives:
                continue
            rule = _Rule(pattern, alternatives)
            for key in pattern[0]:
                rules.setdefault(key, []).append(rule)
    return {key: tuple(found) for key, found in rules.items()}


def _alternative(term: str, language: str, at_root: frozenset[str]) -> Alternative | None:
    words = tuple(token.word for token in tokenise(term))
    if not words:
        return None
    terms = tuple(frozenset(analyse_word(word, language).bases) for word in words)
    return Alternative(words, language, terms, all(bases & at_root for bases in terms))


synonym_cache = RegisterCache("synonyms", _read_rows, _build)


def connect() -> None:
    """Follow changes of the registers; refuse words in them that search leaves out."""
    for language, words in STOP_WORDS_BY_LANGUAGE.items():
        leave_out(language, words)
    synonym_cache.follow([Synonym, Category])
