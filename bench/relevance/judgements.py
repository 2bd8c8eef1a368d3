"""Judged queries: what is typed, what is right, and what search should say it understood."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.relevance.rules import Catalogue, Key, RuleError

DEMO = Path(__file__).with_name("demo.toml")

UNDERSTOOD_TYPES = frozenset(
    {"municipality", "place", "target", "kind", "weekday", "time", "when", "price"}
    | {"accessibility"}
)
"""What is compared; search may understand other things too."""

PLACE_TYPES = frozenset({"place", "village", "district", "lake", "postcode"})
"""All judged as ``place``."""


@dataclass(frozen=True)
class Query:
    """A judged query; ``understood`` is None where that is not judged.

    What is ``unjudged`` is passed over in an answer, as neither right nor wrong.
    """

    text: str
    group: str
    judged: Mapping[Key, int]
    language: str = "fi"
    understood: tuple[str, ...] | None = None
    unjudged: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Judgement:
    """What demo.toml says of a query, not yet looked up in the data."""

    text: str
    group: str
    rules: tuple[Mapping[str, Any], ...]
    right: Mapping[str, int]
    language: str
    understood: tuple[str, ...] | None

    def look_up(self, catalogue: Catalogue) -> Query:
        """Find the right answers; raises RuleError if there are none or a name is unknown."""
        judged: dict[Key, int] = {}
        for rule in self.rules:
            try:
                met = catalogue.meeting(rule, self.language)
            except RuleError as error:
                raise RuleError(f"“{self.text}”: {error}") from error
            for key, grade in met.items():
                judged[key] = max(grade, judged.get(key, 0))
        for name, grade in self.right.items():
            if name not in catalogue.by_name:
                raise RuleError(f"“{self.text}”: there is no {name}")
            judged[catalogue.by_name[name].key] = grade
        generated = {facts.key for facts in catalogue.generated}
        judged = {key: grade for key, grade in judged.items() if grade and key not in generated}
        if not judged:
            raise RuleError(f"“{self.text}”: nothing is right")
        unjudged = catalogue.named_like(self.text)
        for rule in self.rules:
            unjudged |= catalogue.touched_by(rule.get("words", []))
        return Query(
            self.text, self.group, judged, self.language, self.understood, frozenset(unjudged)
        )


def read_judgements(path: Path = DEMO) -> list[Judgement]:
    """Read the file; raises RuleError for a field that is not known."""
    return [
        _judgement(group, row)
        for group, rows in tomllib.loads(path.read_text(encoding="utf-8")).items()
        for row in rows
    ]


def _judgement(group: str, row: dict[str, Any]) -> Judgement:
    if unknown := set(row) - {"q", "rule", "right", "lang", "understood"}:
        raise RuleError(f"“{row['q']}”: unknown field: {', '.join(sorted(unknown))}")
    rules = row.get("rule", [])
    return Judgement(
        text=row["q"],
        group=group,
        rules=tuple([rules] if isinstance(rules, dict) else rules),
        right=row.get("right", {}),
        language=row.get("lang", "fi"),
        understood=tuple(row["understood"]) if "understood" in row else None,
    )


def _is_meant(expected: str, entry: Mapping[str, Any]) -> bool:
    """Whether an entry of ``understood`` is the expected ``type=value``."""
    wanted_type, _, wanted = expected.removeprefix("?").partition("=")
    if wanted_type == "place":
        if entry["type"] not in PLACE_TYPES:
            return False
        names = {str(entry.get(name, "")).casefold() for name in ("value", "label")}
        return wanted == "*" or any(name.startswith(wanted.casefold()) for name in names)
    return entry["type"] == wanted_type and wanted in ("*", str(entry["value"]))


def is_understood(expected: Iterable[str], understood: Iterable[Mapping[str, Any]]) -> bool:
    """Whether all that is expected was understood, and nothing else of the judged types."""
    entries = [entry for entry in understood if entry["type"] in UNDERSTOOD_TYPES | PLACE_TYPES]
    required = [item for item in expected if not item.startswith("?")]
    return all(any(_is_meant(item, entry) for entry in entries) for item in required) and all(
        any(_is_meant(item, entry) for item in expected) for entry in entries
    )
