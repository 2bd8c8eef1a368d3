"""Derives the category tree from open classifications and topics of our own.

Usage: derive_categories.py SOURCE_DIR

SOURCE_DIR holds `taxonomy/harrastuspassi-hobby-taxonomy.json`,
`taxonomy/prh-purpose-classes.json` and `lipas/lipas-types-2024-fi-sv-en.json`.
`topics.toml` beside this script holds the topics of our own and says where the
classifications hang. The result, `servicemap/data/categories.json`, is a list of
nodes in pre-order; the same input gives the same bytes.
"""

import argparse
import json
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TOPICS = Path(__file__).with_name("topics.toml")
OUTPUT = ROOT / "servicemap" / "data" / "categories.json"

MAX_DEPTH = 4
HOBBY_TOP = "Harrastusmuoto"


class SourceError(ValueError):
    """The sources or the topics contradict each other."""


@dataclass(frozen=True)
class Node:
    """One category; `parent` is the slug of the category above, None for a root."""

    slug: str
    parent: str | None
    scheme: str
    code: str
    name: str
    name_sv: str
    name_en: str
    search_terms: tuple[str, ...] = ()


@dataclass
class Concept:
    """One concept of the hobby taxonomy, with its labels put right."""

    label: str
    name: str
    name_sv: str
    name_en: str
    yso: str
    terms: tuple[str, ...]
    children: list["Concept"] = field(default_factory=list)


def slugify(label: str) -> str:
    """Turn a Finnish label into a slug: `Tanssi-/ryhmätila` → `tanssi-ryhmatila`."""
    decomposed = unicodedata.normalize("NFKD", label.lower())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    spaced = plain.replace("/", " ").replace("-", " ")
    words = "".join(char for char in spaced if char.isalnum() or char.isspace()).split()
    return "-".join(words)


class Tree:
    """Categories under construction: unique slugs, bounded depth, kept order."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.children: dict[str | None, list[str]] = defaultdict(list)

    def depth(self, slug: str) -> int:
        """Number of levels from the root down to this node; a root is 1."""
        parent = self.nodes[slug].parent
        return 1 if parent is None else 1 + self.depth(parent)

    def add(self, node: Node) -> str:
        """Add a node below its parent, or below the nearest ancestor that has room."""
        if node.slug in self.nodes:
            raise SourceError(f"slug {node.slug!r} is taken twice")
        if node.parent is not None and node.parent not in self.nodes:
            raise SourceError(f"{node.slug!r} hangs under an unknown {node.parent!r}")
        while node.parent is not None and self.depth(node.parent) >= MAX_DEPTH:
            node = replace(node, parent=self.nodes[node.parent].parent)
        self.nodes[node.slug] = node
        self.children[node.parent].append(node.slug)
        return node.slug

    def add_terms(self, slug: str, terms: tuple[str, ...]) -> None:
        """Give an existing node more search terms, each once."""
        node = self.nodes[slug]
        self.nodes[slug] = replace(node, search_terms=merged_terms(node.search_terms, terms))

    def in_pre_order(self) -> list[Node]:
        """Every node, parents before children, siblings in the order added."""
        ordered: list[Node] = []

        def visit(slug: str) -> None:
            ordered.append(self.nodes[slug])
            for child in self.children[slug]:
                visit(child)

        for root in self.children[None]:
            visit(root)
        return ordered


def merged_terms(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """Join groups of terms, each term once, first place kept."""
    return tuple(dict.fromkeys(term.strip() for group in groups for term in group if term.strip()))


def add_topics(tree: Tree, parent: str | None, entries: list[dict[str, Any]]) -> None:
    """Add topics of our own below a parent, or as roots."""
    for entry in entries:
        tree.add(
            Node(
                slug=slugify(entry["fi"]),
                parent=parent,
                scheme="topic",
                code="",
                name=entry["fi"],
                name_sv=entry["sv"],
                name_en=entry["en"],
                search_terms=tuple(entry["terms"]),
            )
        )


def first_label(labels: dict[str, list[str]], language: str) -> str:
    """The first label in a language, empty where the source has none."""
    values = labels.get(language) or [""]
    return values[0].strip()


def read_concepts(source: list[dict[str, Any]], rules: dict[str, Any]) -> list[Concept]:
    """Read the taxonomy's groups with the concepts below them, labels put right."""
    by_parent: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in source:
        for parent in record["parents"]:
            by_parent[parent].append(record)

    def build(record: dict[str, Any]) -> Concept:
        label = first_label(record["labels"], "fi")
        correction = rules["correct"].get(label, {})
        name = correction.get("fi", label)
        terms = tuple(rules["terms"].get(label, ()))
        children = [build(child) for child in by_parent[record["id"]]]
        return Concept(
            label=label,
            name=name,
            name_sv=correction.get("sv", first_label(record["labels"], "sv")),
            name_en=correction.get("en", first_label(record["labels"], "en")),
            yso=record["yso"][0] if record["yso"] else "",
            terms=terms if name == label else merged_terms((label.lower(),), terms),
            children=sorted(children, key=sort_key),
        )

    top = next(r for r in source if first_label(r["labels"], "fi") == HOBBY_TOP)
    return [build(record) for record in by_parent[top["id"]]]


def sort_key(concept: Concept) -> tuple[bool, str]:
    """Alphabetical by slug, with the catch-all "Muut …" last."""
    return concept.label.split()[0] in {"Muu", "Muut"}, slugify(concept.name)


