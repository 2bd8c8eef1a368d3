"""The inflection test: words of the demo in forms written by hand, so from no word analyser."""

import tomllib
from pathlib import Path

from bench.relevance.judgements import Query
from bench.relevance.rules import Catalogue, RuleError

VOCABULARY = Path(__file__).with_name("vocabulary.toml")


def read_vocabulary(catalogue: Catalogue) -> list[Query]:
    """Return a query for each form; raises RuleError for a word that no listing holds."""
    queries = []
    for word in tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))["word"]:
        judged = catalogue.meeting({"words": word["words"]})
        if not judged:
            raise RuleError(f"“{word['lemma']}” is nowhere in the demo")
        queries += [Query(form, "inflected", judged) for form in word["forms"]]
    return queries
