"""Derives the register of synonyms from open classifications and everyday words of our own.

Usage: derive_synonyms.py SOURCE_DIR

SOURCE_DIR holds `taxonomy/harrastuspassi-hobby-taxonomy.json` and
`lipas/lipas-types-2024-fi-sv-en.json`. `synonyms.toml` beside this script holds the everyday
words and says what to leave out of the classifications; `topics.toml` has the words for hobbies.
The result, `servicemap/data/synonyms.csv`, is sorted by code; the same input gives the same bytes.
"""

import argparse
import csv
import io
import itertools
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from derive_categories import TOPICS, slugify

ROOT = Path(__file__).resolve().parent.parent
RULES = Path(__file__).with_name("synonyms.toml")
OUTPUT = ROOT / "servicemap" / "data" / "synonyms.csv"
FIELDS = ("code", "language", "words", "means_language", "means", "direction", "source")

SIGN = re.compile(r" ([=>]) ")
"""What stands between the sides of an everyday line."""

SHORTEST_PART = 4
"""Letters that two words must share at one end for the one to be a part of the other."""


class RuleError(ValueError):
    """A line of the rules cannot be read."""


@dataclass(frozen=True)
class Row:
    """One entry of the register; without a ``means_language`` it is all in one language."""

    source: str
    language: str
    words: tuple[str, ...]
    means: tuple[str, ...]
    both: bool = False
    means_language: str = ""

    @property
    def code(self) -> str:
        """What tells the entry from the others, whatever editors make of it later."""
        sign = "both" if self.both else "one-way"
        languages = "-".join(filter(None, (self.language, self.means_language)))
        return "-".join((self.source, languages, sign, slugify(" ".join(self.words))))

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """All words and what they mean, each with its language."""
        return (
            *((self.language, word) for word in self.words),
            *((self.means_language or self.language, mean) for mean in self.means),
        )

    def cells(self) -> dict[str, str]:
        """The entry as the register's fields."""
        return {
            "code": self.code,
            "language": self.language,
            "words": ", ".join(self.words),
            "means_language": self.means_language,
            "means": ", ".join(self.means),
            "direction": "both" if self.both else "one_way",
            "source": self.source,
        }


def terms_of(text: str) -> tuple[str, ...]:
    """Split a list of terms."""
    return tuple(term.strip() for term in text.split(",") if term.strip())


def everyday(rules: dict[str, list[str]]) -> Iterator[Row]:
    """Yield the entries written by hand; raises RuleError for a line without a sign.

    The lists' names are languages: “sv”, or “sv-fi” for Swedish words that mean Finnish ones.
    """
    for languages, lines in rules.items():
        language, _, means_language = languages.partition("-")
        for line in lines:
            match SIGN.split(line):
                case [left, sign, right]:
                    words, means = terms_of(left), terms_of(right)
                case _:
                    raise RuleError(f"{line!r} has not one = or > between its sides")
            row = Row("everyday", language, words, means, sign == "=", means_language)
            if not words or not means or len(set(row.terms)) < len(row.terms):
                raise RuleError(f"{line!r} says nothing or the same twice")
            yield row


def names_in(label: str) -> list[str]:
    """Return the names in a label: `Kuntorata`, both of `Maauimala/vesipuisto`, none of others."""
    if any(sign in label for sign in "(,") or "-/" in label or "/-" in label:
        return []
    return [name.strip().lower() for name in label.split("/")]


def says_the_same(term: str, name: str) -> bool:
    """Whether analysis meets them already: the one begins or ends with the other."""
    short, long = sorted((term, name), key=len)
    if len(short) < SHORTEST_PART:
        return False
    return long.startswith(short) or long.endswith(short)


def lipas(source: dict[str, Any], rules: dict[str, Any]) -> Iterator[Row]:
    """Yield the facility types' tags with the types that each may find."""
    types: dict[str, list[str]] = defaultdict(list)
    for kind in source["types"]:
        for tag in kind["tags_fi"]:
            types[tag.strip().lower()] += names_in(kind["fi"])
    for tag, names in types.items():
        means = tuple(dict.fromkeys(name for name in names if not says_the_same(tag, name)))
        if means and len(means) <= rules["most_types"] and tag not in rules["skip_tags"]:
            yield Row("lipas", "fi", (tag,), means)


def hobby(
    source: list[dict[str, Any]], terms: dict[str, list[str]], rules: dict[str, Any]
) -> Iterator[Row]:
    """Yield concepts that are one in YSO as equals, and each concept with its narrower words."""
    concepts: dict[str, list[str]] = defaultdict(list)
    for record in source:
        for identifier in record["yso"]:
            concepts[identifier].append(record["labels"]["fi"][0].lower())
    for labels in concepts.values():
        first, *others = sorted(dict.fromkeys(labels))
        means = tuple(label for label in others if not says_the_same(first, label))
        if means:
            yield Row("hobby", "fi", (first,), means, both=True)
    for label, words in terms.items():
        concept = label.lower()
        means = tuple(
            word
            for word in words
            if word not in rules["skip_terms"] and not says_the_same(word, concept)
        )
        if means and label not in rules["skip_concepts"]:
            yield Row("hobby", "fi", (concept,), means)


def without_repeats(rows: Iterable[Row]) -> list[Row]:
    """Leave out what an entry before says already; an entry with nothing left goes."""
    said: set[tuple[tuple[str, str], tuple[str, str]]] = set()
    kept: dict[str, Row] = {}
    for row in rows:
        words, meant = row.terms[: len(row.words)], row.terms[len(row.words) :]
        means = tuple(term[1] for term in meant if not all((word, term) in said for word in words))
        if row.both:
            said.update(itertools.permutations(row.terms, 2))
        else:
            said.update(itertools.product(words, meant))
        if means:
            if row.code in kept:
                raise RuleError(f"two entries are called {row.code!r}")
            kept[row.code] = replace(row, means=means)
    return [kept[code] for code in sorted(kept)]


def derive(source: Path) -> list[Row]:
    """Read everything; equals come first, so that one-way entries do not repeat them."""
    rules = tomllib.loads(RULES.read_text(encoding="utf-8"))
    topics = tomllib.loads(TOPICS.read_text(encoding="utf-8"))

    def read(name: str) -> Any:
        return json.loads((source / name).read_text(encoding="utf-8"))

    rows = [
        *everyday(rules["everyday"]),
        *hobby(
            read("taxonomy/harrastuspassi-hobby-taxonomy.json"),
            topics["hobby"]["terms"],
            rules["hobby"],
        ),
        *lipas(read("lipas/lipas-types-2024-fi-sv-en.json"), rules["lipas"]),
    ]
    return without_repeats(sorted(rows, key=lambda row: not row.both))


def serialise(rows: list[Row]) -> str:
    """One entry a line."""
    text = io.StringIO()
    writer = csv.DictWriter(text, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.cells() for row in rows)
    return text.getvalue()


def main() -> None:
    """Derive the synonyms and write them."""
    parser = argparse.ArgumentParser(description="Derive servicemap/data/synonyms.csv.")
    parser.add_argument("source", type=Path, help="folder with the open data")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    rows = derive(arguments.source)
    arguments.output.write_text(serialise(rows), encoding="utf-8")
    print(f"{arguments.output.name}: {len(rows)} entries")


if __name__ == "__main__":
    main()