def add_hobbies(tree: Tree, source: list[dict[str, Any]], rules: dict[str, Any]) -> None:
    """Add the hobby taxonomy, level by level, so that the shallower of two equals wins."""
    groups = {concept.label: concept for concept in read_concepts(source, rules)}
    if set(groups) != set(rules["groups"]):
        raise SourceError(f"groups differ: {sorted(set(groups) ^ set(rules['groups']))}")
    by_yso: dict[str, str] = {}
    level: list[tuple[str, Concept]] = []
    for label, place in rules["groups"].items():
        if place.get("merge"):
            tree.add_terms(place["root"], (label.lower(), *groups[label].terms))
            level += [(place["root"], child) for child in groups[label].children]
        else:
            level.append((place["root"], groups[label]))
    while level:
        below: list[tuple[str, Concept]] = []
        for parent, concept in level:
            slug = by_yso.get(concept.yso) if concept.yso else None
            if slug:
                tree.add_terms(slug, (concept.label.lower(), *concept.terms))
            else:
                slug = add_concept(tree, rules["move"].get(concept.label, parent), concept)
                by_yso[concept.yso] = slug
            below += [(slug, child) for child in concept.children]
        level = below


def add_concept(tree: Tree, parent: str, concept: Concept) -> str:
    """Add one hobby concept; a name that is taken is told apart by its parent's."""
    slug = slugify(concept.name)
    if slug in tree.nodes:
        slug = f"{slug}-{parent}"
    return tree.add(
        Node(
            slug=slug,
            parent=parent,
            scheme="hobby",
            code=concept.yso,
            name=concept.name,
            name_sv=concept.name_sv,
            name_en=concept.name_en,
            search_terms=concept.terms,
        )
    )


def add_lipas(tree: Tree, source: dict[str, Any], rules: dict[str, Any]) -> None:
    """Add LIPAS main classes, sub classes and types; what repeats its parent joins it."""
    mains: dict[int, str] = {}
    subs: dict[int, str] = {}
    for code, main in sorted(source["main"].items(), key=lambda item: int(item[0])):
        parent = rules["roots"][code]
        mains[int(code)] = add_lipas_class(tree, parent, code, main, main["se"], ())
    for code, sub in sorted(source["sub"].items(), key=lambda item: int(item[0])):
        parent = mains[int(sub["main"])]
        if code == sub["main"]:
            tree.add_terms(parent, (sub["fi"].lower(),))
            subs[int(code)] = parent
        else:
            subs[int(code)] = add_lipas_class(tree, parent, code, sub, sub["se"], ())
    for kind in sorted(source["types"], key=lambda kind: int(kind["code"])):
        parent, code = subs[kind["sub"]], str(kind["code"])
        terms = tuple(kind["tags_fi"])
        if kind["code"] == kind["sub"]:
            tree.add_terms(parent, (kind["fi"].lower(), *terms))
        else:
            add_lipas_class(tree, parent, code, kind, kind["sv"], terms)


def add_lipas_class(
    tree: Tree,
    parent: str,
    code: str,
    labels: dict[str, Any],
    name_sv: str,
    terms: tuple[str, ...],
) -> str:
    """Add one LIPAS class; where its slug is taken the code tells it apart."""
    slug = slugify(labels["fi"])
    if slug in tree.nodes:
        slug = f"{slug}-{code}"
    return tree.add(
        Node(
            slug=slug,
            parent=parent,
            scheme="lipas",
            code=code,
            name=labels["fi"].strip(),
            name_sv=name_sv.strip(),
            name_en=" ".join(labels["en"].split()),
            search_terms=terms,
        )
    )


def add_purposes(tree: Tree, source: dict[str, Any], rules: dict[str, Any]) -> None:
    """Add the purpose classes of the Finnish register of associations."""
    for purpose in source["classes"]:
        rule = rules[str(purpose["code"])]
        tree.add(
            Node(
                slug=slugify(purpose["fi"]),
                parent=rule["root"],
                scheme="prh",
                code=str(purpose["code"]),
                name=purpose["fi"],
                name_sv=purpose["sv"],
                name_en=rule["en"],
                search_terms=tuple(rule["terms"]),
            )
        )


def build_tree(source: Path, topics: dict[str, Any]) -> list[Node]:
    """Build the whole tree from the source folder; raises SourceError when it cannot."""

    def read(name: str) -> Any:
        return json.loads((source / name).read_text(encoding="utf-8"))

    tree = Tree()
    add_topics(tree, None, topics["root"])
    for parent, entries in topics["children"].items():
        add_topics(tree, parent, entries)
    add_hobbies(tree, read("taxonomy/harrastuspassi-hobby-taxonomy.json"), topics["hobby"])
    for parent, entries in topics["additions"].items():
        add_topics(tree, parent, entries)
    add_lipas(tree, read("lipas/lipas-types-2024-fi-sv-en.json"), topics["lipas"])
    add_purposes(tree, read("taxonomy/prh-purpose-classes.json"), topics["prh"])
    return tree.in_pre_order()


def serialise(nodes: list[Node]) -> str:
    """One node a line, so that a change reads well in a diff."""
    lines = (
        json.dumps(
            {
                "slug": node.slug,
                "parent": node.parent,
                "scheme": node.scheme,
                "code": node.code,
                "name": node.name,
                "name_sv": node.name_sv,
                "name_en": node.name_en,
                # A term that only repeats the name adds nothing.
                "search_terms": [t for t in node.search_terms if t.lower() != node.name.lower()],
            },
            ensure_ascii=False,
        )
        for node in nodes
    )
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main() -> None:
    """Derive the tree and write it."""
    parser = argparse.ArgumentParser(description="Derive servicemap/data/categories.json.")
    parser.add_argument("source", type=Path, help="folder with the open data")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    topics = tomllib.loads(TOPICS.read_text(encoding="utf-8"))
    nodes = build_tree(arguments.source, topics)
    arguments.output.write_text(serialise(nodes), encoding="utf-8")
    print(f"{arguments.output.name}: {len(nodes)} categories")


if __name__ == "__main__":
    main()
