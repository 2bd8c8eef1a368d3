"""Real municipal services with their editors' own synonyms: 478 texts nobody wrote for this test.

From the city of Helsinki's service register, when the file is beside the project.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.relevance.judgements import Query
from bench.relevance.rules import EXACT, Key
from servicemap.models import Activity

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT.parent / "shared" / "data" / "services" / "helsinki-services-fi-sv-en.json"

ENDINGS = {
    "nta": "nnasta",
    "minen": "misesta",
    "nen": "sesta",
    "palvelu": "palvelusta",
    "palvelut": "palveluista",
    "tiedot": "tiedoista",
    "tapahtumat": "tapahtumista",
    "stus": "stuksesta",
    "itus": "ituksesta",
    "mus": "muksesta",
    "mys": "myksestä",
    "raus": "rauksesta",
    "laus": "lauksesta",
    "lupa": "luvasta",
    "pyyntö": "pyynnöstä",
    "kalenteri": "kalenterista",
    "toiminta": "toiminnasta",
    "vitys": "vityksestä",
}
"""Nominative endings with their elatives: only those that have no other."""


@dataclass(frozen=True)
class Service:
    """A service of the register."""

    names: dict[str, str]
    descriptions: dict[str, str]
    synonyms: tuple[str, ...]


def _folded(text: str) -> str:
    """Return words in lower case with single spaces; zero-width characters are in the data."""
    return " ".join(text.replace("\u200b", " ").casefold().split())


def _synonyms(text: str) -> tuple[str, ...]:
    """Return the synonyms that fit in the field for keywords; the register's own is cut off."""
    kept = text[: Activity._meta.get_field("keywords").max_length]
    parts = kept.split(",") if len(kept) < 480 else kept.split(",")[:-1]
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def read_services() -> list[Service]:
    """Return the services of the file."""
    languages = ("fi", "sv", "en")
    return [
        Service(
            names={code: row.get(code, {}).get("name", "") for code in languages},
            descriptions={code: row.get(code, {}).get("description", "") for code in languages},
            synonyms=_synonyms(row["fi"].get("name_synonyms", "")),
        )
        for row in json.loads(FILE.read_text(encoding="utf-8"))
    ]


def save_services(services: list[Service]) -> list[Key]:
    """Save each as a published activity without keywords; return the keys, in order."""
    rows = [Activity(slug=f"service-{n}", live=True, **_fields(s)) for n, s in enumerate(services)]
    Activity.objects.bulk_create(rows)
    return [(str(row.kind), row.pk) for row in rows]


def _fields(service: Service) -> dict[str, Any]:
    fields = {}
    for code in service.names:
        suffix = "" if code == "fi" else f"_{code}"
        description = service.descriptions[code].strip()
        first = re.split(r"(?<=[.!?])\s", description, maxsplit=1)[0]
        fields[f"name{suffix}"] = service.names[code][:200]
        fields[f"summary{suffix}"] = first if len(first) <= 200 else ""
        fields[f"description{suffix}"] = description
    return fields


def save_synonyms(services: list[Service]) -> None:
    """Put the synonyms into the keywords."""
    rows = list(Activity.objects.filter(slug__startswith="service-").order_by("pk"))
    for row, service in zip(rows, services, strict=True):
        row.keywords = ", ".join(service.synonyms)
    Activity.objects.bulk_update(rows, ["keywords"])


def synonym_queries(services: list[Service], keys: list[Key]) -> list[Query]:
    """Return a query for each synonym; right is what has it, or has it in its name."""
    queries = []
    for synonym in sorted(
        {_folded(synonym) for service in services for synonym in service.synonyms}
    ):
        in_name = re.compile(rf"\b{re.escape(synonym)}")
        judged = {
            key: EXACT
            for key, service in zip(keys, services, strict=True)
            if synonym in {_folded(own) for own in service.synonyms}
            or in_name.search(_folded(service.names["fi"]))
        }
        queries.append(Query(synonym, "synonym", judged))
    return queries


def _inflected(name: str) -> Iterator[str]:
    """Yield the name with its last word in the elative, if that is plain from its ending."""
    for ending in sorted(ENDINGS, key=len, reverse=True):
        if name.endswith(ending):
            yield name.removesuffix(ending) + ENDINGS[ending]
            return


def name_queries(services: list[Service], keys: list[Key]) -> list[Query]:
    """Return a query for each name that can be inflected; right is what has that name."""
    right: dict[str, dict[Key, int]] = {}
    for key, service in zip(keys, services, strict=True):
        right.setdefault(_folded(service.names["fi"]), {})[key] = EXACT
    return [
        Query(inflected, "name", judged)
        for name, judged in sorted(right.items())
        for inflected in _inflected(name)
    ]
