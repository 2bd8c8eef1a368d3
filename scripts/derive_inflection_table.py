"""Draw the lemma-form pairs of ``bench/inflection`` from the Finnish list of simplemma.

Run it in an environment of its own that has ``simplemma==2.0.0``::

    python scripts/derive_inflection_table.py bench/inflection

The same version gives the same bytes. What is drawn, and from what, is told in
``bench/inflection/README.md``.
"""

import argparse
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

SEED = 20261122
WORDS = 6000
"""Pairs of ``words.tsv``: so many lemmas, one form of each."""

FORMS = 2500
"""Pairs of ``forms.tsv``: so many forms, whatever their lemmas."""

_WORD = re.compile(r"[a-zåäöšžéü]{2,}(?:-[a-zåäöšžéü]{2,})*")
_FOREIGN_ENDING = re.compile(r"(.)\1\1")


def folded(word: str) -> str:
    """Return the word without its dots."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter)
    )


def has_lost_its_dots(lemma: str, form: str) -> bool:
    """Whether the form was typed without the dots that its lemma has (“kesana”, “kesä”)."""
    common = 0
    for one, other in zip(folded(lemma), folded(form), strict=False):
        if one != other:
            break
        common += 1
    return lemma[:common] != form[:common]


def is_usable(lemma: str, form: str) -> bool:
    """Whether a pair is an inflection at all, judged by its letters alone."""
    return bool(
        lemma != form
        and len(lemma) > 2
        and _WORD.fullmatch(lemma)
        and _WORD.fullmatch(form)
        and not _FOREIGN_ENDING.search(form)
        # No suppletion: “parempi” is no inflection of “hyvä” that letters could tell.
        and folded(lemma[:2]) == folded(form[:2])
        and lemma.count("-") == form.count("-")
        and not has_lost_its_dots(lemma, form)
    )


def write(path: Path, pairs: Iterable[tuple[str, str]]) -> None:
    """Write pairs as tab-separated lines, sorted."""
    lines = [f"{lemma}\t{form}\n" for lemma, form in sorted(pairs)]
    path.write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """Draw both tables; no lemma is in both."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    forms: dict[str, list[str]] = defaultdict(list)
    for form, lemma in DefaultDictionaryFactory().get_dictionary("fi").items():
        if is_usable(lemma.lower(), form.lower()):
            forms[lemma.lower()].append(form.lower())
    draw = random.Random(SEED)
    lemmas = sorted(forms)
    chosen = draw.sample(lemmas, WORDS)
    write(folder / "words.tsv", [(lemma, draw.choice(sorted(forms[lemma]))) for lemma in chosen])
    taken = set(chosen)
    rest = [
        (lemma, form) for lemma in lemmas if lemma not in taken for form in sorted(forms[lemma])
    ]
    write(folder / "forms.tsv", draw.sample(rest, FORMS))


if __name__ == "__main__":
    main()
