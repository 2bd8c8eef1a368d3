"""Tables for the terminal."""

from bench.relevance.evaluation import BUDGETS, Section, overall
from bench.relevance.metrics import good_answers
from bench.relevance.rules import Catalogue
from bench.relevance.systems import OWN

SHOWN = {
    "ndcg_at_10": "nDCG@10",
    "recall_at_20": "rec@20",
    "recall_at_10": "rec@10",
    "success_at_1": "succ@1",
    "top_3": "top 3",
    "mrr": "MRR",
}
LISTED = 8
"""Results and expectations printed of a failing query."""


def print_section(section: Section) -> None:
    """Print each class: the project's figures, and below them the other systems'."""
    width = max((len(name) for systems in section.figures.values() for name in systems), default=0)
    title = section.name if section.budgeted else f"{section.name} (information, no budget)"
    print(f"\n{title}")
    print(f"{'':<16}{'':>5} {'':<{width}} " + "".join(f"{head:>9}" for head in SHOWN.values()))
    for group, systems in section.figures.items():
        for name, scores in systems.items():
            first = name == OWN.name
            left = f"{group:<16}{section.sizes[group]:>5}" if first else " " * 21
            cells = ""
            for figure in SHOWN:
                value = getattr(scores, figure)
                held = first and section.budgeted and BUDGETS.get(group, ("",))[0] == figure
                mark = ("*" if value >= BUDGETS[group][1] else "!") if held else " "
                cells += f"{value:>8.3f}{mark}"
            print(f"{left} {name:<{width}} {cells}")
    if section.figures:
        for name in next(iter(section.figures.values())):
            cells = "".join(f"{overall(section, name, figure):>8.3f} " for figure in SHOWN)
            print(f"{'mean of classes' if name == OWN.name else '':<21} {name:<{width}} {cells}")
    if (share := section.understood_share) is not None:
        parts = ", ".join(
            f"{group} {right}/{asked}" for group, (right, asked) in section.understanding.items()
        )
        print(f"understood rightly: {share:.3f} ({parts})")


def print_failures(section: Section, catalogue: Catalogue) -> None:
    """Print what was expected and what came, for each query that misses something."""
    for failure in section.failures:
        query, answer = failure.query, failure.answer
        print(f"\n{query.group} “{query.text}”: {failure.why}")
        if query.understood is not None:
            came = [f"{entry['type']}={entry['value']}" for entry in answer.understood]
            print(f"  understood: {came}; expected: {list(query.understood)}")
        if answer.corrected:
            print(f"  corrected to: {answer.corrected}")
        good = good_answers(query.judged)
        absent = sorted(good.difference(answer.found), key=lambda key: -query.judged[key])
        names = [f"{catalogue.by_key[key].name}={query.judged[key]}" for key in absent[:LISTED]]
        print(f"  not found ({len(absent)} of {len(good)}): {', '.join(names)}")
        came = [
            f"{catalogue.by_key[key].name}={query.judged.get(key, 0)}"
            for key in answer.found[:LISTED]
        ]
        print(f"  came ({len(answer.found)}): {', '.join(came)}")
